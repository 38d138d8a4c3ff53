"""Pages of the office: who did what, what is kept."""

from django.urls import path

from quartiers.office.views import journal, retention

app_name = "office"
urlpatterns = [
    path("administration/journal/", journal.journal, name="journal"),
    path("donnees-personnelles/durees/", retention.retention, name="retention"),
]
