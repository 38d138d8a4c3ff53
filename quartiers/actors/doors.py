"""Who enters where, for the rooms above too: who works somewhere, what a Cité lets read, who changes an organisation.

What the directory says of an organisation is changed by its own administrators, or by who runs the installation.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from quartiers.actors.queries.organisations import find_structure
from quartiers.actors.rules import Role
from quartiers.web.access import ADMINISTRATION, Viewer, refusal, signed_in, viewer_of

MANAGE = "organisation.manage"
#: Roles in a Cité that read what its partners follow there.
READERS = (Role.COORDINATOR, Role.OBSERVER)
EditingView = Callable[..., HttpResponse]


def belongs(viewer: Viewer) -> bool:
    """A rule: whoever has an organisation in use."""
    return viewer.organisation_id is not None


def cites_read_by(viewer: Viewer) -> list[int]:
    """The Cités whose shared work she reads."""
    return [cite for cite, role in viewer.cites if role in READERS]


def may_edit(viewer: Viewer, organisation_id: int) -> bool:
    """Whether she administers this very organisation, second factor shown, or runs the installation."""
    return viewer.may(ADMINISTRATION) or (viewer.organisation_id == organisation_id and viewer.may(MANAGE))


def editing(view: EditingView) -> Callable[..., HttpResponse]:
    """Open a page to those who may edit its organisation; the view gets the organisation in place of its number."""

    def guarded(request: HttpRequest, organisation_id: int, **more: Any) -> HttpResponse:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        found = find_structure(organisation_id)
        if found is None:
            raise Http404
        viewer = viewer_of(request)
        own = (
            viewer is not None and viewer.organisation_id == found.pk and MANAGE in viewer.capabilities | viewer.locked
        )
        refused = refusal(request, MANAGE if own else ADMINISTRATION)
        return refused or view(request, found, **more)

    update_wrapper(guarded, view)
    return guarded


def administering(view: EditingView) -> Callable[..., HttpResponse]:
    """Open a page about an organisation to those who run the installation."""

    def guarded(request: HttpRequest, organisation_id: int, **more: Any) -> HttpResponse:
        refused = refusal(request, ADMINISTRATION)
        if refused is not None:
            return refused
        found = find_structure(organisation_id)
        if found is None:
            raise Http404
        return view(request, found, **more)

    update_wrapper(guarded, view)
    return guarded
