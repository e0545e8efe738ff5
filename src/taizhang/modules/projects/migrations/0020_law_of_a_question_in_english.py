"""The law under which a question is asked, in English too; a question asked before keeps its digest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0019_documents_by_their_end")]

    operations = [
        migrations.AddField(model, "law_en", models.CharField(max_length=300, null=True)) for model in ("question", "questionhistory")
    ]
