"""Which hours in the months to come? Contracts that end and may be bought again, and those in preparation."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.actors.doors import cites_read_by
from quartiers.kernel.french import MONTHS, NARROW, NBSP, number, quantity
from quartiers.procurement import coming_files
from quartiers.procurement.queries import coming as queries
from quartiers.procurement.queries import published
from quartiers.procurement.queries.coming import MOST_EVENTS, Where
from quartiers.procurement.queries.operations import visible
from quartiers.procurement.rules.coming import HORIZON, Ahead, MonthAhead, Prepared, full_time_of, listed
from quartiers.procurement.rules.decp import DIVISIONS
from quartiers.procurement.rules.trades import FULL_TIME, LABOUR, RATE
from quartiers.web.access import viewer_of
from quartiers.web.charts import Bar, BarChart
from quartiers.web.exports import csv_response

NAMES = ("departement", "commune", "quartier", "famille")
MOST_COMMUNES = 12
YEAR = 12


@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """Month by month, by trade and by commune."""
    today = localdate()
    choices = published.department_choices()
    where = _where(request, {code for code, _ in choices})
    found = queries.hours_ahead(where, today=today, prepared=_preparing(request, where, today))
    a_year = FULL_TIME.on(today)
    quarters = queries.neighbourhood_words([code for code, _ in found.by_neighbourhood])
    names = queries.commune_words([code for code, _ in found.by_commune[:MOST_COMMUNES]])
    context = {
        "lead": _lead(found, a_year),
        "found": found,
        "where": where,
        "departments": choices,
        "communes": published.commune_choices(where.department) if where.department else [],
        "families": sorted(DIVISIONS.items(), key=lambda one: one[1]),
        "months": [(one, _month(one.first), full_time_of(one.hours, hours_a_year=a_year)) for one in found.months],
        "chart": _months_chart(found),
        "trades": _chart("Par métier", [(trade.label, hours) for trade, hours in found.by_trade]),
        "towns": _chart(
            "Par commune",
            [
                (names.get(code, f"Commune {code}") if code else "commune non publiée", hours)
                for code, hours in found.by_commune[:MOST_COMMUNES]
            ],
        ),
        "quarters": _chart(
            "Par quartier, marchés en préparation",
            [(quarters.get(code, code), hours) for code, hours in found.by_neighbourhood[:MOST_COMMUNES]],
        ),
        "peak": _month(found.peak.first) if found.peak else "",
        "lull": _month(found.lull.first) if found.lull else "",
        "next_year": sum(one.hours for one in found.months[:YEAR]),
        "hours_a_year": a_year,
        "rate": f"{number(RATE.on(today) * 100)}{NARROW}%",
        "explained": [
            (trade.label, ", ".join(prefixes), f"{number(labour.share * 100)}{NARROW}%", number(labour.hourly_cost))
            for trade, prefixes in listed().items()
            for labour in (LABOUR.on(today)[trade],)
        ],
        "query": _query(where),
        "horizon": HORIZON,
        "shows_prepared": viewer_of(request) is not None,
    }
    return render(request, "procurement/coming/page.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The same contracts as a calendar that one subscribes to."""
    content = coming_files.calendar(_rows(request), now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="contrats-a-venir.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same as a feed: an alert without account nor address."""
    content = coming_files.feed(_rows(request), address=request.get_full_path(), now=timezone.now())
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
def months(request: HttpRequest) -> HttpResponseBase:
    """The table of months as a file."""
    today = localdate()
    where = _where(request)
    found = queries.hours_ahead(where, today=today, prepared=_preparing(request, where, today))
    rows = coming_files.months(found, hours_a_year=FULL_TIME.on(today))
    return csv_response("heures-a-venir", coming_files.MONTHS_HEADER, rows)


def _preparing(request: HttpRequest, where: Where, today: date) -> tuple[Prepared, ...]:
    """What this viewer may see of contracts in preparation; nothing for a visitor."""
    viewer = viewer_of(request)
    if viewer is None:
        return ()
    return queries.preparing(visible(viewer.organisation_id, cites_read_by(viewer)), where, today=today)


def _rows(request: HttpRequest) -> Any:
    return queries.ending(_where(request), today=localdate())[:MOST_EVENTS]


def _where(request: HttpRequest, departments: set[str] | None = None) -> Where:
    """What the address asks; words that can be no code are left aside, and so is a department without contract."""
    asked = {name: request.GET.get(name, "")[:12] for name in NAMES}
    kept = {name: value if value.isascii() and value.isalnum() else "" for name, value in asked.items()}
    if departments is not None and kept["departement"] not in departments:
        kept["departement"] = ""
    return Where(kept["departement"], kept["commune"], kept["quartier"], kept["famille"])


def _query(where: Where) -> str:
    values = dict(zip(NAMES, (where.department, where.commune, where.neighbourhood, where.family), strict=True))
    return "&".join(f"{name}={value}" for name, value in values.items() if value)


def _lead(found: Ahead, hours_a_year: int) -> str:
    if not found.hours:
        over = quantity(found.ending, "contrat publié finit", "contrats publiés finissent")
        return f"{over} d’ici {HORIZON}{NBSP}mois, sans heure que l’on puisse estimer."
    jobs = full_time_of(found.peak.hours, hours_a_year=hours_a_year) if found.peak else 0
    peak = _month(found.peak.first) if found.peak else ""
    return (
        f"Au plus {number(found.hours)}{NBSP}heures d’insertion en {HORIZON}{NBSP}mois, si les contrats qui finissent "
        f"sont relancés avec une clause. Au plus fort, en {peak}{NBSP}: {number(jobs, 1)}{NBSP}emplois à temps plein."
    )


def _month(first: date) -> str:
    return f"{MONTHS[first.month - 1]}{NBSP}{first.year}"


def _months_chart(found: Ahead) -> BarChart | None:
    if not found.hours:
        return None
    bars = tuple(Bar(_month(one.first), one.hours, _text(one), emphasis=one is found.peak) for one in found.months)
    return BarChart("Heures d’insertion possibles, mois par mois", bars, source="estimation, non vérifiée")


def _text(one: MonthAhead) -> str:
    return f"{number(one.hours)}{NBSP}h"


def _chart(title: str, rows: list[tuple[str, int]]) -> BarChart | None:
    if not rows:
        return None
    bars = tuple(
        Bar(label, hours, f"{number(hours)}{NBSP}h", emphasis=at == 0) for at, (label, hours) in enumerate(rows)
    )
    return BarChart(title, bars, source="estimation, non vérifiée")
