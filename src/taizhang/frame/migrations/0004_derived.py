from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("frame", "0003_batch_once")]

    operations = [
        migrations.CreateModel(
            name="Derived",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=80, unique=True)),
                ("shape", models.CharField(max_length=400)),
            ],
        ),
    ]
