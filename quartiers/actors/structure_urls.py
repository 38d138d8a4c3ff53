"""The public directory of structures, and what is changed in it."""

from django.urls import path

from quartiers.actors.views.structures import data_inclusion, directory, editing, structure

ONE = "structures/<int:organisation_id>/"
app_name = "structures"
urlpatterns = [
    path("structures/", directory.structures, name="list"),
    path("structures/autour/", directory.around, name="around"),
    path("structures/autour/<str:token>/", directory.around_address, name="around_address"),
    path("structures/data-inclusion.json", data_inclusion.export, name="export"),
    path("structures/ajouter/", editing.create, name="create"),
    path(ONE, structure.structure, name="structure"),
    path(f"{ONE}modifier/", editing.edit, name="edit"),
    path(f"{ONE}lieux/ajouter/", editing.add_site, name="add_site"),
    path(f"{ONE}lieux/<int:site_id>/", editing.site, name="site"),
    path(f"{ONE}lieux/<int:site_id>/retirer/", editing.remove_site, name="remove_site"),
    path(f"{ONE}source/", editing.source, name="source"),
    path(f"{ONE}habilitation/", editing.authorise, name="authorise"),
    path(f"{ONE}reseaux/", editing.join_network, name="join_network"),
    path(f"{ONE}reseaux/<int:membership_id>/depart/", editing.leave_network, name="leave_network"),
    path(f"{ONE}delegations/", editing.delegates, name="delegates"),
    path(f"{ONE}delegations/<int:delegate_id>/fin/", editing.end_delegate, name="end_delegate"),
]
