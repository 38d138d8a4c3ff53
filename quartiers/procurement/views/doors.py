"""Who enters an operation: who follows it and who buys write, the Cité reads, others get 404.

Amounts are confidential before they are published: who runs the installation does not enter either.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from quartiers.actors.doors import cites_read_by
from quartiers.kernel.typed import row_number
from quartiers.procurement.models import Contract, Operation
from quartiers.procurement.queries import operations as queries
from quartiers.web.access import Viewer, known_viewer, refusal, signed_in, viewer_of

#: The contract that clauses or a check are for, as an address or a form names it.
ABOUT = "contrat"
WorkView = Callable[..., HttpResponseBase]


def may_write(viewer: Viewer, operation: Operation) -> bool:
    return viewer.organisation_id in {operation.owner_id, operation.buyer_id}


def contract_asked(request: HttpRequest) -> Contract | None:
    """The contract that the address or the form is about, if this viewer may see it; None otherwise."""
    number = (request.POST if request.method == "POST" else request.GET).get(ABOUT, "")
    viewer, contract_id = viewer_of(request), row_number(number)
    if viewer is None or contract_id is None:
        return None
    return queries.find_contract(contract_id, viewer.organisation_id, cites_read_by(viewer))


def reading(view: WorkView) -> WorkView:
    """Open a page to who may see the operation; the view gets it, or its contract, in place of its number."""
    return _guarded(view, writes=False)


def writing(view: WorkView) -> WorkView:
    """Open a page to who may change the operation; 403 for who only reads it."""
    return _guarded(view, writes=True)


def _guarded(view: WorkView, *, writes: bool) -> WorkView:
    def guarded(request: HttpRequest, **found: Any) -> HttpResponseBase:
        refused = refusal(request, signed_in)
        if refused is not None:
            return refused
        viewer = known_viewer(request)
        subject = _subject(viewer, found)
        operation = subject.operation if isinstance(subject, Contract) else subject
        if writes and not may_write(viewer, operation):
            raise PermissionDenied
        return view(request, subject, **found)

    update_wrapper(guarded, view)
    return guarded


def _subject(viewer: Viewer, found: dict[str, Any]) -> Operation | Contract:
    """What the address names, if it may be seen; taken out of ``found``."""
    organisation_id, cites = viewer.organisation_id, cites_read_by(viewer)
    subject: Operation | Contract | None
    if "contract_id" in found:
        subject = queries.find_contract(found.pop("contract_id"), organisation_id, cites)
    else:
        subject = queries.find_operation(found.pop("operation_id"), organisation_id, cites)
    if subject is None:
        raise Http404
    return subject
