"""Addresses around the legal check: rules confirmed, checks kept."""

from django.urls import path

from quartiers.procurement.views import check, confirmation, kept

LEGAL = [
    path("achats/controle/confirmations/", confirmation.confirmations, name="confirmations"),
    path("achats/controle/confirmations/<str:code>/", confirmation.confirm, name="rule_confirm"),
    path("achats/controle/confirmations/<str:code>/retirer/", confirmation.withdraw, name="rule_withdraw"),
    path("achats/controle/garder/", kept.keep, name="keep"),
    path("achats/controle/gardes/", kept.kept_checks, name="kept_checks"),
    path("achats/controle/gardes/<int:check_id>/", kept.kept_check, name="kept_check"),
    path("achats/controle/gardes/<int:check_id>/effacer/", kept.erase, name="kept_erase"),
    path("achats/controle/gardes/<int:check_id>/reprendre/", check.resume, name="kept_resume"),
    path("achats/controle/gardes/<int:check_id>/clauses/", kept.clauses, name="kept_clauses"),
    path("achats/controle/gardes/<int:check_id>/note/", kept.kept_note, name="kept_note"),
    path("achats/controle/gardes/<int:check_id>/preuves/", kept.evidence, name="kept_evidence"),
    path("achats/contrats/<int:contract_id>/controle/", check.check_of_contract, name="check_of_contract"),
    path("achats/controle/note/", kept.note, name="note"),
]
