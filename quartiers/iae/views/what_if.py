"""«Et si ?»: a structure is placed, and who gains is counted at once. Nothing is kept."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.iae.forms.zones import WhatIfForm
from quartiers.iae.queries.what_if import Gainer, best, change
from quartiers.iae.queries.zones import Spot, zones
from quartiers.iae.rules.zones import ZoneKind
from quartiers.iae.views.zones import km_words, shown
from quartiers.iae.whatif import bound
from quartiers.iae.zone_maps import zone_map
from quartiers.kernel.french import NARROW, number
from quartiers.territory.names import search_name
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory
from quartiers.web.charts import Bar, BarChart

TITLE = f"Et si une structure ouvrait ici{NARROW}?"
#: Names offered under the field, those of the most populous communes, and rows of the table.
OFFERED, ROWS = 250, 12


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The form, the map with its pin, and who gains."""
    form = WhatIfForm(request.GET, grounds.territories())
    context: dict[str, Any] = {"form": form, "title": TITLE}
    where = grounds.territory(form.cleaned_data["territoire"]) if form.is_valid() else None
    if where is not None:
        context |= _answer(form, where)
    is_part = request.headers.get("HX-Request") == "true" and not form.errors
    return render(request, "iae/zones/_what_if.html" if is_part else "iae/zones/what_if.html", context)


def _answer(form: WhatIfForm, where: Territory) -> dict[str, Any]:
    kind, km = form.kind, form.cleaned_data["km"]
    towns = zones(where, kind, km, neighbourhoods=False)
    context: dict[str, Any] = {"where": where, "kind": kind, "km": km, "towns": towns}
    context["offered"] = sorted(one.name for one in towns.spots[:OFFERED])
    count = form.cleaned_data["chercher"]
    sought = best(towns, count) if count and not form.errors else []
    points = _points(form, towns.spots) if not count else [_point(one.spot) for one in sought]
    if form.errors or not points:
        context["map"] = _map(where, towns.spots, kind, km)
        context["nothing_better"] = bool(count) and not form.errors
        return context
    found = change(towns, zones(where, kind, km, neighbourhoods=True), points)
    before = towns.people
    return context | {
        "change": found,
        "before": before,
        "sought": sought,
        "bound": f"{bound(len(sought)):.0%}".replace("%", "\u00a0%") if len(sought) > 1 else "",
        "place": _place(form, sought),
        "bars": _bars(before, found.left, _place(form, sought)),
        "rows": [_row(one) for one in found.towns[:ROWS]],
        "hidden": len(found.towns) - ROWS,
        "quarters": [_row(one) for one in found.quarters[:ROWS]],
        "map": _map(where, towns.spots, kind, km, found.metres, points),
    }


def _map(
    where: Territory,
    spots: list[Spot],
    kind: ZoneKind,
    km: int,
    metres: dict[str, float] | None = None,
    pins: Sequence[tuple[float, float]] = (),
) -> Any:
    return zone_map(where, spots, kind, km, metres=metres, pins=pins) if spots else None


def _points(form: WhatIfForm, spots: Sequence[Spot]) -> list[tuple[float, float]]:
    """The commune that was named, else the point that was given; what cannot be read is said by the form."""
    asked, latitude, longitude = (form.cleaned_data[name] for name in ("commune", "latitude", "longitude"))
    if asked:
        words = search_name(asked)
        found = [one for one in spots if search_name(one.name) == words or one.code == asked.strip()]
        if not found:
            form.add_error("commune", "Aucune commune de ce territoire n’a ce nom. Choisissez-la dans la liste.")
        return [_point(found[0])] if found else []
    if (latitude is None) != (longitude is None):
        form.add_error(
            "latitude" if latitude is None else "longitude", "Il faut les deux\u00a0: latitude et longitude."
        )
    return [] if latitude is None or longitude is None else [(latitude, longitude)]


def _point(one: Spot) -> tuple[float, float]:
    return one.latitude or 0.0, one.longitude or 0.0


def _place(form: WhatIfForm, sought: Sequence[Any]) -> str:
    """What the sentence calls the place."""
    if sought:
        return " et ".join(one.spot.name for one in sought)
    return form.cleaned_data["commune"] or "l’épingle"


def _bars(before: int, left: int, place: str) -> BarChart:
    return BarChart(
        title="Habitants trop loin",
        bars=(
            Bar("Aujourd’hui", before, number(before)),
            Bar(f"Avec {place}", left, number(left), emphasis=True),
        ),
    )


def _row(one: Gainer) -> tuple[Spot, str, str, str]:
    spot, address, before = shown(one.spot)
    return spot, address, before, km_words(one.after_m)
