"""A file of published contracts comes in: deposit, progress, report. For who administers the platform."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from quartiers.kernel.french import NARROW
from quartiers.office import queries as office_queries
from quartiers.office.actions import cancel_job, erase_job
from quartiers.office.authors import author_of
from quartiers.office.rules import JobState
from quartiers.procurement.actions.decp import DECP_JOB, start_decp_import
from quartiers.procurement.forms.decp import DecpForm
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.errors import Gone

if TYPE_CHECKING:
    from quartiers.office.models import Job

PAGE = "procurement/published/load.html"
CRUMBS = [(f"Qui achète, avec quelles clauses{NARROW}?", "procurement:published")]
GONE = "Ce chargement a été effacé, à sa date ou après son annulation. Déposez le fichier de nouveau, sans risque."


@requires(ADMINISTRATION)
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest) -> HttpResponse:
    """The file."""
    form = DecpForm(request.POST, request.FILES) if request.method == "POST" else DecpForm()
    if not (form.is_bound and form.is_valid()):
        return render(request, PAGE, {"form": form, "crumbs": _crumbs()})
    file = form.cleaned_data["fichier"]
    job = start_decp_import(file.chunks(), name=file.name, by=author_of(request), now=timezone.now())
    return redirect("procurement:decp_job", token=job.token)


@never_cache
@requires(ADMINISTRATION)
@require_safe
def load(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, then its report."""
    job = _job(token)
    is_asking = request.headers.get("HX-Request") == "true"
    if JobState(job.state).is_open:
        name = "procurement/published/_load_progress.html" if is_asking else "procurement/published/load_waiting.html"
        return render(request, name, {"job": job, "crumbs": _crumbs()})
    if is_asking:
        return HttpResponseClientRefresh()
    if job.state == JobState.FAILED:
        return render(request, PAGE, {"form": DecpForm(), "trouble": job.error, "crumbs": _crumbs()})
    context = {"job": job, "report": job.result, "lead": " ".join(job.result["sentences"]), "crumbs": _crumbs()}
    return render(request, "procurement/published/loaded.html", context)


@requires(ADMINISTRATION)
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Stop it; what is already written stays, and a load again finishes the work."""
    job = _job(token)
    cancel_job(job)
    erase_job(job)
    messages.success(request, "Le chargement est arrêté. Ce qui était déjà enregistré reste, le fichier est effacé.")
    return redirect("procurement:decp_load")


def _job(token: str) -> "Job":
    job = office_queries.job_by_token(token, kind=DECP_JOB)
    if job is None or job.expires_at <= timezone.now() or job.state == JobState.CANCELLED:
        raise Gone(GONE)
    return job


def _crumbs() -> list[tuple[str, str]]:
    return [*((label, reverse(page)) for label, page in CRUMBS), ("Charger un fichier", "")]
