from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0013_lights_waivers_questions")]

    operations = [
        migrations.AddIndex(
            "monthlight",
            models.Index(
                fields=["period", "project", "progress", "start", "payment", "statistics", "worst"], name="month_light_numbers"
            ),
        ),
    ]
