"""Those who come: the list and its exports, entry by hand, attendance."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.exchanges import actions
from quartiers.exchanges.forms.fields import refused_beside
from quartiers.exchanges.forms.people import EntryForm, ListForm, MatchForm, PresencesForm
from quartiers.exchanges.models import Cycle, Participant, Question, Registration, Session
from quartiers.exchanges.participant_list import folded_name
from quartiers.exchanges.providers import host_address
from quartiers.exchanges.queries import organised, public
from quartiers.exchanges.rules import Audience, Place, Presence, Registrant, matched
from quartiers.exchanges.shown import when
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS
from quartiers.exchanges.views.organiser.doors import acting, frame, hosting
from quartiers.kernel.french import NBSP, quantity
from quartiers.office.actions import audit
from quartiers.office.authors import author_of
from quartiers.office.rules import Verb
from quartiers.web import editing
from quartiers.web.access import known_viewer
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter, list_response
from quartiers.web.lists.spec import FORMAT
from quartiers.web.templatetags.components import badge

PAGE_SIZE = 50
REGISTRATION = "exchanges.registration"
PLACES = {Place.CONFIRMED: "ok", Place.WAITING: "wait", Place.CANCELLED: "mute"}


@never_cache
@require_safe
@acting
def people(request: HttpRequest, cycle: Cycle) -> HttpResponseBase:
    """Everybody, by session; each reading and each export leaves a line of the journal, with what narrowed it."""
    verb = Verb.EXPORT if FORMAT in request.GET else Verb.READ
    spec, by = _spec(cycle), author_of(request)
    narrowed = [one.name for one in spec.filters if request.GET.get(one.name)]
    audit(verb, kind=REGISTRATION, object_id=cycle.pk, by=by, fields=narrowed, now=timezone.now())
    context = frame(request, cycle, "exchanges:people", "Inscrits")
    return list_response(request, spec, organised.registrations_in(cycle), "exchanges/organiser/people.html", context)


def _spec(cycle: Cycle) -> ListSpec:
    def sessions() -> list[tuple[str, str]]:
        return [(str(one.pk), one.title) for one in organised.sessions_of(cycle)]

    return ListSpec(
        id="inscrits",
        noun=Noun("inscription", "inscriptions", feminine=True),
        caption="Inscriptions de ce cycle",
        columns=(
            Column(
                "nom",
                "Nom",
                "participant.last_name",
                sort=("participant__last_name", "participant__first_name"),
                show=lambda row: str(row.participant),
                under=_address,
            ),
            Column("prenom", "Prénom", "participant.first_name", page=False),
            Column("courriel", "Courriel", "participant.email", page=False),
            Column("injoignable", "Courriel refusé", lambda row: "oui" if row.is_unreached else "", page=False),
            Column("telephone", "Téléphone", "participant.phone", page=False),
            Column("organisation", "Organisation", "participant.organisation", sort=("participant__organisation",)),
            Column("public", "Public", lambda row: Audience(row.participant.audience).label, page=False),
            Column("seance", "Séance", "session.title", sort=("session__starts_at",)),
            Column("inscrit-le", "Inscrit le", "asked_at", sort=("asked_at",), kind=Kind.DAY),
            Column(
                "statut",
                "Place",
                lambda row: Place(row.place).label,
                sort=("place",),
                show=lambda row: badge(PLACES[Place(row.place)], Place(row.place).label),
            ),
            Column("presence", "Présence", lambda row: Presence(row.presence).label, sort=("presence",)),
            Column("source", "Source de la présence", "presence_source", page=False),
            Column("saisi-par", "Saisi par", "participant.entered_by", page=False),
            Column("commune", "Commune", "participant.commune_name", page=False),
            *(_answer_column(one) for one in public.questions_of(cycle)),
        ),
        filters=(
            ChoiceFilter(
                "place",
                "Place",
                [(one.value, one.label) for one in Place],
                "place",
                everything="Toutes",
                chips=True,
                counts=True,
            ),
            ChoiceFilter("seance", "Séance", sessions, "session", everything="Toutes"),
            ChoiceFilter("public", "Public", [(one.value, one.label) for one in Audience], "participant__audience"),
            TextFilter(
                "q",
                "Nom, organisation ou courriel",
                (
                    "participant__last_name",
                    "participant__first_name",
                    "participant__organisation",
                    "participant__email",
                ),
            ),
        ),
        order="nom",
        empty=Empty(
            "Personne n’est encore inscrit.", "Les inscriptions apparaissent ici dès que le cycle est publié."
        ),
    )


def _address(row: Any) -> str:
    """Her address, and whether a mail to it came back."""
    email = row.participant.email
    return f"{email}, courriel refusé{NBSP}: appelez-la" if row.is_unreached else email or "sans courriel"


def _answer_column(question: Question) -> Column:
    """What was answered to a question, for the exports."""

    def answered(row: Registration) -> str:
        said = row.participant.answers.get(str(question.pk), "")
        return ", ".join(said) if isinstance(said, list) else str(said)

    return Column(f"question-{question.pk}", question.label, answered, page=False)


@never_cache
@require_http_methods(FORM_METHODS)
@acting
def enter(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Register a person who has no address, or who called."""
    now = timezone.now()
    open_ones = [one for one in public.bare(cycle, now=now) if one.is_open]
    form = EntryForm(request.POST or None, sessions=open_ones, questions=list(public.questions_of(cycle)))
    if form.is_valid():
        with refused_beside(form, "sessions"):
            asked = form.asked(entered_by=known_viewer(request).name)
            made = actions.register_for(cycle, asked, by=author_of(request), now=now)
            messages.success(request, f"{made} est inscrit.")
            if aside := actions.left_aside(made, asked):
                messages.warning(request, _kept_hers(made, aside))
            return redirect("exchanges:people", cycle_id=cycle.pk)
    context = frame(request, cycle, "", "Inscrire une personne") | {"form": form, "sessions": open_ones}
    return render(request, "exchanges/organiser/enter.html", context)


def _kept_hers(participant: Participant, aside: Mapping[str, str]) -> str:
    """What was typed and is not kept, because she had said otherwise."""
    listed = ", ".join(f"{label} «{NBSP}{said}{NBSP}»" for label, said in aside.items())
    return (
        f"Ce courriel est celui d’une personne déjà connue du cycle, {participant}{NBSP}: ce qu’elle a dit d’elle "
        f"reste. N’est donc pas gardé{NBSP}: {listed}."
    )


@never_cache
@require_http_methods(FORM_METHODS)
@hosting
def attendance(request: HttpRequest, session: Session) -> HttpResponse:
    """Who came, fifty at a time."""
    rows = Paginator(organised.attendance_of(session), PAGE_SIZE).get_page(request.GET.get("page"))
    stored = organised.presences_noted(rows.object_list)
    base = editing.base_of(request, stored)
    sent = editing.typed(request, base) if request.method == "POST" else None
    form = PresencesForm(sent, rows=list(rows.object_list))
    context = frame(request, session.cycle, "", "Présences")
    if form.is_valid():
        by, now = author_of(request), timezone.now()
        merged, count = actions.set_presences(session, form.state(), base=base, by=by, now=now)
        if merged.clashes:
            return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
        messages.success(request, f"{quantity(count, 'présence notée', 'présences notées')}.")
        return redirect(f"{reverse('exchanges:attendance', args=[session.pk])}?page={rows.number}")
    counted = organised.attendance(session)
    context |= {
        "session": session,
        "form": form,
        "base": editing.written(base),
        "page": rows,
        "lead": _present(session, counted),
        "unnamed": _unnamed(counted.unnamed),
        "has_begun": session.starts_at <= timezone.now(),
        "list_form": ListForm(),
    }
    return render(request, "exchanges/organiser/attendance.html", context)


@never_cache
@require_safe
@hosting
def room(request: HttpRequest, session: Session) -> HttpResponse:
    """Into the room, to run the session."""
    return HttpResponseRedirect(host_address(session, known_viewer(request).name))


def _present(session: Session, counted: organised.Attendance) -> str:
    return f"{quantity(counted.came, 'présent')} sur {quantity(counted.placed, 'inscrit')}, {when(session)}."


def _unnamed(count: int) -> str:
    """What is left of those whose names are erased; nothing when all are named."""
    if not count:
        return ""
    said = "inscrit n’est plus nommé", "inscrits ne sont plus nommés"
    return f"{quantity(count, *said)}{NBSP}: le temps de garde est passé, ou on l’a demandé. Les nombres restent."


@never_cache
@require_http_methods(FORM_METHODS)
@hosting
def import_attendance(request: HttpRequest, session: Session) -> HttpResponse:
    """A list of participants: who is who, then who was there."""
    rows = list(organised.attendance_of(session))
    context: dict[str, Any] = frame(request, session.cycle, "", "Liste des participants") | {"session": session}
    if "present" in request.POST or "relu" in request.POST:
        form = MatchForm(request.POST, rows=rows)
        if form.is_valid():
            count = actions.note_listed(session, form.present(), by=author_of(request), now=timezone.now())
            messages.success(request, f"{quantity(count, 'présence notée', 'présences notées')} d’après la liste.")
            return redirect("exchanges:attendance", session_id=session.pk)
        return render(
            request,
            "exchanges/organiser/match.html",
            context | {"form": form, "pairs": [], "unmatched": [], "lead": ""},
        )
    list_form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if not list_form.is_valid():
        return render(request, "exchanges/organiser/list.html", context | {"form": list_form})
    registrants = [
        Registrant(row.pk, row.participant.email, row.participant.first_name, row.participant.last_name)
        for row in rows
    ]
    found = matched(list_form.listed, registrants, fold=folded_name)
    said = {
        "form": MatchForm(rows=rows, matching=found),
        "pairs": found.pairs,
        "unmatched": found.unmatched,
        "lead": f"{quantity(len(found.pairs), 'personne reconnue', 'personnes reconnues')}, "
        f"{quantity(len(found.unmatched), 'ligne à regarder', 'lignes à regarder')}.",
    }
    return render(request, "exchanges/organiser/match.html", context | said)
