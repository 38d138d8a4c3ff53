"""Pages that hold no domain: rules, health."""

from django.urls import path

from quartiers.web.views import health, rules

app_name = "web"
urlpatterns = [
    path("regles/", rules.rules, name="rules"),
    path("sante/", health.health, name="health"),
]
