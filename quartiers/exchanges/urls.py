"""Exchanges: public pages, and what personal links open."""

from django.urls import path

from quartiers.exchanges.views import mine, public

app_name = "exchanges"
urlpatterns = [
    path("echanges/", public.cycles, name="cycles"),
    path("echanges/pratiques/", public.practices, name="practices"),
    path("echanges/pratiques/<int:number>/", public.practice, name="practice"),
    path("echanges/mes-inscriptions/<str:token>/", mine.mine, name="mine"),
    path("echanges/mes-inscriptions/<str:token>/question/", mine.need, name="need"),
    path("echanges/mes-inscriptions/<str:token>/donnees.json", mine.my_data, name="my_data"),
    path("echanges/mes-inscriptions/<str:token>/effacer/", mine.erase, name="erase"),
    path("echanges/<slug:slug>/", public.cycle, name="cycle"),
    path("echanges/<slug:slug>/merci/", public.thanks, name="thanks"),
    path("echanges/<slug:slug>/agenda.ics", public.calendar, name="calendar"),
    path("r/<str:token>/<int:session_id>/", mine.join, name="join"),
]
