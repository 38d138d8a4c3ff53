"""Who enters the pages of a cycle: the members of its organiser read, its administrators act; others get 404.

A host runs the sessions: attendance, and the room. A data protection officer answers people who ask for their data,
and reads the journal. Both show a second factor, as administrators do. Names and addresses of participants are for
none but these: reading pages hold counts and words.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from quartiers.exchanges.models import Cycle, NeedGroup, Practice, Session
from quartiers.exchanges.queries import board, organised
from quartiers.exchanges.queries.afterwards import practice_of
from quartiers.exchanges.queries.roles import has_role
from quartiers.exchanges.rules import DeskRole
from quartiers.web.access import Viewer, known_viewer, refusal, second_factor_first, signed_in

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
    return _guarded(view, lambda request: None)


def acting(view: WorkView) -> WorkView:
    """Open a page to the administrators of the organiser, second factor shown."""
    return _guarded(view, lambda request: refusal(request, MANAGE))


def hosting(view: WorkView) -> WorkView:
    """Open a page to the administrators and the hosts of the organiser, second factor shown."""
    return _guarded(view, lambda request: _unless(request, DeskRole.HOST))


def protecting(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a page of a whole organisation to its administrators and its data protection officers."""

    def guarded(request: HttpRequest, **found: Any) -> HttpResponseBase:
        refused = refusal(request, belongs) or _unless(request, DeskRole.OFFICER)
        return refused or view(request, **found)

    update_wrapper(guarded, view)
    return guarded


def is_helper(request: HttpRequest, role: DeskRole) -> bool:
    """Whether she may do what this role does, as an administrator or as a helper; the second factor aside."""
    viewer = known_viewer(request)
    administers = viewer.may(MANAGE) or MANAGE in viewer.locked
    return administers or has_role(viewer.organisation_id, viewer.user_id, role)


def _unless(request: HttpRequest, role: DeskRole) -> HttpResponse | None:
    """The way to the second factor; None for who holds this role, or administers.

    Raises:
        PermissionDenied: for who does neither.
    """
    if not is_helper(request, role):
        raise PermissionDenied
    return None if known_viewer(request).proved else second_factor_first(request)


def _guarded(view: WorkView, shuts: Callable[[HttpRequest], HttpResponse | None]) -> WorkView:
    def guarded(request: HttpRequest, **found: Any) -> HttpResponseBase:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        subject = _subject(organisation_in_use(request), found)
        return shuts(request) or view(request, subject, **found)

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
        "hosts": is_helper(request, DeskRole.HOST),
        "tabs": [(label, reverse(name, args=[cycle.pk]), name == page) for label, name in tabs],
        "crumbs": [*crumbs, (here or cycle.title, "")],
    }
