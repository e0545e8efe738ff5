from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_template_of_an_organ")]

    operations = [
        migrations.RemoveIndex(model_name="project", name="project_place_name"),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["place", "organ", "district"], name="project_p_choices"),
        ),
    ]
