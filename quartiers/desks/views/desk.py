"""«À traiter»: the first page of who works here. What waits for her, the next days, then her doors."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartiers.actors import queries
from quartiers.actors.queries.cites import cites_at
from quartiers.desks.gathered import Gathered, gathered
from quartiers.kernel.french import long_day, quantity, short_day
from quartiers.kernel.waiting import Urgency, Waiting
from quartiers.web.access import Viewer, known_viewer, requires, signed_in

NOWHERE = "Vous n’êtes d’aucune organisation pour l’instant\u202f: une invitation vous y fera entrer."
NOTHING = "Rien n’attend votre réponse."
COUNT_SECONDS = 60


@require_safe
@requires(signed_in)
def desk(request: HttpRequest) -> HttpResponse:
    viewer, today = known_viewer(request), timezone.localdate()
    found = gathered(viewer, now=timezone.now())
    account = queries.account(viewer.user_id)
    context = {
        "greeting": f"Bonjour {account.first_name}".strip(),
        "lead": _lead(viewer, found, today),
        "open": [(one, *_pressure(one, today)) for one in found.open],
        "coming": [(one, _when(one.on, today)) for one in found.coming],
        "nothing": _nothing(found),
        "cites": cites_at(one for one, _ in viewer.cites),
    }
    return render(request, "desks/desk.html", context)


@require_safe
@requires(signed_in)
def count(request: HttpRequest) -> HttpResponse:
    """The number beside «À traiter»: asked by the page once it is shown, then kept a minute by the browser."""
    found = gathered(known_viewer(request), now=timezone.now())
    answer = render(request, "desks/_count.html", {"count": len(found.open)})
    answer["Cache-Control"] = f"private, max-age={COUNT_SECONDS}"
    return answer


def _lead(viewer: Viewer, found: Gathered, today: date) -> str:
    """The day, and how much waits."""
    if not viewer.organisation and not viewer.roles:
        return NOWHERE
    said = quantity(len(found.open), "chose attend", "choses attendent") if found.open else ""
    late = f", dont {quantity(found.late, 'en retard', 'en retard')}" if found.late else ""
    waits = f"{said} une réponse{late}." if said else NOTHING
    return f"{long_day(today).capitalize()}. {waits}"


def _nothing(found: Gathered) -> str:
    next_on = found.next_on
    return f"La prochaine échéance est {long_day(next_on)}." if next_on else "Aucune échéance n’est connue."


def _pressure(one: Waiting, today: date) -> tuple[str, str, str]:
    """Kind and words of the badge, then the day; no badge for what has no day."""
    if one.urgency is Urgency.LATE:
        return "bad", "en retard", _when(one.on, today)
    if one.on is not None and (one.on - today).days in range(15):
        return "warn", "bientôt", _when(one.on, today)
    return "", "", _when(one.on, today)


def _when(on: date | None, today: date) -> str:
    """The day, with how far it is when it is near.

    >>> _when(date(2026, 11, 26), date(2026, 11, 23)).replace(chr(160), " ")
    '26 nov. 2026, dans 3 jours'
    """
    if on is None:
        return ""
    days = (on - today).days
    near = {0: "aujourd’hui", 1: "demain", -1: "hier"}.get(days)
    if near is None and abs(days) <= 31:
        near = f"dans {quantity(days, 'jour')}" if days > 0 else f"il y a {quantity(-days, 'jour')}"
    return f"{short_day(on)}, {near}" if near else short_day(on)
