"""The Django application of the ledger."""

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    """Label "casebook": the tables are casebook_report, casebook_claim and so on."""

    name = "knell.casebook"
    label = "casebook"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Casebook"
