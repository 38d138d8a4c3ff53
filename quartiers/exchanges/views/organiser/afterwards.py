"""After a session: what it leaves, who is told, the practices that come of it. And the questions of a cycle."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quartiers.exchanges import actions
from quartiers.exchanges.forms.afterwards import Afterwards, PracticeForm, QuestionsForm, testimony_initial
from quartiers.exchanges.forms.fields import refused_beside
from quartiers.exchanges.models import Cycle, Practice, Session
from quartiers.exchanges.queries import afterwards as left
from quartiers.exchanges.queries import organised
from quartiers.exchanges.rules import QuestionKind
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS
from quartiers.exchanges.views.organiser.doors import acting, frame
from quartiers.kernel.french import NBSP, quantity
from quartiers.kernel.typed import row_number
from quartiers.office.authors import author_of
from quartiers.web import editing

PRACTICE = "Une pratique"


def _question(one: dict[str, Any]) -> str:
    """A question on one line, with all that can be changed of it."""
    kind = ", ".join([QuestionKind(one["kind"]).label.lower(), *one["choices"], *["obligatoire"] * one["required"]])
    return f"{one['label']} ({kind}). {one['why']}"


#: What a session leaves, in words.
LEFT: editing.Readers = {
    "minutes": ("Compte rendu", str),
    "replay_address": ("Adresse de l’enregistrement", str),
    "transcript": ("Transcription", str),
    "resources": ("Les documents", editing.lines(lambda one: f"{one['title']}{NBSP}: {one['address']}")),
}
QUESTIONS = {"questions": ("Les questions posées", editing.lines(_question))}


@require_http_methods(FORM_METHODS)
@acting
def afterwards(request: HttpRequest, session: Session) -> HttpResponse:
    """Minutes, replay, documents; then the mail, and the cards."""
    now, stored = timezone.now(), left.left_by(session)
    base = editing.base_of(request, stored)
    form = Afterwards(editing.sent(request), stored=stored)
    context = frame(request, session.cycle, "", "Après la séance")
    if form.is_bound and form.is_valid():
        asked = form.state() | editing.chosen_theirs(request, stored)
        with refused_beside(form.left, "transcript"):
            merged = actions.set_afterwards(session, asked, base=base, by=author_of(request), now=now)
            if merged.clashes:
                choices = editing.in_words(merged.clashes, LEFT)
                return editing.ask_between(request, choices, stored, **context, who="", when=None)
            messages.success(request, "C’est enregistré. La page publique le montre.")
            return redirect("exchanges:afterwards", session_id=session.pk)
    resources = list(left.resources_of(session))
    is_over = session.ends_at <= now
    leaves = bool(resources or session.minutes or session.replay_address)
    context |= {
        "session": session,
        "form": form,
        "base": editing.written(base),
        "is_over": is_over,
        "leaves": leaves,
        "to_tell": len(left.not_told(session, resources)) if is_over and leaves else 0,
        "practices": left.practices_of(session),
        "testimonies": left.testimonies_of(session),
    }
    return render(request, "exchanges/organiser/afterwards.html", context)


@require_POST
@acting
def send_resources(request: HttpRequest, session: Session) -> HttpResponse:
    """Tell those who had a place."""
    count = actions.send_resources(session, by=author_of(request), now=timezone.now())
    messages.success(request, f"{quantity(count, 'courriel part', 'courriels partent')}.")
    return redirect("exchanges:afterwards", session_id=session.pk)


@require_http_methods(FORM_METHODS)
@acting
def new_practice(request: HttpRequest, session: Session) -> HttpResponse:
    """A card, prefilled with the testimony it comes from."""
    wanted = row_number(request.GET.get("moment", ""))
    item = left.testimonies_of(session).filter(pk=wanted).first() if wanted else None
    form = PracticeForm(editing.sent(request), initial=testimony_initial(item) if item else {})
    if form.is_valid():
        actions.write_practice(session, form.state(), by=author_of(request), now=timezone.now())
        return _kept(request, session, form)
    return _practice(request, session, form, base="")


@require_http_methods(FORM_METHODS)
@acting
def edit_practice(request: HttpRequest, practice: Practice) -> HttpResponse:
    session = practice.session
    if session is None:
        raise Http404
    stored = left.state_of_practice(practice)
    base = editing.base_of(request, stored)
    sent = editing.typed(request, base) if request.method == "POST" else None
    form = PracticeForm(sent, initial=stored | {"is_agreed": stored["is_published"]})
    if form.is_valid():
        by, now = author_of(request), timezone.now()
        merged = actions.change_practice(practice, form.state(), base=base, by=by, now=now)
        if merged.clashes:
            context = frame(request, session.cycle, "", PRACTICE)
            return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
        return _kept(request, session, form)
    return _practice(request, session, form, base=editing.written(base))


def _kept(request: HttpRequest, session: Session, form: PracticeForm) -> HttpResponse:
    is_published = form.cleaned_data["is_published"]
    said = "La fiche est publiée." if is_published else "La fiche est gardée, sans être publique."
    messages.success(request, said)
    return redirect("exchanges:afterwards", session_id=session.pk)


def _practice(request: HttpRequest, session: Session, form: PracticeForm, *, base: str) -> HttpResponse:
    context = frame(request, session.cycle, "", PRACTICE) | {"session": session, "form": form, "base": base}
    return render(request, "exchanges/organiser/practice.html", context)


@require_http_methods(FORM_METHODS)
@acting
def questions(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What is asked besides who one is."""
    stored = organised.questions_asked(cycle)
    base = editing.base_of(request, stored)
    form = QuestionsForm(editing.sent(request), **stored)
    context = frame(request, cycle, "", "Questions posées")
    if form.is_bound and form.is_valid():
        asked = form.state() | editing.chosen_theirs(request, stored)
        with refused_beside(form, "label"):
            merged = actions.set_questions(cycle, asked, base=base, by=author_of(request), now=timezone.now())
            if merged.clashes:
                choices = editing.in_words(merged.clashes, QUESTIONS)
                return editing.ask_between(request, choices, stored, **context, who="", when=None)
            messages.success(request, "Les questions sont à jour.")
            return redirect("exchanges:organise", cycle_id=cycle.pk)
    context |= {"form": form, "base": editing.written(base)}
    return render(request, "exchanges/organiser/questions.html", context)
