"""What this room adds to the page of a structure in the directory."""

from django.urls import reverse

from quartiers.iae.rules.employers import is_employer


def links(organisation_id: int, kind: str) -> list[tuple[str, str]]:
    """Words and address of each page about this structure."""
    if not is_employer(kind):
        return []
    return [("Activités et postes en insertion", reverse("iae:employer", args=[organisation_id]))]
