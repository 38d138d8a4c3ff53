"""After a session: what it leaves, who is told, the practices that come of it. And the questions of a cycle."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quartiers.exchanges import actions
from quartiers.exchanges.forms.afterwards import (
    Afterwards,
    PracticeForm,
    QuestionsForm,
    practice_initial,
    testimony_initial,
)
from quartiers.exchanges.models import Cycle, Practice, Session
from quartiers.exchanges.queries import afterwards as left
from quartiers.exchanges.queries.public import questions_of
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS
from quartiers.exchanges.views.organiser.doors import acting, frame
from quartiers.kernel.french import quantity
from quartiers.office.authors import author_of


@require_http_methods(FORM_METHODS)
@acting
def afterwards(request: HttpRequest, session: Session) -> HttpResponse:
    """Minutes, replay, documents; then the mail, and the cards."""
    now, resources = timezone.now(), list(left.resources_of(session))
    form = Afterwards(request.POST or None, session=session, resources=resources)
    if form.is_bound and form.is_valid():
        actions.set_afterwards(session, form.left.cleaned_data, form.resources(), by=author_of(request), now=now)
        messages.success(request, "C’est enregistré. La page publique le montre.")
        return redirect("exchanges:afterwards", session_id=session.pk)
    is_over = session.ends_at <= now
    leaves = bool(resources or session.minutes or session.replay_address)
    context = frame(request, session.cycle, "", "Après la séance") | {
        "session": session,
        "form": form,
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
    wanted = request.GET.get("moment", "")
    item = left.testimonies_of(session).filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None
    form = PracticeForm(request.POST or None, initial=testimony_initial(item) if item else {})
    return _written(request, session, form, None)


@require_http_methods(FORM_METHODS)
@acting
def edit_practice(request: HttpRequest, practice: Practice) -> HttpResponse:
    if practice.session is None:
        raise Http404
    form = PracticeForm(request.POST or None, initial=practice_initial(practice))
    return _written(request, practice.session, form, practice)


def _written(request: HttpRequest, session: Session, form: PracticeForm, practice: Practice | None) -> HttpResponse:
    if form.is_valid():
        is_published = bool(form.cleaned_data["is_published"])
        by, now = author_of(request), timezone.now()
        actions.write_practice(session, form.values(), practice=practice, is_published=is_published, by=by, now=now)
        said = "La fiche est publiée." if is_published else "La fiche est gardée, sans être publique."
        messages.success(request, said)
        return redirect("exchanges:afterwards", session_id=session.pk)
    context: dict[str, Any] = frame(request, session.cycle, "", "Une pratique")
    return render(request, "exchanges/organiser/practice.html", context | {"session": session, "form": form})


@require_http_methods(FORM_METHODS)
@acting
def questions(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What is asked besides who one is."""
    form = QuestionsForm(request.POST or None, questions=list(questions_of(cycle)))
    if form.is_bound and form.is_valid():
        actions.set_questions(cycle, form.asked(), by=author_of(request), now=timezone.now())
        messages.success(request, "Les questions sont à jour.")
        return redirect("exchanges:organise", cycle_id=cycle.pk)
    context = frame(request, cycle, "", "Questions posées") | {"form": form}
    return render(request, "exchanges/organiser/questions.html", context)
