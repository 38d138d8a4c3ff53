"""Who enters the working pages of a Cité: its own people, and nobody knows what stands behind the door of another."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from quartiers.actors.models import Cite
from quartiers.actors.queries.cites import find_cite
from quartiers.actors.rules.roles import Role
from quartiers.office.authors import happens_in
from quartiers.web.access import ADMINISTRATION, JOURNAL, Viewer, known_viewer, refusal, signed_in

MANAGE = "cite.manage"
WorkView = Callable[..., HttpResponse]
FileView = Callable[..., HttpResponseBase]


def is_inside(viewer: Viewer, cite: Cite) -> bool:
    """Whether she has a role in this Cité, in the organisation in use, or runs the installation."""
    return any(one == cite.pk for one, _ in viewer.cites) or runs_installation(viewer)


def may_manage(viewer: Viewer, cite: Cite) -> bool:
    """Whether she coordinates this very Cité, second factor shown, or runs the installation."""
    coordinates = (cite.pk, Role.COORDINATOR) in viewer.cites and viewer.may(MANAGE)
    return coordinates or viewer.may(ADMINISTRATION)


def may_read_agreements(viewer: Viewer, cite: Cite) -> bool:
    """Whether she may open what the partners signed, second factor shown."""
    watches = (cite.pk, Role.DATA_PROTECTION_OFFICER) in viewer.cites and viewer.may(JOURNAL)
    return watches or may_manage(viewer, cite)


def runs_installation(viewer: Viewer) -> bool:
    return ADMINISTRATION in viewer.capabilities | viewer.locked


def working(view: WorkView) -> Callable[..., HttpResponse]:
    """Open a working page to those who have a role in its Cité; the view gets the Cité in place of its slug."""

    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        refused = refusal(request, signed_in)
        return refused or view(request, entered(request, slug), **more)

    update_wrapper(guarded, view)
    return guarded


def managing(view: WorkView) -> Callable[..., HttpResponse]:
    """Open a page to those who coordinate its Cité."""

    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        cite = entered(request, slug)
        viewer = known_viewer(request)
        if not may_manage(viewer, cite):
            locked = runs_installation(viewer) or (cite.pk, Role.COORDINATOR) in viewer.cites
            refused = refusal(request, ADMINISTRATION if runs_installation(viewer) else MANAGE) if locked else None
            if refused is None:
                raise PermissionDenied
            return refused
        return view(request, cite, **more)

    update_wrapper(guarded, view)
    return guarded


def agreements(view: FileView) -> Callable[..., HttpResponseBase]:
    """Open what was signed to those who coordinate the Cité and to its data protection officer."""

    def guarded(request: HttpRequest, slug: str, **more: Any) -> HttpResponseBase:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        cite = entered(request, slug)
        if not may_read_agreements(known_viewer(request), cite):
            raise PermissionDenied
        return view(request, cite, **more)

    update_wrapper(guarded, view)
    return guarded


def entered(request: HttpRequest, slug: str) -> Cite:
    """The Cité, for somebody who belongs there.

    Raises:
        Http404: there is none, or she has no business there.
    """
    cite: Cite | None = find_cite(slug)
    if cite is None or not is_inside(known_viewer(request), cite):
        raise Http404
    happens_in(request, cite.pk)
    return cite
