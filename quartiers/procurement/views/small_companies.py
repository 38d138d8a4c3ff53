"""Which contracts are coming for a small company? A filter, a feed, a calendar: no account, no address kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NARROW, quantity
from quartiers.procurement import published_lists
from quartiers.procurement.queries import coming, published
from quartiers.procurement.queries.coming import Where
from quartiers.procurement.rules.coming import HORIZON
from quartiers.procurement.rules.decp import DIVISIONS
from quartiers.web.access import viewer_of

SHOWN = 20


@require_safe
def small_companies(request: HttpRequest) -> HttpResponse:
    """Contracts that end soon, in a trade and a department; what to follow to be told of the next ones."""
    departments = published.department_choices()
    department = _known(request.GET.get("departement", ""), [code for code, _ in departments])
    family = _known(request.GET.get("famille", ""), DIVISIONS)
    rows = coming.ending(Where(department=department, family=family), today=localdate())
    count = rows.count()
    chosen = {name: value for name, value in (("departement", department), ("famille", family)) if value}
    query = f"?{urlencode(chosen)}" if chosen else ""
    context = {
        "lead": _lead(count),
        "rows": [
            (one, published_lists.what(one), published_lists.buyer_words(one), published_lists.amount_words(one))
            for one in rows[:SHOWN]
        ],
        "count": count,
        "more": count > SHOWN,
        "departments": departments,
        "families": sorted(DIVISIONS.items(), key=lambda one: one[1]),
        "department": department,
        "family": family,
        "feed": reverse("procurement:coming_feed") + query,
        "calendar": reverse("procurement:coming_calendar") + query,
        "months": reverse("procurement:coming") + query,
        "signed_in": viewer_of(request) is not None,
        "crumbs": [("Achats responsables", reverse("procurement:hub")), ("Petites entreprises", "")],
    }
    return render(request, "procurement/small_companies.html", context)


def _known(asked: str, codes: "list[str] | dict[str, str]") -> str:
    return asked if asked in codes else ""


def _lead(count: int) -> str:
    if not count:
        return f"Aucun contrat publié ne finit ici d’ici {HORIZON} mois. Élargissez le métier ou le département."
    told = quantity(count, "contrat publié finit", "contrats publiés finissent")
    return f"{told} d’ici {HORIZON} mois{NARROW}; leurs acheteurs peuvent les relancer. Préparez-vous avant."
