"""Sessions of a cycle: write, change with the difference shown first, programme, publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quartiers.exchanges import actions
from quartiers.exchanges.forms.organising import Programme, SessionForm, session_initial
from quartiers.exchanges.models import Cycle, Session
from quartiers.exchanges.queries import organised
from quartiers.exchanges.rules import Stage
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS, asked_stage
from quartiers.exchanges.views.organiser.doors import acting, frame
from quartiers.kernel.french import quantity
from quartiers.office.authors import author_of

SAID = {
    Stage.PUBLISHED: "La séance est publiée.",
    Stage.CLOSED: "Les inscriptions à cette séance sont closes.",
    Stage.ARCHIVED: "La séance est archivée.",
}
#: Sent back by the page that shows what changes and who will be told.
READ = "relu"


@require_http_methods(FORM_METHODS)
@acting
def new_session(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = SessionForm(request.POST or None, cycle=cycle)
    if form.is_valid():
        made = actions.create_session(cycle, form.values(), by=author_of(request), now=timezone.now())
        messages.success(request, "La séance est ajoutée, en brouillon. Écrivez son programme et qui intervient.")
        return redirect("exchanges:programme", session_id=made.pk)
    context = frame(request, cycle, "", "Nouvelle séance") | {"form": form, "session": None}
    return render(request, "exchanges/organiser/session_form.html", context)


@require_http_methods(FORM_METHODS)
@acting
def edit_session(request: HttpRequest, session: Session) -> HttpResponse:
    """Change a session; when people have it in their calendar, what will be told them is shown before."""
    form = SessionForm(request.POST or None, cycle=session.cycle, initial=session_initial(session))
    context = frame(request, session.cycle, "", session.title) | {"form": form, "session": session}
    if not form.is_valid():
        return render(request, "exchanges/organiser/session_form.html", context)
    values, now = form.values(), timezone.now()
    told = _told(session, values)
    if told and READ not in request.POST:
        return render(request, "exchanges/organiser/session_change.html", context | told)
    count = actions.change_session(session, values, by=author_of(request), now=now)
    letters = f" {quantity(count, 'inscrit est prévenu', 'inscrits sont prévenus')} par courriel." if count else ""
    messages.success(request, f"La séance est à jour.{letters}")
    return redirect("exchanges:organise", cycle_id=session.cycle_id)


def _told(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """What will be told, and to how many; nothing when nobody must learn anything."""
    changes = organised.told_changes(session, values)
    people = organised.confirmed_in(session).count()
    if not changes or not people or values["ends_at"] <= timezone.now():
        return {}
    return {"changes": changes, "people": people}


@require_http_methods(FORM_METHODS)
@acting
def programme(request: HttpRequest, session: Session) -> HttpResponse:
    """Moments and speakers, in order."""
    items, speakers = organised.programme_of(session)
    form = Programme(request.POST or None, items=items, speakers=speakers)
    if request.method == "POST" and form.is_valid():
        written = form.written()
        actions.set_programme(session, *written, by=author_of(request), now=timezone.now())
        messages.success(request, "Le programme est à jour.")
        return redirect("exchanges:organise", cycle_id=session.cycle_id)
    context = frame(request, session.cycle, "", "Programme") | {"session": session, "form": form}
    return render(request, "exchanges/organiser/programme.html", context)


@require_POST
@acting
def session_step(request: HttpRequest, session: Session) -> HttpResponse:
    """Publish, close or open again one session."""
    stage = asked_stage(request)
    actions.set_session_stage(session, stage, by=author_of(request), now=timezone.now())
    messages.success(request, SAID[stage])
    return redirect("exchanges:organise", cycle_id=session.cycle_id)
