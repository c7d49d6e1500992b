"""Keys in order of time, what incidents are related by, and what decisions about claims come to.

The old keys go: a ledger of an earlier version is computed anew from its log.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("casebook", "0001_initial")]

    operations = [
        migrations.DeleteModel("Key"),
        migrations.CreateModel(
            name="Key",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("at", models.CharField(max_length=96)),
                ("casebook", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casebook.casebook")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("casebook", "key", "at"), name="one_place_a_key")]},
        ),
        migrations.AddField("Report", "lookups", models.TextField(default="")),
        migrations.AddField("Report", "marks", models.TextField(default="")),
        migrations.AddField("Report", "at", models.CharField(default="", max_length=96)),
        migrations.AddField("Decision", "found", models.TextField(null=True)),
        migrations.AddField("Incident", "harms", models.TextField(default="")),
        migrations.AddIndex("Incident", models.Index(fields=["casebook", "kind", "begins"], name="incident_by_kind")),
    ]
