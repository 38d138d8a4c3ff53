"""Checks that an organisation keeps as evidence, and the note of reasons as a document."""

from collections.abc import Collection
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.doors import cites_read_by
from quartiers.kernel.french import NBSP, day, moment, quantity
from quartiers.office.authors import author_of
from quartiers.procurement import rules
from quartiers.procurement.actions.legal import erase_check, keep_check
from quartiers.procurement.documents import DOCX, reasons_document
from quartiers.procurement.documents.clause_set import clause_set_document
from quartiers.procurement.documents.evidence import ZIP, evidence_pack
from quartiers.procurement.doors import belongs
from quartiers.procurement.forms.legal import KeepForm
from quartiers.procurement.kept_words import KEPT, described, state_badge, state_words
from quartiers.procurement.models import KeptCheck
from quartiers.procurement.queries import legal as queries
from quartiers.procurement.queries.operations import find_contract
from quartiers.procurement.rules.catalogue import as_written
from quartiers.procurement.rules.reading import read_project
from quartiers.procurement.views.downloads import attached
from quartiers.web.access import known_viewer, requires
from quartiers.web.lists import list_response

TITLE = "Contrôles gardés"


@never_cache
@requires(belongs)
@require_safe
def kept_checks(request: HttpRequest) -> HttpResponseBase:
    """What did we check, when, and what was the answer?"""
    context = {"crumbs": _crumbs((TITLE, ""))}
    rows = queries.kept_checks(known_viewer(request).organisation_id)
    return list_response(request, KEPT, rows, "procurement/kept_list.html", context)


@never_cache
@requires(belongs)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """Under which name? The contract comes from the page of the check, or as JSON."""
    form = KeepForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        about = find_contract(values["contrat"] or 0, *_reads(request))
        kept = keep_check(
            values["marche"],
            title=values["title"],
            contract_id=about.pk if about else None,
            by=author_of(request),
            now=timezone.now(),
        )
        messages.success(request, "Ce contrôle est gardé. Il ne changera plus, même si les règles changent.")
        return redirect(kept)
    project = form.project
    findings = rules.check(project, confirmed=queries.confirmed_codes()) if project else []
    crumbs = _crumbs((TITLE, reverse("procurement:kept_checks")), ("Garder un contrôle", ""))
    context = {"form": form, "project": project, "counts": _counts(findings), "crumbs": crumbs}
    return render(request, "procurement/keep.html", context)


@never_cache
@requires(belongs)
@require_safe
def kept_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """One check as it was, to read or print, beside what today's rules say."""
    kept = _found(request, check_id)
    again = queries.reopened(kept)
    edition = day(date.fromisoformat(kept.edition))
    context = {
        "kept": kept,
        "contract": find_contract(kept.contract_id or 0, *_reads(request)),
        "again": again,
        "edition": edition,
        "state": state_badge(kept),
        "lead": f"Le {day(timezone.localdate(kept.kept_at))}{NBSP}: {state_words(kept)}.",
        "described": described(again.project),
        "clauses": list(enumerate(again.project.clauses, start=1)),
        "findings": [one for one in again.then if not one.missing],
        "missing": [one for one in again.then if one.missing],
        "has_note": rules.needs_note(again.project, again.then),
        "crumbs": _crumbs((TITLE, reverse("procurement:kept_checks")), (kept.title, "")),
    }
    return render(request, "procurement/kept_check.html", context)


@never_cache
@requires(belongs)
@require_safe
def kept_note(request: HttpRequest, check_id: int) -> HttpResponse:
    """The note of reasons of a kept check."""
    kept = _found(request, check_id)
    return _document(rules.project_from(kept.project), kept.title)


@never_cache
@requires(belongs)
@require_safe
def evidence(request: HttpRequest, check_id: int) -> HttpResponse:
    """Who checked what, when, under which rules, as files to put in the folder of the procedure."""
    kept = _found(request, check_id)
    project = rules.project_from(kept.project)
    then = [rules.finding_from(one) for one in kept.findings]
    day_of_note = timezone.localdate(kept.kept_at)
    content = evidence_pack(
        title=kept.title,
        who=str(kept.kept_by) if kept.kept_by else "un compte effacé",
        organisation=str(kept.organisation),
        when=moment(timezone.localtime(kept.kept_at)),
        edition=day(date.fromisoformat(kept.edition)),
        confirmed=kept.confirmed,
        project=kept.project,
        findings=then,
        note=reasons_document(rules.note_of_reasons(project), project, title=kept.title, today=day_of_note)
        if rules.needs_note(project, then)
        else None,
    )
    return attached(content, ZIP, f"preuves-controle-{kept.pk}.zip")


@never_cache
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """The note of reasons of the contract that the page of the check describes. Nothing is kept."""
    return _document(read_project(request.POST.get("marche", "").encode("utf-8", "replace")), "")


@never_cache
@requires(belongs)
@require_safe
def clauses(request: HttpRequest, check_id: int) -> HttpResponse:
    """The clauses of a kept check, as a document to go on writing."""
    kept = _found(request, check_id)
    written = [as_written(one, rank) for rank, one in enumerate(rules.project_from(kept.project).clauses, start=1)]
    if not written:
        raise Http404
    return attached(clause_set_document(written, today=timezone.localdate()), DOCX, "clauses.docx")


@requires(belongs)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, check_id: int) -> HttpResponse:
    """Say what is lost, then erase it."""
    kept = _found(request, check_id)
    if request.method == "POST":
        erase_check(kept.pk, by=author_of(request), now=timezone.now())
        messages.success(request, "Ce contrôle est effacé. Les autres restent.")
        return redirect("procurement:kept_checks")
    crumbs = _crumbs(
        (TITLE, reverse("procurement:kept_checks")), (kept.title, kept.get_absolute_url()), ("Effacer", "")
    )
    return render(request, "procurement/kept_erase.html", {"kept": kept, "crumbs": crumbs})


def _reads(request: HttpRequest) -> tuple[int | None, Collection[int]]:
    """The organisation in use and the Cités that this viewer reads."""
    viewer = known_viewer(request)
    return viewer.organisation_id, cites_read_by(viewer)


def _found(request: HttpRequest, check_id: int) -> KeptCheck:
    kept = queries.kept_check(check_id, known_viewer(request).organisation_id)
    if kept is None:
        raise Http404
    return kept


def _document(project: rules.Project, title: str) -> HttpResponse:
    today = timezone.localdate()
    content = reasons_document(rules.note_of_reasons(project), project, title=title, today=today)
    return attached(content, DOCX, f"note-des-motifs-{today:%Y-%m-%d}.docx")


def _counts(findings: list[rules.Finding]) -> str:
    blocked = sum(one.severity is rules.Severity.BLOCK for one in findings)
    warned = sum(one.severity is rules.Severity.WARN for one in findings)
    return f"{quantity(blocked, 'point bloque', 'points bloquent')}, {warned} à revoir"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Achats responsables", reverse("procurement:hub")), *more]
