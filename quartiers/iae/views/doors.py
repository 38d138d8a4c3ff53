"""Doors of what an organisation follows here: it writes, its Cité reads, for the others it does not exist."""

from collections.abc import Callable, Collection
from functools import update_wrapper
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from quartiers.actors.doors import cites_read_by
from quartiers.web.access import known_viewer, refusal, signed_in

View = Callable[..., HttpResponseBase]
Find = Callable[[int, int | None, Collection[int]], Any]


def opening(find: Find, name: str, *, writes: bool) -> Callable[[View], View]:
    """Open a page to who may see one row, or change it; the view gets the row in place of its number.

    Args:
        find: the row, if this organisation or these Cités may see it; it has an ``owner_id``.
        name: of its number in the address.
        writes: whether the page changes it.
    """

    def decorate(view: View) -> View:
        def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
            refused = refusal(request, signed_in)
            if refused is not None:
                return refused
            viewer = known_viewer(request)
            found = find(named.pop(name), viewer.organisation_id, cites_read_by(viewer))
            if found is None:
                raise Http404
            if writes and viewer.organisation_id != found.owner_id:
                raise PermissionDenied
            return view(request, found, **named)

        update_wrapper(guarded, view)
        return guarded

    return decorate
