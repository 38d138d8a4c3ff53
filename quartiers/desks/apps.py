from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "quartiers.desks"
    verbose_name = "Accueils"
