"""«Santé du service»: JSON for machines, a page for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartiers.kernel.french import NARROW
from quartiers.kernel.health import Health, worst
from quartiers.web import health as installation

TITLE = f"Le service est-il en ordre{NARROW}?"
ANSWERS = {
    Health.OK: "Oui, tout répond.",
    Health.WARNING: "Oui, mais une chose au moins est à surveiller.",
    Health.BROKEN: "Non, une chose au moins est en panne.",
}


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200, or 503 when something is broken. Without a database the answer is JSON for everyone: a page may need it."""
    checks = installation.all_checks(now())
    state = worst(checks)
    status = 503 if state is Health.BROKEN else 200
    wants_page = request.get_preferred_type(["application/json", "text/html"]) == "text/html"
    if wants_page and not installation.without_database(checks):
        lead = f"{ANSWERS[state]} Version {installation.installed_version()}."
        context = {"title": TITLE, "lead": lead, "checks": checks}
        return render(request, "web/health.html", context, status=status)
    answer = {
        "status": state,
        "version": installation.installed_version(),
        "checks": [{"name": one.name, "status": one.health, "message": one.message} for one in checks],
    }
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})
