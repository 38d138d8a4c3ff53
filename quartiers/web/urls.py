"""Pages that hold no domain: how to read, what the law asks to publish, help, rules, health."""

from django.urls import path

from quartiers.web.views import gallery, health, legal, reading, rules

app_name = "web"
urlpatterns = [
    path("lecture/", reading.reading, name="reading"),
    path("aide/", legal.help_page, name="help"),
    path("accessibilite/", legal.accessibility, name="accessibility"),
    path("mentions-legales/", legal.legal_notice, name="legal_notice"),
    path("donnees-personnelles/", legal.personal_data, name="personal_data"),
    path("composants/", gallery.gallery, name="gallery"),
    path("regles/", rules.rules, name="rules"),
    path("sante/", health.health, name="health"),
]
