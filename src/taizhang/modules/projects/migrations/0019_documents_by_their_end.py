from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0018_extra_columns_and_commentary")]

    operations = [
        migrations.AddIndex(model_name="document", index=models.Index(fields=["valid_until", "id"], name="document_until")),
    ]
