"""The simulators: a question in a form, the answer in the same page. Nothing is kept, nothing stands in an address.

Criteria may tell of health, of justice or of origin: they come by POST and leave with the answer.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.iae import rules
from quartiers.iae.drawing import pass_bar
from quartiers.iae.forms.passes import PassForm
from quartiers.iae.forms.simulators import EligibilityForm, GeiqForm
from quartiers.iae.queries.passes import PassSimulation
from quartiers.iae.queries.verified import ELIGIBILITY, GEIQ, PASS, are_verified
from quartiers.kernel.french import day, quantity
from quartiers.web.thread import Event, Knot

ONE_DAY = timedelta(days=1)


@require_safe
def simulators(request: HttpRequest) -> HttpResponse:
    """The three questions, each with its simulator."""
    return render(request, "iae/simulators.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request: HttpRequest) -> HttpResponse:
    """May this person enter, by which criteria, with which papers?"""
    today = localdate()
    form = EligibilityForm(request.POST if request.method == "POST" else None, today=today)
    if not (form.is_bound and form.is_valid()):
        return render(request, "iae/eligibility.html", {"form": form})
    author, employer = form.cleaned_data["auteur"], form.cleaned_data["employeur"]
    found = rules.explain_eligibility(author, employer, form.criteria, on=today)
    context = {
        "form": form,
        "found": found,
        "kind": "ok" if found.eligible else "bad",
        "counted": [one.told(today) for one in found.counted],
        "incompatible": [(one.told(today), other.told(today)) for one, other in found.incompatible],
        "others": [one.told(today) for one in found.criteria if one not in found.counted],
        "last_day": rules.diagnosis_expires_on(author, today) - ONE_DAY,
        "long_months": rules.VERY_LONG_TERM_MONTHS.on(today),
        "verified": are_verified(ELIGIBILITY, on=today),
    }
    return render(request, "iae/eligibility_answer.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pass_iae(request: HttpRequest) -> HttpResponse:
    """How long does this PASS last, with its suspensions and prolongations?"""
    form = PassForm(request.POST if request.method == "POST" else None, today=localdate())
    if form.is_bound and form.adding:
        form.show_rows_only()
        return render(request, "iae/pass.html", {"form": form})
    if not (form.is_bound and form.is_valid()):
        return render(request, "iae/pass.html", {"form": form})
    simulation = form.cleaned_data["simulation"]
    context = {
        "form": form,
        "simulation": simulation,
        "bar": pass_bar(simulation),
        "events": _events(simulation),
        "verified": are_verified(PASS, on=simulation.on),
    }
    return render(request, "iae/pass_answer.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def geiq(request: HttpRequest) -> HttpResponse:
    """How much does a GEIQ receive for this person?"""
    form = GeiqForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "iae/geiq.html", {"form": form})
    today = localdate()
    given = rules.geiq_criteria(form.criteria)
    by_prescriber = form.cleaned_data["auteur"] == "prescriber"
    aid = rules.explain_geiq(given, authorised_prescriber=by_prescriber, on=today)
    context = {
        "form": form,
        "amount": aid.amount,
        "sentence": aid.sentence,
        "reason": aid.reason,
        "given": given,
        "last_day": rules.geiq_diagnosis_expires_on(today) - ONE_DAY,
        "verified": are_verified(GEIQ, on=today),
    }
    return render(request, "iae/geiq_answer.html", context)


def _events(simulation: PassSimulation) -> Sequence[Event]:
    """What happens to the PASS, newest first, as the thread tells it."""
    status, on = simulation.status, simulation.on
    dated: list[tuple[date, date, str, str, Knot]] = [
        (simulation.start_on, simulation.start_on, "Début du PASS", "", Knot.DONE),
        *((first, last, "Suspension", "", Knot.PAUSE) for first, last in simulation.suspensions),
        *(
            (first, last, "Prolongation", rules.ProlongationReason(reason).label_on(simulation.on), Knot.DONE)
            for reason, first, last in simulation.prolongations
        ),
        (status.end_on, status.end_on, "Dernier jour du PASS", "", Knot.STOP),
        (status.end_on + ONE_DAY, status.waiting_period_end, "Délai de carence", "", Knot.PAUSE),
    ]
    return [_event(*one, on=on) for one in sorted(dated, key=lambda one: one[0], reverse=True)]


def _event(first: date, last: date, title: str, text: str, knot: Knot, *, on: date) -> Event:
    now = Knot.HERE if first <= on <= last and first != last else Knot.NEXT if first > on else knot
    return Event(title=title, text=text, when=_when(first, last), knot=now)


def _when(first: date, last: date) -> str:
    if first == last:
        return day(first)
    return f"du {day(first)} au {day(last)}, {quantity((last - first).days + 1, 'jour')}"
