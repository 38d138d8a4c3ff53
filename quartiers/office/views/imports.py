"""Bringing a table in: deposit, columns, what would change, import. Each step is a page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from quartiers.kernel.french import NBSP, quantity
from quartiers.office import actions, files
from quartiers.office.actions.imports import CHECK, KIND, READ, TO_CORRECT, done_sentence
from quartiers.office.authors import author_of
from quartiers.office.forms import ColumnsForm, TableForm
from quartiers.office.models import Job
from quartiers.office.queries import job_by_token
from quartiers.office.rules import JobState
from quartiers.office.table_import import TableSpec, table_spec
from quartiers.web.access import refusal
from quartiers.web.errors import Gone
from quartiers.web.exports import csv_response

GONE = "Ce tableau a été effacé, comme prévu, après 48 heures ou après son annulation. Déposez-le de nouveau."


@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: HttpRequest, code: str) -> HttpResponse:
    """The file."""
    spec, refused = _spec(request, code)
    if refused is not None:
        return refused
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if not (form.is_bound and form.is_valid()):
        return render(request, "office/imports/deposit.html", {"spec": spec, "form": form})
    file = form.cleaned_data["file"]
    job = actions.deposit_table(spec, file.chunks(), name=file.name, by=author_of(request), now=timezone.now())
    return _to(job, code)


@require_safe
def model(request: HttpRequest, code: str) -> HttpResponseBase:
    """A table to fill in."""
    spec, refused = _spec(request, code)
    if refused is not None:
        return refused
    return csv_response(f"modele-{code}", [one.label for one in spec.fields], [[one.example for one in spec.fields]])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Where the table is: being read, waiting for its columns, compared, imported."""
    spec, refused = _spec(request, code)
    if refused is not None:
        return refused
    job = _job(request, token)
    if JobState(job.state).is_open:
        name = "office/imports/_progress.html" if request.headers.get("HX-Request") else "office/imports/waiting.html"
        return render(request, name, {"spec": spec, "job": job})
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    if job.state == JobState.FAILED:
        return render(
            request, "office/imports/deposit.html", {"spec": spec, "form": TableForm(), "trouble": job.error}
        )
    shown: dict[str, Callable[[HttpRequest, TableSpec, Job], HttpResponse]] = {READ: _columns, CHECK: _compared}
    return shown.get(job.payload["stage"], _imported)(request, spec, job)


@require_POST
def confirm(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Write the rows that are ready."""
    _, refused = _spec(request, code)
    if refused is not None:
        return refused
    job = _job(request, token)
    actions.import_ready_rows(job, now=timezone.now())
    return _to(job, code)


@require_POST
def cancel(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Forget the table."""
    _, refused = _spec(request, code)
    if refused is not None:
        return refused
    job = _job(request, token)
    actions.cancel_job(job)
    actions.erase_job(job)
    messages.success(request, "Le tableau est effacé. Rien n’a été enregistré.")
    return redirect("office:import_deposit", code=code)


@require_safe
def to_correct(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The rows in fault, each with what to correct."""
    _, refused = _spec(request, code)
    if refused is not None:
        return refused
    path = files.file_of(_job(request, token).token, TO_CORRECT)
    if not path.is_file():
        raise Gone(GONE)
    return HttpResponse(
        path.read_bytes(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="lignes-a-corriger.csv"'},
    )


def _columns(request: HttpRequest, spec: TableSpec, job: Job) -> HttpResponse:
    form = ColumnsForm(request.POST or None, spec=spec, read=job.result)
    if form.is_valid() and form.chosen(job, by=author_of(request), now=timezone.now()):
        return _to(job, spec.code)
    context = {"spec": spec, "job": job, "form": form, "result": job.result}
    return render(request, "office/imports/columns.html", context)


def _compared(request: HttpRequest, spec: TableSpec, job: Job) -> HttpResponse:
    result = job.result
    lead = (
        f"{quantity(result['total'], 'ligne lue', 'lignes lues')}{NBSP}: {result['new']} à ajouter, "
        f"{result['changed']} à modifier, {result['same']} sans changement, {result['faulty']} à corriger. "
        "Rien n’est encore enregistré."
    )
    return render(request, "office/imports/compared.html", {"spec": spec, "job": job, "result": result, "lead": lead})


def _imported(request: HttpRequest, spec: TableSpec, job: Job) -> HttpResponse:
    context: dict[str, Any] = {"spec": spec, "job": job, "lead": done_sentence(spec, job.result)}
    return render(request, "office/imports/imported.html", context | {"back": reverse(spec.back)})


def _spec(request: HttpRequest, code: str) -> tuple[TableSpec, HttpResponse | None]:
    """The kind of table, and where to send who may not bring one."""
    spec = table_spec(code)
    if spec is None:
        raise Http404
    refused = refusal(request, spec.may_import)
    return (spec.of(author_of(request), timezone.now()) if refused is None else spec), refused


def _job(request: HttpRequest, token: str) -> Job:
    """One's own table; that of another account is not found.

    Raises:
        Gone: erased, or past its date.
    """
    job = job_by_token(token, kind=KIND)
    if job is None or job.expires_at <= timezone.now() or job.state == JobState.CANCELLED:
        raise Gone(GONE)
    if job.payload["by"]["user_id"] != author_of(request).user_id:
        raise Http404
    return job


def _to(job: Job, code: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:import_table", args=[code, job.token]))
