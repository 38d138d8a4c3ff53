"""Exchanges: public pages, what personal links open, and the pages of those who organise."""

from django.urls import include, path

from quartiers.exchanges.views import figures, mine, public
from quartiers.exchanges.views.organiser import afterwards, cycles, needs, people, roles, sessions

app_name = "exchanges"
organiser = [
    path("", cycles.organised_cycles, name="organised"),
    path("nouveau/", cycles.new_cycle, name="new_cycle"),
    path("roles/", roles.helpers, name="helpers"),
    path("droits/", roles.rights, name="rights"),
    path("droits/<int:participant_id>/donnees.json", roles.data_of, name="data_of"),
    path("droits/<int:participant_id>/effacer/", roles.erase_for, name="erase_for"),
    path("<int:cycle_id>/", cycles.organise, name="organise"),
    path("<int:cycle_id>/modifier/", cycles.edit_cycle, name="edit_cycle"),
    path("<int:cycle_id>/copier/", cycles.copy_cycle, name="copy_cycle"),
    path("<int:cycle_id>/etat/", cycles.step, name="step"),
    path("<int:cycle_id>/questions/", afterwards.questions, name="questions"),
    path("<int:cycle_id>/seance/", sessions.new_session, name="new_session"),
    path("<int:cycle_id>/inscrits/", people.people, name="people"),
    path("<int:cycle_id>/inscrire/", people.enter, name="enter"),
    path("<int:cycle_id>/besoins/", needs.needs, name="needs"),
    path("<int:cycle_id>/besoins/trier/", needs.sort_needs, name="sort_needs"),
    path("besoins/<int:group_id>/", needs.group, name="group"),
    path("besoins/<int:group_id>/repondre/", needs.answer, name="answer"),
    path("besoins/<int:group_id>/fusionner/", needs.merge, name="merge"),
    path("besoins/<int:group_id>/second-groupe/", needs.second_group, name="second_group"),
    path("besoins/<int:group_id>/inviter/", needs.invite, name="invite"),
    path("<int:cycle_id>/statistiques/", figures.figures_of, name="figures"),
    path("seances/<int:session_id>/", sessions.edit_session, name="edit_session"),
    path("seances/<int:session_id>/etat/", sessions.session_step, name="session_step"),
    path("seances/<int:session_id>/programme/", sessions.programme, name="programme"),
    path("seances/<int:session_id>/salle/", people.room, name="room"),
    path("seances/<int:session_id>/suites/", afterwards.afterwards, name="afterwards"),
    path("seances/<int:session_id>/suites/envoyer/", afterwards.send_resources, name="send_resources"),
    path("seances/<int:session_id>/pratique/", afterwards.new_practice, name="new_practice"),
    path("pratiques/<int:practice_id>/", afterwards.edit_practice, name="edit_practice"),
    path("seances/<int:session_id>/presences/", people.attendance, name="attendance"),
    path("seances/<int:session_id>/presences/liste/", people.import_attendance, name="import_attendance"),
]
urlpatterns = [
    path("echanges/", public.cycles, name="cycles"),
    path("echanges/organiser/", include(organiser)),
    path("echanges/pratiques/", public.practices, name="practices"),
    path("echanges/pratiques/<int:number>/", public.practice, name="practice"),
    path("echanges/mes-inscriptions/<str:token>/", mine.mine, name="mine"),
    path("echanges/mes-inscriptions/<str:token>/question/", mine.need, name="need"),
    path("echanges/mes-inscriptions/<str:token>/donnees.json", mine.my_data, name="my_data"),
    path("echanges/mes-inscriptions/<str:token>/effacer/", mine.erase, name="erase"),
    path("echanges/mes-inscriptions/<str:token>/liens/", mine.renew, name="renew"),
    path("echanges/ne-plus-recevoir/<str:token>/", mine.unsubscribe, name="unsubscribe"),
    path("echanges/attestation/<str:code>/", public.check_certificate, name="check_certificate"),
    path("echanges/attestation/<str:token>/<int:session_id>/", mine.certificate, name="certificate"),
    path("echanges/avis/<str:token>/<int:session_id>/", mine.survey, name="survey"),
    path("echanges/invitation/<str:token>/<int:session_id>/", mine.invitation, name="invitation"),
    path("echanges/<slug:slug>/", public.cycle, name="cycle"),
    path("echanges/<slug:slug>/merci/", public.thanks, name="thanks"),
    path("echanges/<slug:slug>/chiffres/", figures.public_figures, name="public_figures"),
    path("echanges/<slug:slug>/mon-lien/", public.lost_link, name="lost_link"),
    path("echanges/<slug:slug>/agenda.ics", public.calendar, name="calendar"),
    path("r/<str:token>/<int:session_id>/", mine.join, name="join"),
]
