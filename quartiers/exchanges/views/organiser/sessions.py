"""Sessions of a cycle: write, change with the difference shown first, programme, publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quartiers.exchanges import actions
from quartiers.exchanges.forms.fields import refused_beside
from quartiers.exchanges.forms.organising import Programme, SessionForm
from quartiers.exchanges.models import Cycle, Session
from quartiers.exchanges.queries import organised
from quartiers.exchanges.rules import Part, Stage
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS, asked_stage
from quartiers.exchanges.views.organiser.doors import acting, frame
from quartiers.kernel.french import NBSP, quantity
from quartiers.kernel.merge import merge
from quartiers.office.authors import author_of
from quartiers.web import editing

SAID = {
    Stage.PUBLISHED: "La séance est publiée.",
    Stage.CLOSED: "Les inscriptions à cette séance sont closes.",
    Stage.ARCHIVED: "La séance est archivée.",
}
#: Sent back by the page that shows what changes and who will be told.
READ = "relu"
#: The two lists of a programme: their name, and a line of each in words.
LISTS = {
    "items": (
        "Les moments",
        editing.lines(lambda one: f"{Part(one['part']).label}{NBSP}: {one['title']}, {one['minutes']}{NBSP}min"),
    ),
    "speakers": ("Qui intervient", editing.lines(lambda one: ", ".join(filter(None, one.values())))),
}


@require_http_methods(FORM_METHODS)
@acting
def new_session(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = SessionForm(request.POST or None)
    if form.is_valid():
        values = organised.values_of_session(form.state(), zone=cycle.zone)
        made = actions.create_session(cycle, values, by=author_of(request), now=timezone.now())
        messages.success(request, "La séance est ajoutée, en brouillon. Écrivez son programme et qui intervient.")
        return redirect("exchanges:programme", session_id=made.pk)
    context = frame(request, cycle, "", "Nouvelle séance") | {"form": form, "session": None}
    return render(request, "exchanges/organiser/session_form.html", context)


@require_http_methods(FORM_METHODS)
@acting
def edit_session(request: HttpRequest, session: Session) -> HttpResponse:
    """Change a session; when people have it in their calendar, what will be told them is shown before."""
    stored = organised.state_of_session(session)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base, several=["audiences"]) if request.method == "POST" else None
    form = SessionForm(data, initial=stored)
    context = frame(request, session.cycle, "", session.title)
    shown = context | {"form": form, "session": session, "base": editing.written(base)}
    if not form.is_valid():
        return render(request, "exchanges/organiser/session_form.html", shown)
    merged = merge(base, form.state(), stored)
    told = {} if merged.clashes else _told(session, merged.values)
    if told and (READ not in request.POST or editing.has_chosen(request)):
        return render(request, "exchanges/organiser/session_change.html", shown | told)
    with refused_beside(form, "quota"):
        by, now = author_of(request), timezone.now()
        merged, count = actions.change_session(session, form.state(), base=base, by=by, now=now)
    if form.errors:
        return render(request, "exchanges/organiser/session_form.html", shown)
    if merged.clashes:
        return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
    letters = f" {quantity(count, 'inscrit est prévenu', 'inscrits sont prévenus')} par courriel." if count else ""
    messages.success(request, f"La séance est à jour.{letters}")
    return redirect("exchanges:organise", cycle_id=session.cycle_id)


def _told(session: Session, state: dict[str, Any]) -> dict[str, Any]:
    """What will be told, and to how many; nothing when nobody must learn anything."""
    values = organised.values_of_session(state, zone=session.cycle.zone)
    changes = organised.told_changes(session, values)
    people = organised.confirmed_in(session).count()
    if not changes or not people or values["ends_at"] <= timezone.now():
        return {}
    return {"changes": changes, "people": people}


@require_http_methods(FORM_METHODS)
@acting
def programme(request: HttpRequest, session: Session) -> HttpResponse:
    """Moments and speakers, in order."""
    stored = organised.programme_of(session)
    base = editing.base_of(request, stored)
    form = Programme(request.POST or None, **stored)
    context = frame(request, session.cycle, "", "Programme")
    if request.method == "POST" and form.is_valid():
        asked = form.state() | editing.chosen_theirs(request, stored)
        merged = actions.set_programme(session, asked, base=base, by=author_of(request), now=timezone.now())
        if merged.clashes:
            choices = editing.in_words(merged.clashes, LISTS)
            return editing.ask_between(request, choices, stored, **context, who="", when=None)
        messages.success(request, "Le programme est à jour.")
        return redirect("exchanges:organise", cycle_id=session.cycle_id)
    context |= {
        "session": session,
        "form": form,
        "base": editing.written(base),
        "known": organised.known_organisations(session.cycle.organiser_id),
    }
    return render(request, "exchanges/organiser/programme.html", context)


@require_POST
@acting
def session_step(request: HttpRequest, session: Session) -> HttpResponse:
    """Publish, close or open again one session."""
    stage = asked_stage(request)
    actions.set_session_stage(session, stage, by=author_of(request), now=timezone.now())
    messages.success(request, SAID[stage])
    return redirect("exchanges:organise", cycle_id=session.cycle_id)
