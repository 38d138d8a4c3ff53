from django.apps import AppConfig


class IaeConfig(AppConfig):
    name = "quartiers.iae"
    verbose_name = "Insertion par l’activité économique"
