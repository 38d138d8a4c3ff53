"""Addresses of what a structure costs and of who funds it."""

from django.urls import path

from quartiers.iae.views import erasing, funding, plans

ROOT = "plans-de-financement/"
ONE = f"{ROOT}<int:plan_id>/"
LINE = f"{ONE}lignes/<int:line_id>/"

FUNDING = [
    path("simulateurs/cout-structure/", funding.cost, name="cost"),
    path("financer-une-structure/", funding.funding, name="funding"),
    path("un-euro-local/", plans.local_euro, name="local_euro"),
    path(ROOT, plans.plans, name="plans"),
    path(f"{ROOT}nouveau/", plans.create, name="create_plan"),
    path(ONE, plans.plan, name="plan"),
    path(f"{ONE}fiche/", plans.sheet, name="plan_sheet"),
    path(f"{ONE}modifier/", plans.edit, name="edit_plan"),
    path(f"{ONE}supprimer/", erasing.plan, name="erase_plan"),
    path(f"{ONE}ajouter/<slug:side>/", plans.add_line, name="add_funding_line"),
    path(f"{ONE}annees/<int:year>/copier/", plans.copy_year, name="copy_funding_year"),
    path(f"{LINE}modifier/", plans.edit_line, name="edit_funding_line"),
    path(f"{LINE}retirer/", plans.remove_line, name="remove_funding_line"),
]
