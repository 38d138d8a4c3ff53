"""What is kept, and how long: a public page, the same table as the purge reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartiers.kernel.french import quantity
from quartiers.office import queries


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    lines = queries.retention_lines(on=timezone.localdate())
    context = {
        "lead": f"{quantity(len(lines), 'durée')}, et pour chacune ce qui se passe ensuite, de soi-même.",
        "lines": lines,
        "next": queries.next_purge(),
    }
    return render(request, "office/retention.html", context)
