"""Statistics of a cycle: to its organiser, in a file, and to everybody once it is over."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartiers.exchanges.models import Cycle
from quartiers.exchanges.queries import public
from quartiers.exchanges.queries.figures import figures
from quartiers.exchanges.rules import Stage
from quartiers.exchanges.views.organiser.doors import frame, reading
from quartiers.kernel.disclosure import COUNT_PARTNERS, COUNT_PUBLIC, Audience, Cell, Masked
from quartiers.kernel.french import NARROW, NBSP
from quartiers.office.actions import audit
from quartiers.office.authors import author_of
from quartiers.office.rules import Verb
from quartiers.web.charts import Bar, BarChart
from quartiers.web.exports import csv_response, xlsx_response
from quartiers.web.lists.spec import FORMAT

HEADER = ("Tableau", "Ligne", "Nombre", "Présents", "Part des présents, en %")
FILES = {"csv": csv_response, "xlsx": xlsx_response}


@require_safe
@reading
def figures_of(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    """As the partners of the organiser may read them; a file, which travels, as everybody may."""
    written = FILES.get(request.GET.get(FORMAT, ""))
    if written is not None:
        return _file(request, cycle, written)
    context = frame(request, cycle, "exchanges:figures", "Statistiques") | _shown(cycle, Audience.PARTNERS)
    return render(request, "exchanges/organiser/figures.html", context)


@require_safe
def public_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """What a cycle that is over gathered, for everybody."""
    found = public.public_cycles().filter(slug=slug, stage__in=(Stage.CLOSED, Stage.ARCHIVED)).first()
    if found is None:
        raise Http404
    return render(request, "exchanges/figures.html", {"cycle": found} | _shown(found, Audience.PUBLIC))


def _file(request: HttpRequest, cycle: Cycle, written: Any) -> HttpResponseBase:
    now = timezone.now()
    audit(Verb.EXPORT, kind="exchanges.cycle", object_id=cycle.pk, by=author_of(request), now=now)
    rows = figures(cycle, readers=Audience.PUBLIC, on=timezone.localdate(now)).rows()
    answer: HttpResponseBase = written(f"statistiques-{cycle.slug}", HEADER, rows)
    return answer


def _shown(cycle: Cycle, readers: Audience) -> dict[str, Any]:
    today = timezone.localdate()
    found = figures(cycle, readers=readers, on=today)
    quarters = found.by_neighbourhood
    return {
        "figures": found,
        "smallest": (COUNT_PARTNERS if readers == Audience.PARTNERS else COUNT_PUBLIC).on(today),
        "natures": _chart(f"Que demande-t-on{NARROW}?", found.by_nature),
        "marks": _chart(f"Les séances ont-elles servi{NARROW}? Avis donnés{NBSP}: {found.opinions}", found.by_mark),
        "tables": (
            ("Inscrits et présents, par séance", "Séance", found.sessions),
            ("Inscrits et présents, par public", "Public", found.by_audience),
            ("Inscrits et présents, par territoire", "Intercommunalité", found.by_territory),
            *([("Inscrits et présents, par quartier", "Quartier prioritaire", quarters)] if quarters else []),
        ),
    }


def _chart(title: str, counts: tuple[tuple[str, Cell], ...]) -> BarChart:
    """Bars of the counts that may be shown; the others say that they are not."""
    return BarChart(title, tuple(_bar(label, count) for label, count in counts))


def _bar(label: str, count: Cell) -> Bar:
    if isinstance(count, Masked):
        return Bar(label, None, str(count) if count.below else "masqué")
    return Bar(label, float(count), str(count))
