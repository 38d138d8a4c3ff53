"""The demonstration of this room: employers with their posts, projects, plans, gaps around invented structures."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from quartiers.iae.actions.zones import compute_zones
from quartiers.iae.demo import employers, funding, projects


def load(today: date) -> str:
    """Add what the pages need; French sentences say what was done."""
    now = make_aware(datetime.combine(today, time()))
    posts = " ".join(filter(None, (employers.load(today, now), projects.load(today, now), funding.load(today, now))))
    report = compute_zones(now=now)
    if not report.computed:
        return f"{posts} Les zones blanches de l’exemple sont déjà calculées."
    return f"{posts} Les zones blanches sont calculées autour des structures inventées."
