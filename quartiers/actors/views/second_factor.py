"""«Protégez votre compte»: where a page sends who has not shown a second factor in this session."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from quartiers.actors import queries
from quartiers.web.access import known_viewer, requires, signed_in
from quartiers.web.links import is_ours

#: Where the session keeps the page that asked for it.
BACK = "second_factor_back"


@require_safe
@requires(signed_in)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code when there is one to show; explain how to get one otherwise; go on when all is done."""
    viewer = known_viewer(request)
    asked = request.GET.get("retour", "")
    if is_ours(asked):
        request.session[BACK] = asked
    back = request.session.get(BACK) or reverse("desks:desk")
    if not queries.has_second_factor(viewer.user_id):
        return render(request, "actors/second_factor.html", {"back": back})
    if viewer.locked:
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")
    request.session.pop(BACK, None)
    return HttpResponseRedirect(back)
