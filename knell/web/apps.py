"""The Django application of the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates and template tags; no tables of its own."""

    name = "knell.web"
    label = "web"
    verbose_name = "Pages"
