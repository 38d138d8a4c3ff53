"""The directory in the national schema, as a file: what came in goes out unchanged."""

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from quartiers.actors import inclusion
from quartiers.actors.queries.inclusion import records
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.exports import streamed


@require_safe
@requires(ADMINISTRATION)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Every record, or those of ``?source=``; what is invented stays here."""
    found = records(request.GET.get("source", ""))
    return streamed(inclusion.as_list(found), "structures-data-inclusion.json", "application/json")
