"""«Qui fait quoi dans l’IAE ?»: each kind of structure in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.iae.queries.kinds import kind_sheets


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The structures of the IAE, and those around it."""
    sheets = kind_sheets(on=localdate())
    return render(
        request,
        "iae/kinds.html",
        {
            "siae": [one for one in sheets if one.kind.is_siae],
            "others": [one for one in sheets if not one.kind.is_siae],
        },
    )
