"""«Mon fichier»: a table goes, comes back completed, and nothing of it stays."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from quartiers.kernel.french import NBSP, day, number, quantity
from quartiers.office import queries as office_queries
from quartiers.office.actions import cancel_job, erase_job
from quartiers.office.rules import JobState
from quartiers.territory import actions
from quartiers.territory.actions.files import FILE_LOCATION, STATUSES, UPLOAD_MAX_BYTES
from quartiers.territory.forms.files import FileForm, too_large_form
from quartiers.territory.queries.files import ANSWERS, answer_file, preview
from quartiers.territory.rules import Verdict
from quartiers.web.errors import Gone
from quartiers.web.exports import CSV_TYPE, XLSX_TYPE, csv_response
from quartiers.web.throttle import throttled

if TYPE_CHECKING:
    from quartiers.office.models import Job

FORM_ROOM_BYTES = 64 * 1024  # the other fields of the form, and the borders between them
DRAINED_BYTES = 256 * 1024**2
BLOCK = 64 * 1024
LONG = timedelta(seconds=20)
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
GONE = (
    f"Cette réponse a été effacée{NBSP}: rien n’est gardé après le téléchargement, ni plus d’une heure. "
    "Envoyez votre fichier de nouveau si vous en avez encore besoin."
)
CANCELLED = "Le travail est annulé. Votre fichier et ce qui était déjà trouvé sont effacés."
BADGES = {Verdict.YES: "ok", Verdict.NO: "mute", Verdict.CHECK: "warn", Verdict.UNKNOWN: "info"}
KINDS = {STATUSES[verdict]: badge for verdict, badge in BADGES.items()}
MODEL = (
    ("dossier", "adresse", "code postal", "ville"),
    (("A-001", "12 rue de la Paix", "11100", "Narbonne"), ("A-002", "3 place du Marché", "65000", "Tarbes")),
)


@csrf_exempt  # checked by ``_file``: the proof stands in the body, which is not read before its size is known
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("file", limit=20, per_seconds=600)
def file(request: HttpRequest) -> HttpResponse:
    """What to send, what becomes of it, and the form."""
    if _announced_bytes(request) > UPLOAD_MAX_BYTES + FORM_ROOM_BYTES:
        _drain(request)
        return render(request, "territory/file.html", {"form": too_large_form()}, status=413)
    return _file(request)


@csrf_protect
def _file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not (form.is_bound and form.is_valid()):
        return render(request, "territory/file.html", {"form": form})
    on = form.cleaned_data["le"] or timezone.localdate()
    job = actions.start_file_location(form.cleaned_data["fichier"].chunks(), on=on, now=timezone.now())
    return redirect("territory:file_job", token=job.token)


@require_safe
def model(request: HttpRequest) -> StreamingHttpResponse:
    """A table to fill in."""
    return csv_response("modele-adresses", *MODEL)


@never_cache
@require_safe
def file_job(request: HttpRequest, token: str) -> HttpResponse:
    """Where the work is, then its answer; htmx asks for the progress alone."""
    job = _job(token)
    if JobState(job.state).is_open:
        template = "territory/_file_progress.html" if request.htmx else "territory/file_waiting.html"  # type: ignore[attr-defined]  # set by django-htmx
        return render(request, template, {"job": job, "is_long": timezone.now() - job.created_at > LONG})
    if request.htmx:  # type: ignore[attr-defined]  # set by django-htmx
        return HttpResponseClientRefresh()
    if job.state == JobState.FAILED:
        form = FileForm(initial={"le": job.payload["on"]})
        return render(request, "territory/file.html", {"form": form, "trouble": job.error})
    return _answer(request, job)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the work and forget it."""
    job = _job(token)
    cancel_job(job)
    erase_job(job)
    messages.success(request, CANCELLED)
    return redirect("territory:file")


@never_cache
@require_POST
def download(request: HttpRequest, token: str) -> StreamingHttpResponse:
    """The answer; once it has left to its last byte, nothing of it stays here."""
    job = _job(token)
    kind = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
    path = answer_file(token, kind) if job.state == JobState.DONE else None
    if path is None:
        raise Gone(GONE)
    headers = {
        "Content-Disposition": f'attachment; filename="{ANSWERS[kind]}"',
        "Content-Length": str(path.stat().st_size),
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(_sent_then_erased(job, path), content_type=TYPES[kind], headers=headers)


def _job(token: str) -> "Job":
    """Raises:
    Gone: erased, past its date, or never there: nothing is kept that could tell them apart.
    """
    job = office_queries.job_by_token(token, kind=FILE_LOCATION)
    if job is None or job.expires_at <= timezone.now() or job.state == JobState.CANCELLED:
        raise Gone(GONE)
    return job


def _answer(request: HttpRequest, job: "Job") -> HttpResponse:
    shown = preview(job.token)
    if shown is None:
        raise Gone(GONE)
    counts = {verdict: job.result["counts"][verdict.value] for verdict in Verdict}
    context = {
        "job": job,
        "lead": _counts_sentence(counts, on=date.fromisoformat(job.payload["on"])),
        "counts": [(STATUSES[verdict], BADGES[verdict], count) for verdict, count in counts.items()],
        "remarks": job.result["remarks"],
        "preview": shown,
        "rows": [(row, KINDS[row.status]) for row in shown.rows],
        "caption": f"Les premières lignes de la réponse{NBSP}: {number(len(shown.rows))} sur {number(job.total)}",
    }
    return render(request, "territory/file_answer.html", context)


def _counts_sentence(counts: dict[Verdict, int], *, on: date) -> str:
    """Rows without an answer are said as soon as there is one: they are no «non»."""
    unknown = counts[Verdict.UNKNOWN]
    return (
        f"Sur {quantity(sum(counts.values()), 'ligne')}, {number(counts[Verdict.YES])} dans un quartier prioritaire "
        f"au {day(on)}, {number(counts[Verdict.CHECK])} à vérifier"
        + (f", {quantity(unknown, 'inconnue')}." if unknown else ".")
    )


def _sent_then_erased(job: "Job", path: Path) -> Iterator[bytes]:
    """A reader who leaves before the end closes this generator: the answer then waits for another try."""
    with path.open("rb") as answer:
        while block := answer.read(BLOCK):
            yield block
    erase_job(job)


def _announced_bytes(request: HttpRequest) -> int:
    """0 where the header says nothing readable; Django then reads no body."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said[:18]) if said.isascii() and said.isdigit() else 0


def _drain(request: HttpRequest) -> None:
    """Let a body that is too large pass by, unkept: a browser only shows the answer once it has sent everything."""
    with suppress(UnreadablePostError):
        for _ in range(DRAINED_BYTES // BLOCK):
            if not request.read(BLOCK):
                return
