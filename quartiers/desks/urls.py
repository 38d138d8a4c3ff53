"""The front doors: pages of one audience, that cross rooms."""

from django.urls import path

from quartiers.desks.views import desk, economy, home, neighbourhood, search

app_name = "desks"
urlpatterns = [
    path("", home.home, name="home"),
    path("espace/", desk.desk, name="desk"),
    path("espace/compte/", desk.count, name="count"),
    path("quartiers/<str:code>/", neighbourhood.neighbourhood, name="neighbourhood"),
    path("rechercher/", search.search, name="search"),
    path("employeurs-et-acheteurs/", economy.economy, name="economy"),
]
