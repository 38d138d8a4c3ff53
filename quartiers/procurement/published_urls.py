"""Addresses of published contracts."""

from django.urls import path

from quartiers.procurement.views import coming, published

PUBLISHED = [
    path("achats/a-venir/", coming.coming, name="coming"),
    path("achats/a-venir/agenda.ics", coming.calendar, name="coming_calendar"),
    path("achats/a-venir/flux/", coming.feed, name="coming_feed"),
    path("achats/a-venir/mois.csv", coming.months, name="coming_months"),
    path("achats/marches/", published.contracts, name="published"),
    path("achats/marches/contrat/<str:uid>/", published.contract, name="published_contract"),
    path("achats/marches/parts/<slug:axis>/", published.shares, name="published_shares"),
    path("achats/marches/quartiers/", published.opportunities, name="published_opportunities"),
    path("achats/marches/quartiers/<str:code>/", published.near, name="published_near"),
]
