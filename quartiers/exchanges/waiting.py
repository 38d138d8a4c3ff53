"""What waits for who organises exchanges: the next session and what it lacks, presences to note, needs to answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from quartiers.exchanges.queries import awaited
from quartiers.exchanges.queries.awaited import ComingSession
from quartiers.kernel.french import NBSP, quantity
from quartiers.kernel.waiting import Urgency, Waiting
from quartiers.web.access import Viewer


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """Three queries for who has an organisation, none for others."""
    if viewer.organisation_id is None:
        return []
    us, number = viewer.organisation, viewer.organisation_id
    found = [_coming(one, us) for one in awaited.coming(number, now=now)]
    for session in awaited.presences_to_note(number, now=now):
        page = reverse("exchanges:attendance", args=[session.pk])
        day = session.ends_at.astimezone(ZoneInfo(session.cycle.zone)).date()
        found.append(Waiting(f"Présences à noter, {session.title}", us, page, "Noter les présences", day))
    for cycle in awaited.needs_to_answer(number):
        words = quantity(cycle.new_needs, "besoin exprimé attend", "besoins exprimés attendent")
        page = reverse("exchanges:needs", args=[cycle.pk])
        found.append(Waiting(f"{words} une réponse, {cycle.title}", us, page, "Lire les besoins"))
    return found


def _coming(one: ComingSession, us: str) -> Waiting:
    """A session that lacks nothing is a date to know; else somebody must complete it before."""
    day = one.session.starts_at.astimezone(ZoneInfo(one.session.cycle.zone)).date()
    people = quantity(one.confirmed, "personne inscrite", "personnes inscrites")
    if not one.lacks:
        page = reverse("exchanges:organise", args=[one.session.cycle_id])
        return Waiting(f"{one.session.title}, {people}", us, page, "Voir le cycle", day, Urgency.COMING)
    page = reverse("exchanges:edit_session", args=[one.session.pk])
    return Waiting(
        f"{one.session.title}{NBSP}: il manque {', '.join(one.lacks)}", us, page, "Compléter la séance", day
    )
