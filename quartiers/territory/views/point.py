"""A point on the ground: the answer without any address service. Nothing leaves this machine, nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.territory import queries
from quartiers.territory.forms.address import AddressForm, PointForm
from quartiers.territory.queries import shapes
from quartiers.territory.views.answers import answer_context
from quartiers.territory.views.maps import picking_map

ASKED = ("latitude", "longitude")


@require_safe
def point(request: HttpRequest) -> HttpResponse:
    """The form, or the answer when the address of the page holds a point."""
    form = PointForm(request.GET if any(name in request.GET for name in ASKED) else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "territory/point.html", {"form": form, "map": picking_map(shapes.department_shapes())})
    latitude, longitude = form.cleaned_data["point"]
    on = form.cleaned_data["le"] or localdate()
    answer = queries.answer(latitude, longitude, on=on)
    context = answer_context(answer, latitude, longitude, today=localdate())
    return render(request, "territory/answer.html", {**context, "form": AddressForm()})
