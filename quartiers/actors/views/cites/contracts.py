"""Contrats de ville: those who run the installation describe them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quartiers.actors.actions import contracts as actions
from quartiers.actors.forms.contracts import ContractForm, ContractLinksForm
from quartiers.actors.models import ContratDeVille
from quartiers.actors.queries import contracts as queries
from quartiers.actors.queries.cites import organisations_named
from quartiers.actors.queries.edited import state_of_contract
from quartiers.actors.views.cites.public import CONTRACTS_TITLE
from quartiers.kernel.typed import row_number
from quartiers.office.authors import author_of
from quartiers.web import editing
from quartiers.web.access import ADMINISTRATION, requires

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@requires(ADMINISTRATION)
def create(request: HttpRequest) -> HttpResponse:
    form = ContractForm(editing.sent(request))
    if request.method == "POST" and form.is_valid():
        made = actions.create_contract(form.values(), by=author_of(request), now=timezone.now())
        messages.success(request, "Le contrat est décrit. Notez maintenant ses signataires et les territoires liés.")
        return redirect("cites:contract_links", made.slug)
    context = {"form": form, "base": "", "crumbs": _crumbs("Décrire un contrat"), "back": reverse("cites:contracts")}
    return render(request, "actors/cites/contract_form.html", context)


@require_http_methods(FORM_METHODS)
@requires(ADMINISTRATION)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = _found(slug)
    stored = state_of_contract(found)
    base = editing.base_of(request, stored)
    data = editing.typed(request, base) if request.method == "POST" else None
    form = ContractForm(data, initial=stored)
    address = reverse("cites:contract", args=[slug])
    context: dict[str, Any] = {"contract": found, "crumbs": _crumbs("Modifier", found), "back": address}
    if data is not None and form.is_valid():
        merged = actions.change_contract(found.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "Le contrat est à jour.")
            return redirect(address)
        return editing.ask(request, form, merged.clashes, stored, **context, who="", when=None)
    context |= {"form": form, "base": editing.written(base)}
    return render(request, "actors/cites/contract_form.html", context)


@require_http_methods(FORM_METHODS)
@requires(ADMINISTRATION)
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """Who signed, and which Cités belong to it."""
    found = _found(slug)
    signed, linked = list(found.signatories.all()), [one.pk for one in found.cites.all()]
    form = ContractLinksForm(request.POST if "cites-form" in request.POST else None, initial={"cites": linked})
    if form.is_bound and form.is_valid():
        actions.link_contract(found, cites=form.cleaned_data["cites"], by=author_of(request), now=timezone.now())
        messages.success(request, "Les territoires liés sont à jour.")
        return redirect("cites:contract_links", slug)
    if request.method == "POST" and not form.is_bound:
        kept = {one.pk for one in signed}
        kept |= {row_number(one) for one in request.POST.getlist("ajouter")} - {None}
        kept -= {row_number(one) for one in request.POST.getlist("retirer")}
        actions.link_contract(found, signatories=kept, by=author_of(request), now=timezone.now())
        messages.success(request, "Les signataires sont à jour.")
        return redirect("cites:contract_links", slug)
    words = request.GET.get("q", "")
    known = {one.pk for one in signed}
    context = {
        "contract": found,
        "form": form,
        "signatories": signed,
        "words": words,
        "proposed": [one for one in organisations_named(words) if one.pk not in known],
        "crumbs": _crumbs("Signataires", found),
    }
    return render(request, "actors/cites/contract_links.html", context)


def _crumbs(here: str, found: ContratDeVille | None = None) -> list[tuple[str, str]]:
    own = [(found.name, reverse("cites:contract", args=[found.slug]))] if found else []
    return [(CONTRACTS_TITLE, reverse("cites:contracts")), *own, (here, "")]


def _found(slug: str) -> Any:
    found = queries.find_contract(slug)
    if found is None:
        raise Http404
    return found
