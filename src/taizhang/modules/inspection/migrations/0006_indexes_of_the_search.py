from django.db import migrations

from taizhang.frame.search.tables import SoughtIndex


class Migration(migrations.Migration):
    dependencies = [("inspection", "0005_the_line_of_a_plan_by_its_name")]

    operations = [SoughtIndex("inspectionitem"), SoughtIndex("plan"), SoughtIndex("batch"), SoughtIndex("visit")]
