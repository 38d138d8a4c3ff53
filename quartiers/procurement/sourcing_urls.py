"""Addresses for small companies, and of the sourcing that asks them."""

from django.urls import path

from quartiers.procurement.views import small_companies, sourcing

ONE = "achats/sourcing/<int:card_id>/"
SOURCING = [
    path("achats/petites-entreprises/", small_companies.small_companies, name="small_companies"),
    path("achats/sourcing/", sourcing.cards, name="sourcings"),
    path("achats/sourcing/ajouter/", sourcing.create, name="open_sourcing"),
    path(ONE, sourcing.card, name="sourcing"),
    path(f"{ONE}modifier/", sourcing.edit, name="edit_sourcing"),
    path(f"{ONE}effacer/", sourcing.erase, name="erase_sourcing"),
    path(f"{ONE}entreprises/ajouter/", sourcing.add_company, name="add_sourcing_company"),
    path(f"{ONE}entreprises/<int:company_id>/modifier/", sourcing.edit_company, name="edit_sourcing_company"),
    path(f"{ONE}entreprises/<int:company_id>/retirer/", sourcing.remove_company, name="remove_sourcing_company"),
    path(f"{ONE}informations/ajouter/", sourcing.give_information, name="give_information"),
    path(f"{ONE}informations/<int:information_id>/retirer/", sourcing.remove_information, name="remove_information"),
]
