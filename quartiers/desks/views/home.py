"""The first page: one question, four doors by who one is, the sessions to come, what stands here.

What stands under the question is the same for everybody: it is written once a minute, and kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from quartiers.actors.queries import directory
from quartiers.actors.queries.cites import cites
from quartiers.exchanges.queries import public
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.shown import hour
from quartiers.iae.queries import employers
from quartiers.kernel.french import SHORT_MONTHS, long_day
from quartiers.procurement.queries import published
from quartiers.territory.queries import places
from quartiers.web.context import installation

EXAMPLE = "12 rue de la Paix, Narbonne"
KEPT_S = 60
MOST_CITES = 4


@dataclass(frozen=True)
class Door:
    """A way in: who comes, what they want, the page that does it."""

    who: str
    what: str
    action: str
    page: str

    @property
    def address(self) -> str:
        return reverse(self.page)


DOORS = (
    Door(
        "J’habite un quartier",
        "Qui peut m’aider à trouver du travail\u202f?",
        "Trouver une structure",
        "structures:list",
    ),
    Door(
        "J’emploie",
        "Avec qui recruter, et former, près d’ici\u202f?",
        "Voir les employeurs d’insertion",
        "iae:employers",
    ),
    Door(
        "J’achète",
        "Ma clause sociale ou environnementale tient-elle\u202f?",
        "Vérifier mon marché",
        "procurement:check",
    ),
    Door(
        "J’accompagne",
        "Cette personne peut-elle entrer en insertion\u202f?",
        "Vérifier l’éligibilité",
        "iae:eligibility",
    ),
)


@dataclass(frozen=True)
class Figure:
    """A number that is a door."""

    value: int
    words: str
    page: str


@dataclass(frozen=True)
class OnThread:
    """A session on the thread: its day in two words, the whole date for who listens, its hours."""

    shown: SessionShown
    day: str
    month: str
    date: str
    hours: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The address form posts to its own page, which answers."""
    return render(request, "desks/home.html", {"example": EXAMPLE, "below": _below(now=timezone.now())})


def _below(*, now: datetime) -> SafeString:
    """Doors, sessions and figures; no query while they are kept."""
    name = f"desks.home.{now:%Y%m%d%H%M}"
    found: str | None = cache.get(name)
    if found is None:
        found = str(render_to_string("desks/_home_below.html", _context(now)))
        cache.set(name, found, KEPT_S)
    return mark_safe(found)


def _context(now: datetime) -> dict[str, object]:
    """Nine queries, whatever is loaded."""
    today = timezone.localdate(now)
    loaded = places.summary()
    coming = public.next_cycle(now=now)
    return {
        **installation(),
        "doors": DOORS,
        "loaded": loaded,
        "figures": _figures(loaded, today),
        "cycle": coming[0].session.cycle if coming else None,
        "sessions": [_on_thread(one) for one in coming],
        "cites": list(cites()[:MOST_CITES]),
    }


def _figures(loaded: places.Summary, today: date) -> list[Figure]:
    """What there is; what is not loaded is not counted as nothing."""
    structures, openings, whole = directory.count(), employers.openings(today), published.whole()
    found = [
        Figure(loaded.neighbourhoods_2024, "quartiers prioritaires de la liste de 2024", "territory:neighbourhoods"),
        Figure(loaded.communes, "communes, avec leur intercommunalité", "territory:communes"),
        Figure(structures, "structures à qui s’adresser", "structures:list"),
        Figure(openings, "postes ouverts en insertion", "iae:posts"),
        Figure(whole.total if whole else 0, "contrats publics publiés", "procurement:published"),
    ]
    return [one for one in found if one.value]


def _on_thread(one: SessionShown) -> OnThread:
    session, zone = one.session, one.session.cycle.zone
    start = session.starts_at.astimezone(ZoneInfo(zone))
    hours = f"{hour(session.starts_at, zone)} à {hour(session.ends_at, zone)}"
    return OnThread(one, str(start.day), SHORT_MONTHS[start.month - 1], long_day(start.date()), hours)
