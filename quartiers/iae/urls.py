"""Insertion by economic activity: simulators, employers and their posts, gaps, projects and their funding."""

from django.urls import path

from quartiers.iae.employer_urls import EMPLOYERS
from quartiers.iae.funding_urls import FUNDING
from quartiers.iae.project_urls import PROJECTS
from quartiers.iae.views import kinds, simulators
from quartiers.iae.zone_urls import ZONES

app_name = "iae"
urlpatterns = [
    path("simulateurs/", simulators.simulators, name="simulators"),
    path("simulateurs/eligibilite/", simulators.eligibility, name="eligibility"),
    path("simulateurs/pass-iae/", simulators.pass_iae, name="pass"),
    path("simulateurs/geiq/", simulators.geiq, name="geiq"),
    path("simulateurs/structures/", kinds.kinds, name="kinds"),
    *EMPLOYERS,
    *FUNDING,
    *PROJECTS,
    *ZONES,
]
