"""Cités and contrats de ville: public pages, then working pages."""

from django.urls import path

from quartiers.actors.views.cites import committees, contracts, participants, public, work

app_name = "cites"
WORK = "cites/<slug:slug>/travail/"
COMMITTEE = f"{WORK}comites/<int:committee_id>/"
urlpatterns = [
    path("cites/", public.cites, name="list"),
    path("cites/ouvrir/", work.create, name="create"),
    path("cites/<slug:slug>/", public.cite, name="cite"),
    path(WORK, work.work, name="work"),
    path(f"{WORK}presentation/", work.edit, name="edit"),
    path(f"{WORK}participants/", participants.participants, name="participants"),
    path(f"{WORK}partenaires/ajouter/", participants.add, name="add_partner"),
    path(f"{WORK}partenaires/<int:partner_id>/", participants.partner, name="partner"),
    path(f"{WORK}partenaires/<int:partner_id>/depart/", participants.end_partner, name="end_partner"),
    path(f"{WORK}annexes/<int:annex_id>/document/", participants.annex_document, name="annex_document"),
    path(f"{WORK}acces/donner/", participants.give_role, name="give_role"),
    path(f"{WORK}acces/<int:role_id>/retirer/", participants.withdraw_role, name="withdraw_role"),
    path(f"{WORK}comites/", committees.committees, name="committees"),
    path(f"{WORK}comites/nouveau/", committees.call, name="call_committee"),
    path(COMMITTEE, committees.committee, name="committee"),
    path(f"{COMMITTEE}releve/", committees.minutes, name="minutes"),
    path(f"{COMMITTEE}modifier/", committees.edit, name="edit_committee"),
    path(f"{COMMITTEE}presences/", committees.attend, name="attend"),
    path(
        f"{COMMITTEE}presences/<int:attendance_id>/retirer/",
        committees.forget_attendance,
        name="forget_attendance",
    ),
    path(f"{COMMITTEE}decisions/", committees.decide, name="decide"),
    path(f"{WORK}decisions/", committees.decisions, name="decisions"),
    path(f"{WORK}decisions/<int:decision_id>/", committees.decision, name="decision"),
    path("contrats-de-ville/", public.contract_list, name="contracts"),
    path("contrats-de-ville/decrire/", contracts.create, name="create_contract"),
    path("contrats-de-ville/<slug:slug>/", public.contract, name="contract"),
    path("contrats-de-ville/<slug:slug>/modifier/", contracts.edit, name="edit_contract"),
    path("contrats-de-ville/<slug:slug>/signataires/", contracts.links, name="contract_links"),
]
