"""Addresses around the legal check: rules confirmed, checks kept."""

from django.urls import path

from quartiers.procurement.views import confirmation

LEGAL = [
    path("achats/controle/confirmations/", confirmation.confirmations, name="confirmations"),
    path("achats/controle/confirmations/<str:code>/", confirmation.confirm, name="rule_confirm"),
    path("achats/controle/confirmations/<str:code>/retirer/", confirmation.withdraw, name="rule_withdraw"),
]
