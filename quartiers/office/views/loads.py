"""Bringing a large file of an official source in: deposit, progress, report. For who administers the platform."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from quartiers.office import actions
from quartiers.office.authors import author_of
from quartiers.office.file_load import FileLoad, file_load
from quartiers.office.forms import LoadForm
from quartiers.office.models import Job
from quartiers.office.queries import job_by_token
from quartiers.office.rules import JobState
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.errors import Gone

GONE = "Ce chargement a été effacé, à sa date ou après son arrêt. Déposez le fichier de nouveau, sans risque."


@requires(ADMINISTRATION)
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest, code: str) -> HttpResponse:
    """The file."""
    spec = _spec(code)
    form = LoadForm(request.POST, request.FILES, spec=spec) if request.method == "POST" else LoadForm(spec=spec)
    if not (form.is_bound and form.is_valid()):
        return _form(request, spec, form)
    file, extent = form.cleaned_data["file"], form.cleaned_data.get("extent", "")
    job = actions.start_load(
        spec, file.chunks(), name=file.name, extent=extent, by=author_of(request), now=timezone.now()
    )
    return redirect("office:load", code=code, token=job.token)


@never_cache
@requires(ADMINISTRATION)
@require_safe
def load(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """How far it is, then its report."""
    spec, job = _spec(code), _job(code, token)
    is_asking = request.headers.get("HX-Request") == "true"
    if JobState(job.state).is_open:
        name = "office/loads/_progress.html" if is_asking else "office/loads/waiting.html"
        return render(request, name, {"spec": spec, "job": job, "crumbs": _crumbs(spec)})
    if is_asking:
        return HttpResponseClientRefresh()
    if job.state == JobState.FAILED:
        return _form(request, spec, LoadForm(spec=spec), trouble=job.error)
    context = {
        "spec": spec,
        "report": job.result,
        "lead": job.result["lead"],
        "name": job.payload["name"],
        "back": _back(spec),
        "crumbs": _crumbs(spec),
    }
    return render(request, "office/loads/loaded.html", context)


@requires(ADMINISTRATION)
@require_POST
def stop(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Stop it, unless it is writing what must be written whole; the file is erased."""
    spec, job = _spec(code), _job(code, token)
    actions.cancel_job(job)
    actions.erase_job(job)
    messages.success(request, f"Le chargement est arrêté, le fichier est effacé. {spec.stopped}")
    return redirect("office:load_deposit", code=code)


def _form(request: HttpRequest, spec: FileLoad, form: LoadForm, *, trouble: str = "") -> HttpResponse:
    context = {"spec": spec, "form": form, "trouble": trouble, "crumbs": _crumbs(spec)}
    return render(request, "office/loads/deposit.html", context)


def _spec(code: str) -> FileLoad:
    spec = file_load(code)
    if spec is None:
        raise Http404
    return spec


def _job(code: str, token: str) -> Job:
    """Raises:
    Gone: erased, stopped, or past its date.
    """
    job = job_by_token(token, kind=actions.LOAD)
    if job is None or job.expires_at <= timezone.now() or job.state == JobState.CANCELLED:
        raise Gone(GONE)
    if job.payload["load"] != code:
        raise Http404
    return job


def _back(spec: FileLoad) -> tuple[str, str]:
    label, page = spec.back
    return label, reverse(page)


def _crumbs(spec: FileLoad) -> list[tuple[str, str]]:
    return [_back(spec), ("Charger un fichier", "")]
