"""Committees of a Cité: call, note, decide, follow, print."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.actions import committees as actions
from quartiers.actors.forms.committees import AttendanceForm, CommitteeForm, DecisionForm, FollowForm
from quartiers.actors.models import Cite, Committee
from quartiers.actors.queries import committees as queries
from quartiers.actors.queries.edited import state_of_committee
from quartiers.actors.rules.committees import CommitteeKind, DecisionState, Presence, Urgency
from quartiers.actors.views.cites.doors import managing, working
from quartiers.actors.views.cites.work import frame
from quartiers.kernel.french import NBSP, long_day, quantity
from quartiers.office.authors import author_of
from quartiers.web import editing

FORM_METHODS = ["GET", "HEAD", "POST"]
#: Chips of the page of decisions.
STATES = (Urgency.LATE, Urgency.NEAR, Urgency.AHEAD, Urgency.UNDATED, Urgency.CLOSED)


@require_safe
@working
def committees(request: HttpRequest, cite: Cite) -> HttpResponse:
    today = timezone.localdate()
    rows = list(queries.committees(cite))
    context = frame(request, cite, "cites:committees", "Comités") | {
        "coming": sorted((row for row in rows if row.held_on >= today), key=lambda row: row.held_on),
        "held": [row for row in rows if row.held_on < today],
        "lead": _lead(rows, today),
    }
    return render(request, "actors/cites/committees.html", context)


def _lead(rows: list[Any], today: Any) -> str:
    coming = min((row.held_on for row in rows if row.held_on >= today), default=None)
    if not rows:
        return "Aucune réunion n’est encore notée."
    held = quantity(sum(row.held_on < today for row in rows), "réunion tenue", "réunions tenues")
    return f"La prochaine est {long_day(coming)}. {held}." if coming else f"Aucune n’est prévue. {held}."


@require_http_methods(FORM_METHODS)
@managing
def call(request: HttpRequest, cite: Cite) -> HttpResponse:
    form = CommitteeForm(editing.sent(request), initial={"kind": CommitteeKind.STEERING.value})
    if request.method == "POST" and form.is_valid():
        made = actions.call_committee(cite, form.values(), **_by(request))
        messages.success(request, "La réunion est notée. Notez les présences et les décisions sur sa page.")
        return redirect("cites:committee", cite.slug, made.pk)
    context = frame(request, cite, "", "Nouvelle réunion") | {"form": form, "base": ""}
    return render(request, "actors/cites/committee_form.html", context)


@require_safe
@working
def committee(request: HttpRequest, cite: Cite, committee_id: int) -> HttpResponse:
    found = _found(cite, committee_id)
    return render(request, "actors/cites/committee.html", _shown(request, cite, found))


@require_safe
@working
def minutes(request: HttpRequest, cite: Cite, committee_id: int) -> HttpResponse:
    """The same, as a page to print."""
    found = _found(cite, committee_id)
    return render(request, "actors/cites/minutes.html", _shown(request, cite, found))


def _shown(request: HttpRequest, cite: Cite, found: Committee, **bound: Any) -> dict[str, Any]:
    rows = list(queries.attendance(found))
    present = [row for row in rows if row.presence == Presence.PRESENT]
    decisions = queries.decisions_of(found, on=timezone.localdate())
    kind = CommitteeKind(found.kind).label
    forms = {"attendance_form": AttendanceForm(cite=cite), "decision_form": DecisionForm(cite=cite)} | bound
    return (
        frame(request, cite, "cites:committees", kind)
        | {
            "committee": found,
            "hour": _hour(found),
            "kind": kind,
            "title": f"{kind[0].upper()}{kind[1:]} du {long_day(found.held_on)}",
            "present": present,
            "excused": [row for row in rows if row.presence == Presence.EXCUSED],
            "attendance": rows,
            "decisions": decisions,
            "late": queries.counts(decisions)[Urgency.LATE],
        }
        | forms
    )


def _hour(found: Committee) -> str:
    """«14 h», «9 h 30», or nothing."""
    at = found.starts_at
    if at is None:
        return ""
    return f"{at.hour}{NBSP}h{NBSP}{at.minute:02}" if at.minute else f"{at.hour}{NBSP}h"


@require_http_methods(FORM_METHODS)
@managing
def edit(request: HttpRequest, cite: Cite, committee_id: int) -> HttpResponse:
    found = _found(cite, committee_id)
    stored = state_of_committee(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = CommitteeForm(data, initial=stored)
    context = frame(request, cite, "", "Modifier la réunion") | {"committee": found}
    if data is not None and form.is_valid():
        merged = actions.change_committee(found.pk, form.values(), base=base, **_by(request))
        if not merged.clashes:
            messages.success(request, "La réunion est à jour.")
            return redirect("cites:committee", cite.slug, found.pk)
        return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
    context |= {"form": form, "base": editing.written(base)}
    return render(request, "actors/cites/committee_form.html", context)


@require_POST
@managing
def attend(request: HttpRequest, cite: Cite, committee_id: int) -> HttpResponse:
    found = _found(cite, committee_id)
    form = AttendanceForm(request.POST, cite=cite)
    if not form.is_valid():
        context = _shown(request, cite, found, attendance_form=form, form=form)
        return render(request, "actors/cites/committee.html", context)
    values = form.cleaned_data
    row = actions.note_attendance(
        found, values["organisation"], Presence(values["presence"]), person=values["person"], **_by(request)
    )
    messages.success(request, f"{row.organisation} est notée dans les présences.")
    return redirect(reverse("cites:committee", args=[cite.slug, found.pk]) + "#presences")


@require_POST
@managing
def forget_attendance(request: HttpRequest, cite: Cite, committee_id: int, attendance_id: int) -> HttpResponse:
    found = _found(cite, committee_id)
    actions.forget_attendance(found, attendance_id, **_by(request))
    messages.success(request, "La ligne de présence est retirée.")
    return redirect(reverse("cites:committee", args=[cite.slug, found.pk]) + "#presences")


@require_POST
@managing
def decide(request: HttpRequest, cite: Cite, committee_id: int) -> HttpResponse:
    found = _found(cite, committee_id)
    form = DecisionForm(request.POST, cite=cite)
    if not form.is_valid():
        context = _shown(request, cite, found, decision_form=form, form=form)
        return render(request, "actors/cites/committee.html", context)
    values = form.cleaned_data
    made = actions.decide(found, values["text"], values["organisation"], due_on=values["due_on"], **_by(request))
    messages.success(request, f"La décision est notée. {made.owner} s’en charge.")
    return redirect(reverse("cites:committee", args=[cite.slug, found.pk]) + "#decisions")


@require_safe
@working
def decisions(request: HttpRequest, cite: Cite) -> HttpResponse:
    """The decisions of every committee, late first; ``etat`` keeps those that stand somewhere."""
    rows = queries.decisions(cite, on=timezone.localdate())
    counts = queries.counts(rows)
    asked = request.GET.get("etat", "")
    shown = [row for row in rows if row.urgency == asked] if asked in {one.value for one in STATES} else rows
    context = frame(request, cite, "cites:decisions", "Décisions") | {
        "rows": shown,
        "asked": asked,
        "chips": [(one.label, one.value, counts[one]) for one in STATES if counts[one]],
        "total": len(rows),
        "lead": _followed(counts, len(rows)),
    }
    return render(request, "actors/cites/decisions.html", context)


def _followed(counts: dict[Urgency, int], total: int) -> str:
    if not total:
        return "Aucune décision n’est encore notée."
    late = counts[Urgency.LATE]
    kept = quantity(counts[Urgency.CLOSED], "décision close", "décisions closes")
    running = quantity(total - counts[Urgency.CLOSED], "décision en cours", "décisions en cours")
    return f"{running}, dont {late} en retard. {kept}." if late else f"{running}, aucune en retard. {kept}."


@require_http_methods(FORM_METHODS)
@managing
def decision(request: HttpRequest, cite: Cite, decision_id: int) -> HttpResponse:
    """Say what became of a decision."""
    found = queries.find_decision(cite, decision_id)
    if found is None:
        raise Http404
    initial = {"state": found.state, "due_on": found.due_on, "note": found.note}
    form = FollowForm(editing.sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        actions.follow_decision(
            found, DecisionState(values["state"]), due_on=values["due_on"], note=values["note"], **_by(request)
        )
        messages.success(request, "La suite de la décision est notée.")
        return redirect("cites:decisions", cite.slug)
    context = frame(request, cite, "", "Suivre une décision") | {"form": form, "decision": found}
    return render(request, "actors/cites/decision.html", context)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": author_of(request), "now": timezone.now()}


def _found(cite: Cite, committee_id: int) -> Committee:
    found = queries.find_committee(cite, committee_id)
    if found is None:
        raise Http404
    return found
