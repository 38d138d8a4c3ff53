"""«Et si ?»: a structure is placed, and who gains is counted at once. Nothing is kept."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.actors.doors import belongs
from quartiers.iae.forms.zones import WhatIfForm
from quartiers.iae.queries.what_if import Gainer, Opening, Point, change, guaranteed, openings
from quartiers.iae.queries.zones import Spot, Zones, zones
from quartiers.iae.rules.zones import NO_COMMUNE
from quartiers.iae.views.zones import home, km_words, parameters, shown, words
from quartiers.iae.zone_maps import zone_map
from quartiers.kernel.french import NARROW, listed, number
from quartiers.territory.names import of_town
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory
from quartiers.web.access import viewer_of
from quartiers.web.charts import Bar, BarChart

TITLE = f"Et si une structure ouvrait ici{NARROW}?"
#: Names offered under the field, those of the most populous communes, and rows of the table.
OFFERED, ROWS = 200, 12


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The form, the map with its pin, and who gains."""
    form = WhatIfForm(request.GET, grounds.territories(), home=home(request))
    context: dict[str, Any] = {"form": form, "title": TITLE}
    where = grounds.territory(form.cleaned_data["territoire"]) if form.is_valid() else None
    if where is not None:
        context |= _answer(request, form, where)
    is_part = request.headers.get("HX-Request") == "true" and not form.errors
    return render(request, "iae/zones/_what_if.html" if is_part else "iae/zones/what_if.html", context)


def _answer(request: HttpRequest, form: WhatIfForm, where: Territory) -> dict[str, Any]:
    towns = zones(where, form.kind, form.threshold, neighbourhoods=False, activity=form.activity)
    context: dict[str, Any] = {
        "where": where,
        "kind": form.kind,
        "what": words(form),
        "km": form.threshold,
        "towns": towns,
    }
    context["offered"] = sorted(one.name for one in towns.spots[:OFFERED])
    context["query"] = parameters(form)
    sought = form.cleaned_data["chercher"] or 0
    found = _openings(form, towns, sought)
    if form.errors or not found:
        return context | {"map": _map(form, where, towns.spots), "nothing_better": bool(sought) and not form.errors}
    quarters = zones(where, form.kind, form.threshold, neighbourhoods=True, activity=form.activity)
    points = [one.point for one in found]
    changed, place = change(towns, quarters, points), place_words(found)
    return context | {
        "change": changed,
        "found": found,
        "sought": sought,
        "guaranteed": _percent(guaranteed(found, sought)) if len(found) > 1 else "",
        "place": place,
        "bars": _bars(towns.people, changed.left, place),
        "rows": [_row(one) for one in changed.towns[:ROWS]],
        "hidden": len(changed.towns) - ROWS,
        "quarters": [_row(one) for one in changed.quarters[:ROWS]],
        "map": _map(form, where, towns.spots, changed.metres, points),
        "may_begin": (viewer := viewer_of(request)) is not None and belongs(viewer),
    }


def _map(
    form: WhatIfForm,
    where: Territory,
    spots: list[Spot],
    metres: dict[str, float] | None = None,
    pins: Sequence[Point] = (),
) -> Any:
    return zone_map(where, spots, form.kind, form.threshold, metres=metres, activity=form.activity, pins=pins)


def _openings(form: WhatIfForm, towns: Zones, sought: int) -> list[Opening]:
    """The commune that was named, else the point that was given; what cannot be read is said by the form."""
    commune, latitude, longitude = (form.cleaned_data[name] for name in ("commune", "latitude", "longitude"))
    if not sought and not commune and (latitude is None) != (longitude is None):
        form.add_error(
            "latitude" if latitude is None else "longitude", "Il faut les deux\u00a0: latitude et longitude."
        )
        return []
    point = None if latitude is None or longitude is None else (latitude, longitude)
    found = openings(towns, commune=commune, point=point, seek=sought)
    if commune and not sought and not found:
        form.add_error("commune", NO_COMMUNE)
    return found


def place_words(found: Sequence[Opening]) -> str:
    """What the sentence calls the places."""
    return listed([one.spot.name if one.is_exact else f"une épingle près {of_town(one.spot.name)}" for one in found])


def _percent(part: float) -> str:
    return f"{part:.0%}".replace("%", f"{NARROW}%") if part < 1 else ""


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
