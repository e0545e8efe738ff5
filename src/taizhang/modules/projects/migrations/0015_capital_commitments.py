"""Tables of other cities’ capital commitments."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0014_numbers_of_lights"),
        ("registers", "0008_account_shut_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="CapitalPlan",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entry", models.CharField(editable=False, max_length=32)),
                ("city", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=160)),
                ("published_on", models.DateField()),
                ("currency", models.CharField(max_length=12)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("file_sha256", models.CharField(max_length=64)),
                ("batch", models.BigIntegerField()),
                (
                    "organ",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registers.organ"
                    ),
                ),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=("city", "published_on"), name="capital_plan_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapitalLineHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.BigIntegerField()),
                ("entry", models.CharField(max_length=32)),
                ("line", models.IntegerField()),
                ("op", models.CharField(max_length=1)),
                ("salt", models.BinaryField(null=True)),
                ("digest", models.BinaryField()),
                ("erased", models.BooleanField(default=False)),
                ("recorded_from", models.DateTimeField()),
                ("recorded_to", models.DateTimeField(null=True)),
                ("row", models.IntegerField(null=True)),
                ("code", models.CharField(blank=True, max_length=80, null=True)),
                ("name", models.CharField(blank=True, max_length=300, null=True)),
                ("organ", models.CharField(blank=True, max_length=200, null=True)),
                ("commitment_fen", models.BigIntegerField(null=True)),
                ("net_change_fen", models.BigIntegerField(null=True)),
                ("due", models.CharField(blank=True, max_length=10, null=True)),
                ("note", models.CharField(blank=True, max_length=400, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.capitalplan",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["id", "recorded_from"], name="projects_capitalline_h_id"),
                    models.Index(fields=["entry", "line"], name="projects_capitalline_h_entry"),
                    models.Index(fields=["recorded_to", "recorded_from"], name="projects_capitalline_h_at"),
                    models.Index(fields=["plan"], name="projects_capitalline_h_0"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapitalLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entry", models.CharField(editable=False, max_length=32)),
                ("row", models.IntegerField()),
                ("code", models.CharField(blank=True, max_length=80)),
                ("name", models.CharField(blank=True, max_length=300)),
                ("organ", models.CharField(blank=True, max_length=200)),
                ("commitment_fen", models.BigIntegerField()),
                ("net_change_fen", models.BigIntegerField(null=True)),
                ("due", models.CharField(blank=True, max_length=10)),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="projects.capitalplan"
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["plan", "code"], name="capital_line_code"),
                    models.Index(fields=["plan", "organ"], name="capital_line_organ"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CapitalPlanHistory",
            fields=[
                ("history_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.BigIntegerField()),
                ("entry", models.CharField(max_length=32)),
                ("line", models.IntegerField()),
                ("op", models.CharField(max_length=1)),
                ("salt", models.BinaryField(null=True)),
                ("digest", models.BinaryField()),
                ("erased", models.BooleanField(default=False)),
                ("recorded_from", models.DateTimeField()),
                ("recorded_to", models.DateTimeField(null=True)),
                ("city", models.CharField(max_length=80, null=True)),
                ("title", models.CharField(max_length=160, null=True)),
                ("published_on", models.DateField(null=True)),
                ("currency", models.CharField(max_length=12, null=True)),
                ("source", models.CharField(blank=True, max_length=300, null=True)),
                ("file_sha256", models.CharField(max_length=64, null=True)),
                ("batch", models.BigIntegerField(null=True)),
                (
                    "organ",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registers.organ",
                    ),
                ),
            ],
            options={
                'indexes': [
                    models.Index(fields=["id", "recorded_from"], name="projects_capitalplan_h_id"),
                    models.Index(fields=["entry", "line"], name="projects_capitalplan_h_entry"),
                    models.Index(fields=["recorded_to", "recorded_from"], name="projects_capitalplan_h_at"),
                ],
            },
        ),
    ]
