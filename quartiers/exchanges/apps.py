from django.apps import AppConfig


class ExchangesConfig(AppConfig):
    name = "quartiers.exchanges"
    verbose_name = "Rencontres et échanges"
