"""What projects with an annual plan invested, as a figure of its own; `taizhang migrate` makes the figures anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0016_report_lifecycle_version")]

    operations = [
        migrations.AddField(model, name, field, preserve_default=False)
        for model in ("monthfigure", "figuresum")
        for name, field in (("planned_fen", models.BigIntegerField(default=0)), ("planned_known", models.IntegerField(default=0)))
    ]
