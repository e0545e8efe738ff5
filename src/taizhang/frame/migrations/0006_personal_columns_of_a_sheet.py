"""What is somebody's own lies beside a row that waits, and is gone once the row was applied."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("frame", "0005_saved_views")]

    operations = [migrations.AddField("intakerow", "personal", models.JSONField(null=True))]
