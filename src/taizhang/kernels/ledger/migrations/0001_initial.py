from django.db import migrations, models

from taizhang.kernels.ledger import tables


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in tables.create(vendor) + tables.protect(vendor):
        schema_editor.execute(statement, params=None)


def model(name, table, pk):
    return migrations.CreateModel(name=name, fields=[pk], options={"db_table": table, "managed": False})


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        model("Entry", "ledger_entry", ("key", models.CharField(max_length=32, primary_key=True, serialize=False))),
        model("Number", "ledger_seq", ("seq", models.BigIntegerField(primary_key=True, serialize=False))),
        model("Checkpoint", "ledger_checkpoint", ("size", models.BigIntegerField(primary_key=True, serialize=False))),
    ]
