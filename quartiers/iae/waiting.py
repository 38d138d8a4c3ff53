"""What waits for an employer of insertion: announcements that stop to be believed unless it confirms them."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from quartiers.iae.queries.employers import posts_to_confirm
from quartiers.iae.rules.employers import is_employer
from quartiers.iae.rules.values import POST_FRESH_DAYS
from quartiers.kernel.french import quantity
from quartiers.kernel.waiting import Waiting, pressing
from quartiers.web.access import Viewer


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """One query for who works for an employer of insertion, none for others."""
    if viewer.organisation_id is None or not is_employer(viewer.kind):
        return []
    today = timezone.localdate(now)
    days = posts_to_confirm(viewer.organisation_id, today)
    if not days:
        return []
    last = min(days) + timedelta(days=POST_FRESH_DAYS.on(today) - 1)
    words = quantity(len(days), "annonce à confirmer", "annonces à confirmer")
    title = f"{words} pour rester dans la liste publique"
    page = reverse("iae:employer", args=[viewer.organisation_id])
    return [Waiting(title, viewer.organisation, page, "Confirmer les annonces", last, pressing(last, today=today))]
