"""The needs board, a group, its second group and its invitations."""

from datetime import time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.exchanges import actions
from quartiers.exchanges.forms.board import AnswerForm, ChosenForm, MergeForm, SecondGroupForm
from quartiers.exchanges.forms.fields import refused_beside
from quartiers.exchanges.models import Cycle, NeedGroup
from quartiers.exchanges.queries import board, organised
from quartiers.exchanges.rules import working_day
from quartiers.exchanges.views.organiser.cycles import FORM_METHODS
from quartiers.exchanges.views.organiser.doors import acting, frame, reading
from quartiers.kernel.french import NBSP, quantity
from quartiers.office.authors import author_of
from quartiers.web import editing

SET_ASIDE = "ecarter"
#: A second group is proposed so far ahead, in the morning.
AHEAD, FROM, TO = timedelta(days=28), time(10, 0), time(11, 30)


@require_safe
@reading
def needs(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What people need: what is new, by nature and session, then the groups and what came of them."""
    clusters, groups = board.clusters(cycle), board.group_lines(cycle)
    new = sum(len(one.needs) for one in clusters)
    context = frame(request, cycle, "exchanges:needs", "Besoins") | {
        "clusters": clusters,
        "groups": groups,
        "lead": f"{quantity(new, 'besoin à regarder', 'besoins à regarder')}, "
        f"{quantity(len(groups), 'groupe formé', 'groupes formés')}.",
    }
    return render(request, "exchanges/organiser/needs.html", context)


@require_POST
@acting
def sort_needs(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Group the needs that are ticked, or set them aside."""
    numbers = list(board.needs_in(cycle).values_list("pk", flat=True))
    form = ChosenForm(request.POST, numbers=numbers)
    chosen = form.cleaned_data["needs"] if form.is_valid() else []
    by, now = author_of(request), timezone.now()
    if SET_ASIDE in request.POST:
        count = actions.set_aside(cycle, chosen, by=by, now=now)
        messages.success(request, f"{quantity(count, 'besoin mis de côté', 'besoins mis de côté')}.")
        return redirect("exchanges:needs", cycle_id=cycle.pk)
    group = actions.group_needs(cycle, chosen, title=form.cleaned_data.get("title", ""), by=by, now=now)
    messages.success(request, f"{quantity(len(chosen), 'besoin regroupé', 'besoins regroupés')}.")
    return redirect("exchanges:group", group_id=group.pk)


@never_cache
@require_safe
@reading
def group(request: HttpRequest, found: NeedGroup) -> HttpResponse:
    return _page(request, found)


def _page(request: HttpRequest, found: NeedGroup, **bound: Any) -> HttpResponse:
    needs = list(board.needs_of_group(found))
    invitations = list(board.invitations_to(found)) if found.session_id else []
    to_invite = board.askers_to_invite(found).count()
    context = frame(request, found.cycle, "", found.title) | {
        "group": found,
        "needs": needs,
        "invitations": invitations,
        "accepted": sum(one.answer == "accepted" for one in invitations),
        "to_invite": to_invite,
        "lead": f"{quantity(len(needs), 'besoin')}, "
        f"{quantity(to_invite, 'personne à inviter', 'personnes à inviter')}.",
        "answer_form": AnswerForm(initial={"answer": found.answer}),
        "base": editing.written(editing.base_of(request, {"answer": found.answer})),
        "merge_form": MergeForm(group=found),
    }
    return render(request, "exchanges/organiser/group.html", context | bound)


@require_POST
@acting
def answer(request: HttpRequest, found: NeedGroup) -> HttpResponse:
    stored = {"answer": found.answer}
    base = editing.base_of(request, stored)
    form = AnswerForm(editing.typed(request, base))
    if not form.is_valid():
        return _page(request, found, answer_form=form)
    merged = actions.answer_group(found, form.cleaned_data, base=base, by=author_of(request), now=timezone.now())
    if merged.clashes:
        context = frame(request, found.cycle, "", found.title)
        return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
    messages.success(request, "La réponse est visible sur la page de chaque personne du groupe.")
    return redirect("exchanges:group", group_id=found.pk)


@require_POST
@acting
def merge(request: HttpRequest, found: NeedGroup) -> HttpResponse:
    form = MergeForm(request.POST, group=found)
    other = board.groups_in(found.cycle).filter(pk=form.cleaned_data["other"]).first() if form.is_valid() else None
    if other is None:
        raise Http404
    actions.merge_groups(found, other, by=author_of(request), now=timezone.now())
    messages.success(request, f"Le groupe «{NBSP}{other.title}{NBSP}» est ajouté à celui-ci.")
    return redirect("exchanges:group", group_id=found.pk)


@require_http_methods(FORM_METHODS)
@acting
def second_group(request: HttpRequest, found: NeedGroup) -> HttpResponse:
    """The session of a group, prefilled."""
    first = next((one.text for one in board.needs_of_group(found)), "")
    initial = {
        "title": found.title,
        "question": first[:300],
        "day": working_day(timezone.localdate() + AHEAD),
        "starts": FROM,
        "ends": TO,
    }
    form = SecondGroupForm(request.POST or None, cycle=found.cycle, initial=initial)
    if form.is_valid():
        by, now = author_of(request), timezone.now()
        with refused_beside(form, "day"):
            actions.plan_second_group(found, form.values(), form.speaker(), by=by, now=now)
            messages.success(request, "Le second groupe est prévu. Invitez celles et ceux qui l’ont demandé.")
            return redirect("exchanges:group", group_id=found.pk)
    context = frame(request, found.cycle, "", "Second groupe") | {
        "form": form,
        "group": found,
        "known": organised.known_organisations(found.cycle.organiser_id),
    }
    return render(request, "exchanges/organiser/second_group.html", context)


@require_POST
@acting
def invite(request: HttpRequest, found: NeedGroup) -> HttpResponse:
    """Invite those who asked and agreed to be contacted, and nobody else."""
    count = actions.invite_askers(found, by=author_of(request), now=timezone.now())
    messages.success(request, f"{quantity(count, 'invitation part', 'invitations partent')} par courriel.")
    return redirect("exchanges:group", group_id=found.pk)
