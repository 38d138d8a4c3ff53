"""Addresses of schemes of responsible procurement."""

from django.urls import path

from quartiers.procurement.views import spaser

ONE = "achats/spaser/<int:scheme_id>/"
SPASER = [
    path("achats/spaser/", spaser.schemes, name="schemes"),
    path("achats/spaser/ajouter/", spaser.create, name="create_scheme"),
    path(ONE, spaser.scheme, name="scheme"),
    path(f"{ONE}modifier/", spaser.edit, name="edit_scheme"),
    path(f"{ONE}objectifs/", spaser.targets, name="scheme_targets"),
    path(f"{ONE}acheteurs/<int:buyer_id>/<int:year>/", spaser.note_year, name="scheme_year"),
    path(f"{ONE}rapport/", spaser.report, name="scheme_report"),
    path(f"{ONE}rapport/document/", spaser.document, name="scheme_document"),
    path(f"{ONE}rapport.csv", spaser.table, name="scheme_table"),
]
