"""A history has a column `line` of its own, so the line of a plan that a batch goes by has another name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspection", "0004_envelopes_in_public_frames")]

    operations = [
        migrations.RemoveIndex("batchhistory", "inspection_batch_h_entry"),
        migrations.RenameField("batch", "line", "plan_line"),
        migrations.RenameField("batchhistory", "line", "plan_line"),
        migrations.AddField("batchhistory", "line", models.IntegerField(default=0), preserve_default=False),
        migrations.AddIndex("batchhistory", models.Index(fields=["entry", "line"], name="inspection_batch_h_entry")),
    ]
