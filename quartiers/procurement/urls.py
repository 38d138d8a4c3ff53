"""Responsible procurement: what the law asks, clauses, hours, contracts."""

from django.urls import URLPattern, path

from quartiers.procurement.charter_urls import CHARTERS
from quartiers.procurement.labour_urls import LABOUR
from quartiers.procurement.legal_urls import LEGAL
from quartiers.procurement.published_urls import PUBLISHED
from quartiers.procurement.sourcing_urls import SOURCING
from quartiers.procurement.spaser_urls import SPASER
from quartiers.procurement.views import check, clause_sets, clauses, hours, operations

app_name = "procurement"
urlpatterns: list[URLPattern] = [
    path("achats/", hours.hub, name="hub"),
    path("achats/controle/", check.legal_check, name="check"),
    path("achats/controle/regles/", check.legal_rules, name="rules"),
    path("achats/clauses/", clauses.clauses, name="clauses"),
    path("achats/clauses/dossier/", clause_sets.clause_set, name="clause_set"),
    path("achats/clauses/dossier/document/", clause_sets.document, name="clause_set_document"),
    path("achats/clauses/<slug:code>/", clauses.clause, name="clause"),
    path("achats/heures/", hours.simulator, name="hours"),
    *LABOUR,
    *LEGAL,
    *PUBLISHED,
    *CHARTERS,
    *SPASER,
    *SOURCING,
    path("achats/operations/", operations.operations, name="operations"),
    path("achats/operations/ajouter/", operations.create, name="create_operation"),
    path("achats/operations/<int:operation_id>/", operations.operation, name="operation"),
    path("achats/operations/<int:operation_id>/modifier/", operations.edit, name="edit_operation"),
    path("achats/operations/<int:operation_id>/marches/ajouter/", operations.create_contract, name="create_contract"),
    path("achats/contrats/<int:contract_id>/", operations.contract, name="contract"),
    path("achats/contrats/<int:contract_id>/modifier/", operations.edit_contract, name="edit_contract"),
    path("achats/contrats/<int:contract_id>/fiche/", operations.sheet, name="sheet"),
]
