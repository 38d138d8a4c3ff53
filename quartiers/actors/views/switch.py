"""«Pour qui travaillez-vous ?»: the organisation in use, chosen knowingly."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from quartiers.actors import queries
from quartiers.actors.forms import SwitchForm
from quartiers.web.access import known_viewer, requires, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@requires(signed_in)
def switch(request: HttpRequest) -> HttpResponse:
    viewer = known_viewer(request)
    belongings = queries.belongings(viewer.user_id)
    form = SwitchForm(request.POST or None, belongings=belongings, initial={"organisation": viewer.organisation_id})
    if not form.is_valid():
        return render(request, "actors/switch.html", {"form": form, "belongings": belongings})
    chosen = form.chosen()
    request.session[queries.CHOSEN] = chosen.membership.organisation_id
    messages.success(
        request, f"Vous travaillez maintenant pour {chosen.membership.organisation.name} ({', '.join(chosen.roles)})."
    )
    return redirect("desks:desk")
