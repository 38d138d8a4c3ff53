"""What is changed in the directory: an organisation, its places, its authorisations, its networks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quartiers.actors.actions import networks as network_actions
from quartiers.actors.actions import organisations as actions
from quartiers.actors.actions.data_inclusion import take_from_source
from quartiers.actors.doors import administering, editing
from quartiers.actors.forms.structures import (
    AuthorisationForm,
    DelegateForm,
    LeaveForm,
    NetworkForm,
    OrganisationForm,
    SiteForm,
)
from quartiers.actors.models import Organisation, Site
from quartiers.actors.queries import organisations as queries
from quartiers.actors.queries.inclusion import differences
from quartiers.actors.rules.authorisations import Act
from quartiers.actors.rules.organisations import NETWORKS, PRESCRIBERS, known_kind
from quartiers.kernel.french import NARROW, quantity
from quartiers.office.authors import author_of
from quartiers.web.access import ADMINISTRATION, known_viewer, requires
from quartiers.web.editing import ask, base_of, sent, typed, written

METHODS = ["GET", "HEAD", "POST"]
FORM = "actors/structures/form.html"


def crumbs(found: Organisation | None, last: str) -> list[tuple[str, str]]:
    steps = [("Trouver une structure", reverse("structures:list"))]
    if found is not None:
        steps.append((found.name, reverse("structures:structure", args=[found.pk])))
    return [*steps, (last, "")]


def page(found: Organisation | None, title: str, lead: str, button: str, **more: Any) -> dict[str, Any]:
    """What the page of a form shows."""
    back = reverse("structures:structure", args=[found.pk]) if found else reverse("structures:list")
    shown = {"title": title, "lead": lead, "button": button, "back": back, "crumbs": crumbs(found, title)}
    return {**shown, "structure_id": found.pk if found else None, **more}


@require_http_methods(METHODS)
@requires(ADMINISTRATION)
def create(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(sent(request), administers=True)
    if request.method == "POST" and form.is_valid():
        made = actions.declare_organisation(form.values(), by=author_of(request), now=timezone.now())
        messages.success(request, f"{made} est dans l’annuaire. Ajoutez maintenant le lieu où elle reçoit.")
        return redirect("structures:add_site", made.pk)
    lead = "Sa fiche sera publique. Ne nommez aucune personne accompagnée."
    title = f"Quelle structure ajouter{NARROW}?"
    return render(request, FORM, page(None, title, lead, "Ajouter la structure", form=form))


@require_http_methods(METHODS)
@editing
def edit(request: HttpRequest, found: Organisation) -> HttpResponse:
    stored = queries.state_of_organisation(found)
    base = base_of(request, stored)
    administers = known_viewer(request).may(ADMINISTRATION)
    form = OrganisationForm(
        typed(request, base) if request.method == "POST" else None, administers=administers, initial=stored
    )
    lead = "Tout ce que vous écrivez ici se lit sans compte. Ne nommez aucune personne accompagnée."
    context = page(found, f"Que dit la fiche{NARROW}?", lead, "Mettre la fiche à jour")
    if request.method == "POST" and form.is_valid():
        merged = actions.change_organisation(
            found.pk, form.values(), base=base, by=author_of(request), now=timezone.now()
        )
        if not merged.clashes:
            messages.success(request, "La fiche est à jour.")
            return redirect("structures:structure", found.pk)
        who = {"who": found.changed_by, "when": found.changed_at}
        return ask(request, form, merged.clashes, stored, **context, **who)
    return render(request, FORM, context | {"form": form, "base": written(base)})


# --- Places ---------------------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@editing
def add_site(request: HttpRequest, found: Organisation) -> HttpResponse:
    form = SiteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.add_site(found.pk, form.values(), by=author_of(request), now=timezone.now())
        messages.success(request, "Le lieu est ajouté.")
        return redirect("structures:structure", found.pk)
    lead = "L’adresse se lit sur la fiche ; la latitude et la longitude placent le lieu sur la carte.".replace(
        " ;", f"{NARROW};"
    )
    return render(request, FORM, page(found, f"Où reçoit-on{NARROW}?", lead, "Ajouter ce lieu", form=form))


@require_http_methods(METHODS)
@editing
def site(request: HttpRequest, found: Organisation, site_id: int) -> HttpResponse:
    place = _site(found, site_id)
    stored = queries.state_of_site(place)
    base = base_of(request, stored)
    form = SiteForm(typed(request, base) if request.method == "POST" else None, initial=stored)
    context = page(found, f"Où est ce lieu{NARROW}?", str(place), "Mettre ce lieu à jour")
    if request.method == "POST" and form.is_valid():
        merged = actions.change_site(place.pk, form.values(), base=base, by=author_of(request), now=timezone.now())
        if not merged.clashes:
            messages.success(request, "Le lieu est à jour.")
            return redirect("structures:structure", found.pk)
        who = {"who": found.changed_by, "when": found.changed_at}
        return ask(request, form, merged.clashes, stored, **context, **who)
    removal = reverse("structures:remove_site", args=[found.pk, place.pk])
    return render(request, FORM, context | {"form": form, "base": written(base), "removal": removal})


@require_POST
@editing
def remove_site(request: HttpRequest, found: Organisation, site_id: int) -> HttpResponse:
    actions.remove_site(_site(found, site_id).pk, by=author_of(request), now=timezone.now())
    messages.success(request, "Le lieu est retiré.")
    return redirect("structures:structure", found.pk)


def _site(found: Organisation, site_id: int) -> Site:
    place = queries.sites_of(found.pk).filter(pk=site_id).first()
    if place is None:
        raise Http404
    return place


# --- Authorisation, networks ----------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@administering
def authorise(request: HttpRequest, found: Organisation) -> HttpResponse:
    form = AuthorisationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"act": Act(form.cleaned_data["act"])}
        actions.authorise(found.pk, **values, by=author_of(request), now=timezone.now())
        messages.success(request, "L’habilitation est notée.")
        return redirect("structures:structure", found.pk)
    lead = "L’habilitation à prescrire un parcours d’insertion appartient à l’organisation, jamais à une personne."
    can = known_kind(found.kind) in PRESCRIBERS
    context = page(found, f"Quel acte l’habilite{NARROW}?", lead, "Noter l’habilitation", form=form)
    return render(request, FORM, context | {"history": list(queries.authorisations_of(found.pk)), "never": not can})


@require_http_methods(METHODS)
@administering
def join_network(request: HttpRequest, found: Organisation) -> HttpResponse:
    known = queries.open_organisations_named("", NETWORKS).exclude(pk=found.pk)
    form = NetworkForm(sent(request), networks=known)
    if request.method == "POST" and form.is_valid():
        network_actions.join_network(
            form.cleaned_data["network"],
            found.pk,
            since=form.cleaned_data["since"],
            by=author_of(request),
            now=timezone.now(),
        )
        messages.success(request, "L’adhésion est notée.")
        return redirect("structures:structure", found.pk)
    lead = "Un réseau réunit des organisations ; un inter-réseau réunit des réseaux.".replace(" ;", f"{NARROW};")
    context = page(found, f"De quel réseau est-elle membre{NARROW}?", lead, "Noter l’adhésion", form=form)
    return render(request, FORM, context | {"bonds": queries.networks_of(found.pk, timezone.localdate())})


@require_http_methods(METHODS)
@administering
def leave_network(request: HttpRequest, found: Organisation, membership_id: int) -> HttpResponse:
    today = timezone.localdate()
    bond = next((one for one in queries.networks_of(found.pk, today) if one.membership_id == membership_id), None)
    if bond is None or bond.until is not None:
        raise Http404
    form = LeaveForm(sent(request))
    if request.method == "POST" and form.is_valid():
        network_actions.leave_network(
            membership_id, until=form.cleaned_data["until"], by=author_of(request), now=timezone.now()
        )
        messages.success(request, "Le départ est noté.")
        return redirect("structures:structure", found.pk)
    context = page(found, f"Quand quitte-t-elle {bond.organisation}{NARROW}?", "", "Noter le départ", form=form)
    return render(request, FORM, context)


@require_http_methods(METHODS)
@editing
def delegates(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Who speaks in a network: people of the network itself or of its members."""
    if known_kind(found.kind) not in NETWORKS:
        raise Http404
    today = timezone.localdate()
    form = DelegateForm(sent(request), people=queries.people_of_network(found.pk, today))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        network_actions.appoint_delegate(
            found.pk,
            values["person"],
            title=values["title"],
            since=values["since"],
            by=author_of(request),
            now=timezone.now(),
        )
        messages.success(request, "La délégation est notée.")
        return redirect("structures:delegates", found.pk)
    lead = "Une personne du réseau, ou d’une organisation membre, qui a un compte ici."
    context = page(found, f"Qui parle au nom du réseau{NARROW}?", lead, "Noter la délégation", form=form)
    return render(request, FORM, context | {"delegates": list(queries.delegates_of(found.pk, today))})


@require_POST
@editing
def end_delegate(request: HttpRequest, found: Organisation, delegate_id: int) -> HttpResponse:
    today = timezone.localdate()
    one = queries.delegates_of(found.pk, today).filter(pk=delegate_id, until=None).first()
    if one is None:
        raise Http404
    network_actions.end_delegate(one.pk, until=today, by=author_of(request), now=timezone.now())
    messages.success(request, "La délégation prend fin aujourd’hui.")
    return redirect("structures:delegates", found.pk)


# --- What the source says -------------------------------------------------------------------------------------------


@require_http_methods(METHODS)
@editing
def source(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Where the page and its source differ; a line is given back to the source by its button."""
    if not found.source:
        raise Http404
    if request.method == "POST":
        take_from_source(found.pk, request.POST.get("ligne", ""), by=author_of(request), now=timezone.now())
        messages.success(request, "La version de la source est reprise.")
        return redirect("structures:source", found.pk)
    lines = differences(found)
    context = {
        "structure": found,
        "record": queries.source_record(found.pk),
        "lines": lines,
        "lead": f"{quantity(len(lines), 'ligne diffère', 'lignes diffèrent')} de ce que dit {found.source}."
        if lines
        else f"Tout est comme le dit {found.source}.",
        "crumbs": crumbs(found, "Ce que la source dit"),
    }
    return render(request, "actors/structures/source.html", context)
