"""A department may attach its items to what the initiating department draws, and draw nobody itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspection", "0006_indexes_of_the_search")]

    operations = [
        migrations.AddField("batchpart", "attached", models.BooleanField(default=False)),
        migrations.AddField("batchparthistory", "attached", models.BooleanField(default=False, null=True)),
    ]
