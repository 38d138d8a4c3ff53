from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "quartiers.office"
    verbose_name = "Bureau"
