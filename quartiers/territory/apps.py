from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "quartiers.territory"
    verbose_name = "Territoires"
