"""The front doors: pages of one audience, that cross rooms."""

from django.urls import path

from quartiers.desks.views import desk, economy, home, search

app_name = "desks"
urlpatterns = [
    path("", home.home, name="home"),
    path("espace/", desk.desk, name="desk"),
    path("espace/compte/", desk.count, name="count"),
    path("rechercher/", search.search, name="search"),
    path("employeurs-et-acheteurs/", economy.economy, name="economy"),
]
