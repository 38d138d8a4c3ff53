from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "quartiers.procurement"
    verbose_name = "Achats responsables"
