"""Of the code on a guidance letter only a seal is kept. Codes that were issued before are void: issue them anew.

The rows of firms have another content afterwards, which the full check names for those that were written before: nothing of it was released.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sandbox", "0001_firms_and_contacts")]

    operations = [
        migrations.RemoveField("member", "code"),
        migrations.RemoveField("memberhistory", "code"),
        migrations.AddField("member", "code_seal", models.CharField(max_length=96, null=True, unique=True)),
        migrations.AddField("memberhistory", "code_seal", models.CharField(max_length=96, null=True)),
    ]
