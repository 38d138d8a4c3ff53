"""What one more structure costs, who may fund it, what an authority can do: open to all, nothing is kept."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.iae.forms.costing import EXAMPLE, KIND, POSTS, PROJECT, CostForm
from quartiers.iae.rules.costing import ASSUMPTIONS
from quartiers.iae.rules.leverage import NATIONAL
from quartiers.iae.rules.levers import CHOICES, LEVERS
from quartiers.iae.rules.sources import SOURCES, Certainty
from quartiers.kernel.french import NARROW, NBSP

COST_TITLE = f"Combien coûterait une structure{NARROW}?"
TITLE = f"Qui peut financer une structure{NARROW}?"
CERTAINTY_KINDS = {Certainty.CERTAIN: "ok", Certainty.POSSIBLE: "wait", Certainty.CLOSED: "mute"}


@require_safe
def cost(request: HttpRequest) -> HttpResponse:
    """Charges and resources of a full year; the address holds what was typed and may be sent to a colleague."""
    start = {KIND: request.GET.get(KIND, "")}
    form = CostForm(request.GET if POSTS in request.GET else None, on=localdate(), initial=start)
    found = form.cost if form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "project": request.GET.get(PROJECT, "")[:20],
        "example": urlencode(EXAMPLE),
        "assumptions": ASSUMPTIONS,
    }
    return render(request, "iae/funding/cost.html", context, status=422 if form.is_bound and found is None else 200)


@require_safe
def funding(request: HttpRequest) -> HttpResponse:
    """The catalogue of sources, and what a local authority can do."""
    today = localdate()
    sources = [(one, CERTAINTY_KINDS[one.certainty]) for one in SOURCES.values()]
    open_now = sum(one.is_open(today) for one, _ in sources)
    context = {
        "lead": f"{open_now} sources ouvertes, dont une seule est due par la convention{NBSP}: l’aide au poste.",
        "crumbs": [(COST_TITLE, reverse("iae:cost")), (TITLE, "")],
        "sources": [(one, kind) for one, kind in sources if one.is_open(today)],
        "closed": [(one, kind) for one, kind in sources if not one.is_open(today)],
        "levers": LEVERS,
        "choices": CHOICES,
        "national": NATIONAL,
    }
    return render(request, "iae/funding/sources.html", context)
