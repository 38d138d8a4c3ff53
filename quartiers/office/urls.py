"""Pages of the office: what is kept, and how long."""

from django.urls import path

from quartiers.office.views import retention

app_name = "office"
urlpatterns = [
    path("donnees-personnelles/durees/", retention.retention, name="retention"),
]
