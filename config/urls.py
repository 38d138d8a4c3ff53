"""Mounts each room's pages."""

from django.urls import URLPattern, URLResolver, include, path

from config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quartiers.web.urls")),
    path("api/", api.urls),
]
