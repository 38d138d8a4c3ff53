"""From a request to the author of what it does, for the journal."""

from django.http import HttpRequest

from quartiers.office.rules import Author
from quartiers.web.access import viewer_of
from quartiers.web.middleware import REQUEST_ID

CITE = "quartiers.cite"


def author_of(request: HttpRequest) -> Author:
    """The account in front of the screen, its organisation in use, and the request; a visitor has no account."""
    viewer = viewer_of(request)
    request_id = str(request.META.get(REQUEST_ID, ""))
    if viewer is None:
        return Author(None, None, request_id)
    return Author(viewer.user_id, viewer.organisation_id, request_id, request.META.get(CITE))


def happens_in(request: HttpRequest, cite_id: int) -> None:
    """Say on the pages of which Cité this request is: the journal keeps it with what is done."""
    request.META[CITE] = cite_id
