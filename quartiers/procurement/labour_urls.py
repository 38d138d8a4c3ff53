"""Addresses of the values of territories."""

from django.urls import path

from quartiers.procurement.views import labour

LABOUR = [
    path("achats/valeurs/", labour.territories, name="territories"),
    path("achats/valeurs/<slug:slug>/", labour.values, name="values"),
    path("achats/valeurs/<slug:slug>/signer/", labour.sign, name="sign_value"),
    path("achats/valeurs/<slug:slug>/<int:value_id>/retirer/", labour.withdraw, name="withdraw_value"),
]
