"""«Rechercher»: one box over everything that anybody may read; answers by kind. Nothing of persons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from quartiers.desks.menus import pages_named
from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.kernel.search import MOST, Group
from quartiers.territory.names import search_name
from quartiers.web.rooms import room_modules

LONGEST, SHORTEST = 80, 2
EXAMPLES = ("tilleuls", "espaces verts", "narbonne", "réemploi")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A GET form: its address can be sent to a colleague."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    asked = search_name(typed)
    groups = _groups(typed) if len(asked) >= SHORTEST else []
    context = {
        "typed": typed,
        "title": f"Que cherchez-vous{NARROW}?",
        "lead": _lead(typed, asked, groups),
        "groups": groups,
        "examples": EXAMPLES,
    }
    return render(request, "desks/search.html", context)


def _groups(typed: str) -> list[Group]:
    """The kinds that have an answer, those of the ground first, the pages of the platform at the end."""
    now = timezone.now()
    found = [group for module in room_modules("search") for group in module.search(typed, now=now)]
    return [one for one in [*found, pages_named(typed)] if one.hits]


def _lead(typed: str, asked: str, groups: list[Group]) -> str:
    if not typed:
        return "Un quartier, une commune, une structure, un métier, une clause, une rencontre… Tout ce qui est public."
    if len(asked) < SHORTEST:
        return "Écrivez au moins deux lettres."
    quoted = f"«{NBSP}{typed}{NBSP}»"
    if not groups:
        return f"Rien ne porte ces mots{NBSP}: {quoted}."
    count = sum(len(one.shown) for one in groups)
    more = " au moins" if any(one.has_more for one in groups) else ""
    return f"{quantity(count, 'réponse')}{more} pour {quoted}, {MOST} au plus de chaque sorte."
