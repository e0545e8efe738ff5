from django.db import migrations

from taizhang.frame.search.column import Sought
from taizhang.frame.search.tables import SoughtIndex

FOUND = ("project", "item", "document")


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_kinds_and_side_tracks")]

    operations = [
        *(migrations.AddField(model_name=name, name="sought", field=Sought(editable=False, null=True)) for name in FOUND),
        *(SoughtIndex(name) for name in FOUND),
    ]
