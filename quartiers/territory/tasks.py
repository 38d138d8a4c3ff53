"""What this room does in the background."""

from datetime import date
from typing import Any

from django.utils import timezone

from quartiers.office.actions import Run, job_handler
from quartiers.territory import actions
from quartiers.territory.actions.files import FILE_LOCATION
from quartiers.territory.actions.lookups import ADDRESS_LOOKUP
from quartiers.territory.geocoding import geocoder


@job_handler(ADDRESS_LOOKUP, label="adresse à vérifier", repeatable=True)
def look_up_address(run: Run) -> dict[str, Any]:
    return actions.look_up(run.job.payload, geocoder(today=timezone.localdate(run.clock())))


@job_handler(FILE_LOCATION, label="fichier à compléter")
def locate_uploaded_file(run: Run) -> dict[str, Any]:
    return actions.locate_uploaded_file(
        run.job.token,
        on=date.fromisoformat(run.job.payload["on"]),
        geocoder=geocoder(today=timezone.localdate(run.clock())),
        progress=run.progress,
    )
