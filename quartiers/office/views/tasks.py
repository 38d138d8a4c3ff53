"""Background work, for who manages the platform: what runs, what failed, start again, stop."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from quartiers.kernel import french
from quartiers.office import actions, queries
from quartiers.office.authors import author_of
from quartiers.office.models import Job
from quartiers.office.rules import OPEN_STATES, JobState
from quartiers.web.access import ADMINISTRATION, requires
from quartiers.web.lists import ChoiceFilter, Column, Empty, ListSpec, Noun, list_response
from quartiers.web.templatetags.components import badge

BADGES = {
    JobState.WAITING: "wait",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "mute",
}


def _label(job: Job) -> str:
    return _capital(actions.job_kind(job.kind).label)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _state(job: Job) -> str:
    state = JobState(job.state)
    return badge(BADGES[state], state.label)


def _progress(job: Job) -> str:
    return f"{french.number(job.done)} sur {french.number(job.total)}" if job.total else ""


TASKS = ListSpec(
    id="taches",
    noun=Noun("tâche", "tâches", feminine=True),
    caption="Tâches de fond",
    columns=(
        Column("nature", "Tâche", _label, sort=("kind",), link=lambda job: reverse("office:task", args=[job.pk])),
        Column("etat", "État", lambda job: JobState(job.state).label, sort=("state",), show=_state),
        Column("avancement", "Avancement", _progress, missing="–"),
        Column("essai", "Essais", "attempt", sort=("attempt",)),
        Column(
            "quand",
            "Demandée",
            "created_at",
            sort=("created_at",),
            show=lambda job: french.moment(timezone.localtime(job.created_at)),
        ),
        Column("erreur", "Erreur", "error", missing="–"),
    ),
    filters=(
        ChoiceFilter(
            "etat",
            "État",
            [(state.value, _capital(state.label)) for state in JobState],
            "state",
            everything="Toutes",
            chips=True,
            counts=True,
        ),
    ),
    order="-quand",
    empty=Empty(
        "Aucune tâche.", "Une tâche paraît ici quand une page demande un travail de fond, et s’efface à sa date."
    ),
)


@require_safe
@requires(ADMINISTRATION)
def tasks(request: HttpRequest) -> HttpResponseBase:
    counts = queries.job_counts()
    failed = counts.get(JobState.FAILED, 0)
    open_ones = sum(counts.get(state, 0) for state in OPEN_STATES)
    context = {
        "lead": f"{french.quantity(failed, 'tâche')} en échec, {french.number(open_ones)} en attente ou en cours.",
        "timers": queries.timer_lines(now=timezone.now()),
    }
    return list_response(request, TASKS, queries.jobs(), "office/tasks.html", context)


@require_safe
@requires(ADMINISTRATION)
def task(request: HttpRequest, job_id: int) -> HttpResponse:
    job = _found(job_id)
    state, kind = JobState(job.state), actions.job_kind(job.kind)
    context = {
        "job": job,
        "title": _label(job),
        "state": state.label,
        "badge": BADGES[state],
        "may_retry": state is JobState.FAILED and kind.repeatable,
        "may_cancel": state.is_open and not job.is_writing,
        "files_left": state is JobState.FAILED and not kind.repeatable,
    }
    return render(request, "office/task.html", context)


@require_POST
@requires(ADMINISTRATION)
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    actions.retry_job(_found(job_id), by=author_of(request), now=timezone.now())
    messages.success(request, "La tâche reprend. Rechargez la page pour voir où elle en est.")
    return redirect("office:task", job_id=job_id)


@require_POST
@requires(ADMINISTRATION)
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    actions.stop_job(_found(job_id), by=author_of(request), now=timezone.now())
    messages.success(request, "La tâche est annulée, ses fichiers sont effacés.")
    return redirect("office:task", job_id=job_id)


def _found(job_id: int) -> Job:
    job = queries.job_by_id(job_id)
    if job is None:
        raise Http404
    return job
