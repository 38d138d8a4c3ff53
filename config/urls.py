"""Mounts each room's pages."""

from django.urls import URLPattern, URLResolver, include, path

from config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quartiers.web.urls")),
    path("", include("quartiers.territory.urls")),
    path("api/", api.urls),
]
