"""Mounts each room's pages."""

from django.urls import URLPattern, URLResolver, include, path

from config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quartiers.web.urls")),
    path("", include("quartiers.desks.urls")),
    path("", include("quartiers.office.urls")),
    path("", include("quartiers.territory.urls")),
    path("", include("quartiers.actors.urls")),
    path("compte/", include("quartiers.actors.sign_in_urls")),
    path("", include("quartiers.actors.cite_urls")),
    path("", include("quartiers.exchanges.urls")),
    path("", include("quartiers.iae.urls")),
    path("", include("quartiers.procurement.urls")),
    path("", include("quartiers.actors.structure_urls")),
    path("api/", api.urls),
]

handler429 = "quartiers.web.throttle.too_many"
handler400 = "quartiers.web.errors.bad_request"
handler403 = "quartiers.web.errors.forbidden"
handler404 = "quartiers.web.errors.not_found"
handler500 = "quartiers.web.errors.server_error"
