"""What waits for an employer of insertion: announcements that stop to be believed unless it confirms them."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from quartiers.iae.queries.employers import confirmation_days
from quartiers.iae.rules.employers import is_employer
from quartiers.iae.rules.posts import Freshness, freshness
from quartiers.iae.rules.values import POST_FRESH_DAYS, POST_OLD_DAYS
from quartiers.kernel.french import quantity
from quartiers.kernel.waiting import Urgency, Waiting, pressing
from quartiers.web.access import Viewer

ACTION = "Confirmer les annonces"


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """One query for who works for an employer of insertion, none for others."""
    if viewer.organisation_id is None or not is_employer(viewer.kind):
        return []
    today, days = timezone.localdate(now), confirmation_days(viewer.organisation_id)
    if not days:
        return []
    page = reverse("iae:employer", args=[viewer.organisation_id])
    old = [day for day in days if freshness(day, on=today) is not Freshness.FRESH]
    if not old:
        first = days[0] + timedelta(days=POST_OLD_DAYS.on(today))
        return [Waiting("Annonces à confirmer", viewer.organisation, page, ACTION, first, Urgency.COMING)]
    last = old[0] + timedelta(days=POST_FRESH_DAYS.on(today) - 1)
    words = quantity(len(old), "annonce à confirmer", "annonces à confirmer")
    title = f"{words} pour rester dans la liste publique"
    return [Waiting(title, viewer.organisation, page, ACTION, last, pressing(last, today=today))]
