"""Statistics of a cycle, as the partners of its organiser may read them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartiers.exchanges.models import Cycle
from quartiers.exchanges.queries.figures import figures
from quartiers.exchanges.views.organiser.doors import frame, reading
from quartiers.kernel.disclosure import COUNT_PARTNERS, Audience


@require_safe
@reading
def figures_of(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    today = timezone.localdate()
    context = frame(request, cycle, "exchanges:figures", "Statistiques") | {
        "figures": figures(cycle, readers=Audience.PARTNERS, on=today),
        "smallest": COUNT_PARTNERS.on(today),
    }
    return render(request, "exchanges/organiser/figures.html", context)
