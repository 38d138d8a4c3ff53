"""«Les règles»: what the platform applies, since when, where it is written, who checked it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.web import rulebook

TO_READ = "a-relire"


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All the dated values, or those that hold a text or need a reader."""
    text, stale_only = request.GET.get("q", ""), request.GET.get("etat") == TO_READ
    everything = rulebook.rules(today=localdate())
    context = {
        "rules": rulebook.matching(everything, text=text, stale_only=stale_only),
        "total": len(everything),
        "unverified": sum(rule.current is not None and rule.current.verified_on is None for rule in everything),
        "to_read": sum(bool(rule.stale) for rule in everything),
        "text": text,
        "stale_only": stale_only,
        "to_read_value": TO_READ,
    }
    return render(request, "web/rules.html", context)
