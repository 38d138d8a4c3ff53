"""Sourcing cards: an organisation keeps its own; for the others they do not exist."""

from collections.abc import Callable
from datetime import date
from functools import update_wrapper
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartiers.actors.doors import belongs
from quartiers.kernel.french import NARROW, day, quantity
from quartiers.office.authors import author_of
from quartiers.procurement.actions import sourcing as actions
from quartiers.procurement.forms.sourcing import CardForm, CompanyForm, InformationForm
from quartiers.procurement.models import Sourcing
from quartiers.procurement.queries import operations
from quartiers.procurement.queries import sourcing as queries
from quartiers.procurement.queries.charters import MOST_OPERATIONS
from quartiers.procurement.queries.sourcing import WholeSourcing
from quartiers.procurement.rules.sourcing import requirements
from quartiers.procurement.sourcing_list import SPEC
from quartiers.web import editing
from quartiers.web.access import known_viewer, refusal, requires
from quartiers.web.lists import list_response
from quartiers.web.thread import Event, Knot

METHODS = ["GET", "HEAD", "POST"]
TITLE = "Sourcing"
View = Callable[..., HttpResponseBase]


def card_page(view: View) -> View:
    """Open a page to the organisation that keeps the card; the view gets it in place of its number."""

    def guarded(request: HttpRequest, card_id: int, **more: Any) -> HttpResponseBase:
        refused = refusal(request, belongs)
        if refused is not None:
            return refused
        found = queries.find(card_id, known_viewer(request).organisation_id)
        if found is None:
            raise Http404
        return view(request, found, **more)

    update_wrapper(guarded, view)
    return guarded


@require_safe
@requires(belongs)
def cards(request: HttpRequest) -> HttpResponseBase:
    rows = queries.cards(known_viewer(request).organisation_id)
    return list_response(request, SPEC, rows, "procurement/sourcing/list.html")


@require_http_methods(METHODS)
@requires(belongs)
def create(request: HttpRequest) -> HttpResponseBase:
    form = _card_form(request, editing.sent(request), {"opened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        owner = known_viewer(request).organisation_id or 0
        made = actions.open_card(owner, form.values(), by=author_of(request), now=timezone.now())
        messages.success(request, "La fiche est ouverte. Notez les entreprises que vous sollicitez.")
        return redirect("procurement:sourcing", made.pk)
    context = {"form": form, "base": "", "back": reverse("procurement:sourcings"), "crumbs": _crumbs("Ouvrir")}
    return render(request, "procurement/sourcing/form.html", context | _words("card"))


@require_safe
@card_page
def card(request: HttpRequest, found: Sourcing) -> HttpResponseBase:
    """Who was asked, who answered, what was said to all; made to be printed."""
    whole = queries.whole(found)
    context = {
        "card": found,
        "whole": whole,
        "lead": _lead(whole),
        "asked": requirements(found.need, whole.asked, whole.given, found.conclusion),
        "events": _events(whole),
        "crumbs": _crumbs(found.name),
    }
    return render(request, "procurement/sourcing/card.html", context)


@require_http_methods(METHODS)
@card_page
def edit(request: HttpRequest, found: Sourcing) -> HttpResponseBase:
    stored = queries.state_of_card(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = _card_form(request, data, stored)
    back = reverse("procurement:sourcing", args=[found.pk])
    context: dict[str, Any] = {"back": back, "crumbs": _crumbs("Modifier", found), **_words("card")}
    if data is not None and form.is_valid():
        merged = actions.change_card(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "La fiche est à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **_who(found))
    return render(request, "procurement/sourcing/form.html", context | {"form": form, "base": editing.written(base)})


@require_http_methods(METHODS)
@card_page
def erase(request: HttpRequest, found: Sourcing) -> HttpResponseBase:
    if request.method == "POST":
        actions.erase_card(found.pk, by=author_of(request), now=timezone.now())
        messages.success(request, "La fiche est effacée.")
        return redirect("procurement:sourcings")
    context = {"card": found, "crumbs": _crumbs("Effacer", found)}
    return render(request, "procurement/sourcing/erase.html", context)


@require_http_methods(METHODS)
@card_page
def add_company(request: HttpRequest, found: Sourcing) -> HttpResponseBase:
    today = timezone.localdate()
    form = CompanyForm(editing.sent(request), initial={"asked_on": today}, today=today)
    back = reverse("procurement:sourcing", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        actions.add_company(found.pk, form.values(), on=today, by=author_of(request), now=timezone.now())
        messages.success(request, "L’entreprise est notée.")
        return redirect(back)
    context = {"form": form, "base": "", "back": back, "crumbs": _crumbs("Entreprise", found), **_words("company")}
    return render(request, "procurement/sourcing/form.html", context)


@require_http_methods(METHODS)
@card_page
def edit_company(request: HttpRequest, found: Sourcing, company_id: int) -> HttpResponseBase:
    row, today = queries.find_company(found, company_id), timezone.localdate()
    if row is None:
        return _company_again(request, found)
    stored = queries.state_of_company(row)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = CompanyForm(data, initial=stored, today=today)
    back = reverse("procurement:sourcing", args=[found.pk])
    context: dict[str, Any] = {
        "card": found, "company": row, "back": back, "crumbs": _crumbs("Entreprise", found), **_words("company"),
    }  # fmt: skip
    if data is not None and form.is_valid():
        merged = actions.change_company(
            row.pk, form.values(), base=base, on=today, by=author_of(request), now=timezone.now()
        )
        if not merged.clashes:
            messages.success(request, "L’entreprise est à jour.")
            return redirect(back)
        return editing.ask(request, form, merged.clashes, stored, **context, **_who(row))
    return render(
        request, "procurement/sourcing/company.html", context | {"form": form, "base": editing.written(base)}
    )


def _company_again(request: HttpRequest, found: Sourcing) -> HttpResponseBase:
    """A company that was taken out while somebody wrote about it."""
    if request.method != "POST":
        raise Http404
    return editing.removed(
        request,
        CompanyForm(editing.typed(request, {}), today=timezone.localdate()),
        "procurement/sourcing/company.html",
        add=reverse("procurement:add_sourcing_company", args=[found.pk]),
        card=found,
        back=reverse("procurement:sourcing", args=[found.pk]),
        crumbs=_crumbs("Entreprise", found),
        **_words("company"),
    )


@require_POST
@card_page
def remove_company(request: HttpRequest, found: Sourcing, company_id: int) -> HttpResponseBase:
    actions.remove_company(found.pk, company_id, by=author_of(request), now=timezone.now())
    messages.success(request, "L’entreprise n’est plus dans la fiche.")
    return redirect("procurement:sourcing", found.pk)


@require_http_methods(METHODS)
@card_page
def give_information(request: HttpRequest, found: Sourcing) -> HttpResponseBase:
    today, whole = timezone.localdate(), queries.whole(found)
    choices = [(one.pk, one.name) for one in whole.companies]
    start = {"given_on": today, "companies": [str(pk) for pk, _ in choices]}
    form = InformationForm(editing.sent(request), initial=start, companies=choices, today=today)
    back = reverse("procurement:sourcing", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.give_information(
            found.pk, given["text"], given["given_on"], [int(one) for one in given["companies"]],
            on=today, by=author_of(request), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, "L’information est notée.")
        return redirect(back)
    context = {"form": form, "base": "", "back": back, "crumbs": _crumbs("Information", found)}
    return render(request, "procurement/sourcing/form.html", context | _words("information"))


@require_POST
@card_page
def remove_information(request: HttpRequest, found: Sourcing, information_id: int) -> HttpResponseBase:
    actions.remove_information(found.pk, information_id, by=author_of(request), now=timezone.now())
    messages.success(request, "L’information n’est plus dans la fiche.")
    return redirect("procurement:sourcing", found.pk)


def _card_form(request: HttpRequest, data: Any, initial: dict[str, Any]) -> CardForm:
    rows = operations.visible(known_viewer(request).organisation_id, []).order_by("-created_at", "-pk")
    return CardForm(data, initial=initial, operations=rows[:MOST_OPERATIONS].values_list("pk", "name"))


def _events(whole: WholeSourcing) -> list[Event]:
    """What happened, newest first."""
    found: list[tuple[date, Event]] = [(whole.card.opened_on, _event("Le sourcing commence", whole.card.opened_on))]
    for one in whole.companies:
        found.append((one.asked_on, _event(f"{one.name} est sollicitée", one.asked_on)))
        if one.answered_on:
            found.append((one.answered_on, _event(f"{one.name} répond", one.answered_on)))
    found.extend(
        (one.given_on, _event(f"Information donnée à {quantity(len(one.to), 'entreprise')}", one.given_on))
        for one in whole.given
    )
    if whole.card.closed_on:
        found.append((whole.card.closed_on, _event("Le sourcing se termine", whole.card.closed_on)))
    found.sort(key=lambda pair: pair[0])
    return [event for _, event in reversed(found)]


def _event(title: str, on: date) -> Event:
    return Event(title, when=day(on), knot=Knot.DONE)


def _words(name: str) -> dict[str, str]:
    """Title, lead and button of a form."""
    title, lead, button = {
        "card": (
            f"Que cherchez-vous{NARROW}?",
            "Décrivez le besoin comme à toutes les entreprises. La fiche reste à votre organisation.",
            "Enregistrer la fiche",
        ),
        "company": (
            f"Quelle entreprise{NARROW}?",
            "Une entreprise ou une structure, jamais une personne\u00a0: ni contact, ni courriel, ni téléphone.",
            "Enregistrer l’entreprise",
        ),
        "information": (
            f"Qu’avez-vous dit, et à qui{NARROW}?",
            "Ce qui est dit à l’une est dit à toutes.",
            "Enregistrer l’information",
        ),
    }[name]
    return {"title": title, "lead": lead, "button": button}


def _lead(whole: WholeSourcing) -> str:
    answers = sum(one.answered_on is not None for one in whole.companies)
    asked = quantity(len(whole.companies), "entreprise sollicitée", "entreprises sollicitées")
    state = f"terminé le {day(whole.card.closed_on)}" if whole.card.closed_on else "en cours"
    return f"{asked}, {quantity(answers, 'réponse')}. Commencé le {day(whole.card.opened_on)}, {state}."


def _who(row: Any) -> dict[str, Any]:
    return {"who": row.changed_by, "when": row.changed_at}


def _crumbs(here: str, found: Sourcing | None = None) -> list[tuple[str, str]]:
    crumbs = [("Achats responsables", reverse("procurement:hub")), (TITLE, reverse("procurement:sourcings"))]
    if found is not None:
        crumbs.append((found.name, reverse("procurement:sourcing", args=[found.pk])))
    return [*crumbs, (here, "")]
