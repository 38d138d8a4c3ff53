"""The simulator of hours: lots are typed, hours appear. Nothing is kept, nothing stands in an address."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.actors.queries.cites import find_cite
from quartiers.procurement import rules
from quartiers.procurement.doors import doors
from quartiers.procurement.examples import EXAMPLE_LOTS
from quartiers.procurement.forms.examples import as_sent
from quartiers.procurement.forms.simulator import SimulatorForm
from quartiers.procurement.queries.labour import territories, values_of
from quartiers.web.access import viewer_of

EXAMPLE = "exemple"


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """What the platform does for a buyer, door by door."""
    return render(request, "procurement/hub.html", {"doors": doors(viewer_of(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulator(request: HttpRequest) -> HttpResponse:
    """How many hours of insertion, lot by lot?"""
    today = localdate()
    data = request.POST if request.method == "POST" else None
    slug = (request.GET if data is None else data).get("territoire", "")
    cite, known = find_cite(slug) if slug else None, territories(on=today)
    if cite and (slug, cite.name) not in known:
        known = [*known, (slug, cite.name)]
    rows = _example() if data is None and EXAMPLE in request.GET else None
    local = values_of(cite, on=today)
    make = partial(SimulatorForm, on=today, local=local, territories=known, territory=slug if cite else "")
    form = make(data, rows=rows)
    if data is None and rows is None:
        return render(request, "procurement/hours.html", {"form": form})
    if rows is not None:
        form = make({**as_sent(form), "lots": form.count})
    if form.adding:
        form.show_rows_only()
        return render(request, "procurement/hours.html", {"form": form, **_answer(form)})
    good = form.is_valid()
    if request.headers.get("HX-Request"):
        return render(request, "procurement/_hours_live.html", {"form": form, "live": True, **_answer(form)})
    return render(request, "procurement/hours.html", {"form": form, **(_answer(form) if good else {})})


def _answer(form: SimulatorForm) -> dict[str, Any]:
    found = form.simulation()
    if not found.lots:
        return {}
    return {
        "found": found,
        "formulas": form.formulas(),
        "proportion": rules.proportion(found.share, on=form.on),
        "left_out": sum(1 for row in form.rows if row.wrong),
        "verified": form.local.settles(form.trades) or rules.are_verified(on=form.on),
        "signed": form.local.of(form.trades),
        "territory": form.local.territory,
        "slug": form.cleaned_data.get("territoire"),
    }


def _example() -> list[dict[str, str]]:
    names = ("intitule", "montant", "metier", "part", "cout")
    return [dict(zip(names, lot, strict=True)) for lot in EXAMPLE_LOTS]
