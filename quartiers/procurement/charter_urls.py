"""Addresses of charters."""

from django.urls import path

from quartiers.procurement.views import charters

ONE = "achats/chartes/<int:charter_id>/"
CHARTERS = [
    path("achats/chartes/", charters.charters, name="charters"),
    path("achats/chartes/ajouter/", charters.create, name="create_charter"),
    path(ONE, charters.charter, name="charter"),
    path(f"{ONE}modifier/", charters.edit, name="edit_charter"),
    path(f"{ONE}clore/", charters.close, name="close_charter"),
    path(f"{ONE}rouvrir/", charters.reopen, name="reopen_charter"),
    path(f"{ONE}engagements/ajouter/", charters.add_commitment, name="add_commitment"),
    path(f"{ONE}engagements/<int:commitment_id>/modifier/", charters.edit_commitment, name="edit_commitment"),
    path(f"{ONE}engagements/<int:commitment_id>/retirer/", charters.remove_commitment, name="remove_commitment"),
    path(f"{ONE}operations/rattacher/", charters.bind, name="bind_operation"),
    path(f"{ONE}operations/<int:operation_id>/detacher/", charters.unbind, name="unbind_operation"),
]
