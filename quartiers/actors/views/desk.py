"""«Mon espace»: the first page of who works here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.actors import queries
from quartiers.web.access import known_viewer, requires, signed_in


@require_safe
@requires(signed_in)
def desk(request: HttpRequest) -> HttpResponse:
    viewer = known_viewer(request)
    return render(
        request,
        "actors/desk.html",
        {
            "account": queries.account(viewer.user_id),
            "belonging": next(
                (
                    one
                    for one in queries.belongings(viewer.user_id)
                    if one.membership.organisation_id == viewer.organisation_id
                ),
                None,
            ),
        },
    )
