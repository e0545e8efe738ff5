from django.db import migrations

from taizhang.frame.search.column import Sought
from taizhang.frame.search.tables import SoughtIndex

FOUND = ("place", "organ", "person", "enterprise")


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_evidence_accuracy")]

    operations = [
        *(migrations.AddField(model_name=name, name="sought", field=Sought(editable=False, null=True)) for name in FOUND),
        *(SoughtIndex(name) for name in FOUND),
    ]
