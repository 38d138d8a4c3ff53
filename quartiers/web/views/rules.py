"""«Les règles»: what the platform applies, since when, where it is written, who checked it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.web import rulebook

TO_READ = "a-relire"
#: More rules than that are lines, each with a way to its card.
CARDS = 40
TITLE = f"Quelles règles la plateforme applique-t-elle{NARROW}?"


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All the dated values, or those that hold a text or need a reader."""
    text, stale_only = request.GET.get("q", ""), request.GET.get("etat") == TO_READ
    everything = rulebook.rules(today=localdate())
    found = rulebook.matching(everything, text=text, stale_only=stale_only)
    context = {
        "title": TITLE,
        "lead": lead(everything),
        "rules": found,
        "as_cards": len(found) <= CARDS,
        "total": len(everything),
        "to_read": len(rulebook.matching(everything, stale_only=True)),
        "text": text,
        "stale_only": stale_only,
        "to_read_value": TO_READ,
    }
    return render(request, "web/rules.html", context)


def lead(rules: list[rulebook.Rule]) -> str:
    """How many values there are, what they are, and how many nobody has checked."""
    unchecked = sum(not rule.is_checked for rule in rules)
    values = quantity(len(rules), "valeur datée", "valeurs datées")
    what = f"{values}{NBSP}: ce que dit la loi ou ce que la plateforme a choisi, depuis quand, et où c’est écrit."
    if not unchecked:
        return f"{what} Toutes ont été vérifiées à la source."
    some = quantity(unchecked, "n’a pas encore été vérifiée", "n’ont pas encore été vérifiées")
    return f"{what} {some} à la source."
