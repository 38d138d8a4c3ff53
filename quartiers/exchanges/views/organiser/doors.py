"""Who enters the pages of a cycle: the members of its organiser read, its administrators act; others get 404.

Names and addresses of participants are only for those who act: reading pages hold counts and words.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from quartiers.exchanges.models import Cycle, NeedGroup, Practice, Session
from quartiers.exchanges.queries import board, organised
from quartiers.exchanges.queries.afterwards import practice_of
from quartiers.web.access import Viewer, known_viewer, refusal, signed_in

MANAGE = "organisation.manage"
WorkView = Callable[..., HttpResponseBase]


def belongs(viewer: Viewer) -> bool:
    """A rule: whoever has an organisation in use."""
    return viewer.organisation_id is not None


def organisation_in_use(request: HttpRequest) -> int:
    """The organisation behind the guard ``belongs`` or ``MANAGE``."""
    number = known_viewer(request).organisation_id
    if number is None:
        raise Http404
    return number


def reading(view: WorkView) -> WorkView:
    """Open a page to the members of the organiser; the view gets the cycle or the session in place of its number."""
    return _guarded(view, acts=False)


def acting(view: WorkView) -> WorkView:
    """Open a page to the administrators of the organiser, second factor shown."""
    return _guarded(view, acts=True)


def _guarded(view: WorkView, *, acts: bool) -> WorkView:
    def guarded(request: HttpRequest, **found: Any) -> HttpResponseBase:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        subject = _subject(organisation_in_use(request), found)
        refused = refusal(request, MANAGE) if acts else None
        return refused or view(request, subject, **found)

    update_wrapper(guarded, view)
    return guarded


def _subject(organisation_id: int, found: dict[str, Any]) -> Cycle | Session | NeedGroup | Practice:
    """What the address names, if it is theirs; taken out of ``found``."""
    subject: Cycle | Session | NeedGroup | Practice | None
    if "group_id" in found:
        subject = board.group_of(found.pop("group_id"), organisation_id)
    elif "practice_id" in found:
        subject = practice_of(found.pop("practice_id"), organisation_id)
    elif "session_id" in found:
        subject = organised.session_of(found.pop("session_id"), organisation_id)
    else:
        subject = organised.cycles_of(organisation_id).filter(pk=found.pop("cycle_id")).first()
    if subject is None:
        raise Http404
    return subject


def frame(request: HttpRequest, cycle: Cycle, page: str, here: str) -> dict[str, Any]:
    """What every page of a cycle shows: where one is, the faces of the cycle, whether one may act.

    Args:
        request: its viewer is known.
        cycle: it.
        page: name of the address, when it is one of the tabs.
        here: last word of the breadcrumb.
    """
    acts = known_viewer(request).may(MANAGE)
    tabs = [("Séances", "exchanges:organise"), ("Besoins", "exchanges:needs"), ("Statistiques", "exchanges:figures")]
    if acts:
        tabs.insert(1, ("Inscrits", "exchanges:people"))
    crumbs = [("Mes cycles", reverse("exchanges:organised"))]
    if here:
        crumbs.append((cycle.title, reverse("exchanges:organise", args=[cycle.pk])))
    return {
        "cycle": cycle,
        "acts": acts,
        "tabs": [(label, reverse(name, args=[cycle.pk]), name == page) for label, name in tabs],
        "crumbs": [*crumbs, (here or cycle.title, "")],
    }
