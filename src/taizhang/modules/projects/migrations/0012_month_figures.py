"""Tables of the month figures: what became known on which day, per project and month, and summed over placings."""

from django.db import migrations, models

_CHANGES = (
    ("period", models.CharField(max_length=7)),
    ("day", models.DateField()),
    ("projects", models.IntegerField()),
    *(
        (f"{amount}_{part}", column())
        for amount in ("workload", "investment", "paid", "certified", "plan", "total")
        for part, column in (("fen", models.BigIntegerField), ("known", models.IntegerField))
    ),
)
_PLACING = (
    ("district", models.BigIntegerField()),
    ("place", models.BigIntegerField()),
    ("organ", models.BigIntegerField()),
    ("unit", models.BigIntegerField()),
    ("source", models.CharField(max_length=12)),
)


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_similar_photos")]

    operations = [
        migrations.CreateModel(
            name="MonthFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *((name, field.clone()) for name, field in _CHANGES),
                ("project", models.BigIntegerField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("project", "period", "day"), name="month_figure_once")]},
        ),
        migrations.CreateModel(
            name="FigureSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *((name, field.clone()) for name, field in _CHANGES),
                *((name, field.clone()) for name, field in _PLACING),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "day", "district", "place", "organ", "unit", "source"), name="figure_sum_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Placing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("project", models.BigIntegerField(unique=True)),
                *((name, field.clone()) for name, field in _PLACING),
                ("since", models.DateField()),
            ],
            options={"indexes": [models.Index(fields=["since"], name="placing_since")]},
        ),
    ]
