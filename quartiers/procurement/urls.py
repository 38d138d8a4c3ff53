"""Responsible procurement: what the law asks, clauses, hours, contracts."""

from django.urls import URLPattern, path

from quartiers.procurement.legal_urls import LEGAL
from quartiers.procurement.published_urls import PUBLISHED
from quartiers.procurement.views import check, hours

app_name = "procurement"
urlpatterns: list[URLPattern] = [
    path("achats/", hours.hub, name="hub"),
    path("achats/controle/", check.legal_check, name="check"),
    path("achats/controle/regles/", check.legal_rules, name="rules"),
    path("achats/heures/", hours.simulator, name="hours"),
    *LEGAL,
    *PUBLISHED,
]
