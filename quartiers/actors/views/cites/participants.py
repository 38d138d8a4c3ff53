"""«Qui participe ?»: each organisation, what it may open, what is missing, who has which access."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.actors.actions import partners as actions
from quartiers.actors.forms.partners import WITHDRAWN, AnnexForm, BasisForm, EndForm, JoinForm, PartForm, RoleForm
from quartiers.actors.models import Cite, Partner
from quartiers.actors.queries import cites as queries
from quartiers.actors.queries.cites import Participant
from quartiers.actors.rules.cites import Basis, Part, usual_part
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.rules.roles import Role
from quartiers.actors.views.cites.doors import agreements, managing, may_read_agreements, working
from quartiers.actors.views.cites.work import frame
from quartiers.kernel.french import NARROW, NBSP, quantity
from quartiers.office.authors import author_of
from quartiers.office.downloads import file_response
from quartiers.web import editing
from quartiers.web.access import known_viewer

PAGE = "cites:participants"
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@working
def participants(request: HttpRequest, cite: Cite) -> HttpResponse:
    rows = queries.participants(cite, timezone.localdate())
    documents = queries.documents_in(cite) if may_read_agreements(known_viewer(request), cite) else {}
    context = frame(request, cite, PAGE, "Qui participe") | {
        "rows": [(row, documents.get(row.partner.pk)) for row in rows],
        "lead": _lead(rows),
    }
    return render(request, "actors/cites/participants.html", context)


def _lead(rows: list[Participant]) -> str:
    people = sum(len(row.access) for row in rows)
    waited = sum(row.is_waited for row in rows)
    ready = sum(row.opening.is_open for row in rows)
    return (
        f"{quantity(len(rows), 'organisation')}, dont {quantity(ready, 'peut', 'peuvent')} ouvrir des dossiers de "
        f"personnes{NARROW}; il manque une pièce à {quantity(waited, 'organisation')}. "
        f"{quantity(people, 'accès ouvert', 'accès ouverts')}."
    )


@require_http_methods(FORM_METHODS)
@managing
def add(request: HttpRequest, cite: Cite) -> HttpResponse:
    """Seek an organisation by its name, then let it in."""
    words = request.GET.get("q", "")
    found = queries.organisations_named(words)
    inside = set(queries.organisations_in(cite).values_list("pk", flat=True))
    form = JoinForm(editing.sent(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        partner = actions.add_partner(
            cite,
            values["organisation"],
            Part(values["part"]),
            joined_on=values["joined_on"],
            is_public=values["is_public"],
            **_by(request),
        )
        messages.success(
            request, f"{partner.organisation} participe. Notez maintenant sa base légale et son annexe, s’il le faut."
        )
        return redirect("cites:partner", cite.slug, partner.pk)
    context = frame(request, cite, "", "Ajouter un partenaire") | {
        "words": words,
        "found": found,
        "forms": [form] if form.is_bound else [],
        "inside": [one for one in found if one.pk in inside],
        "choices": [
            (
                one,
                JoinForm(
                    auto_id=f"id_{one.pk}_%s",
                    initial={
                        "organisation": one.pk,
                        "part": usual_part(OrganisationKind(one.kind)).value,
                        "joined_on": timezone.localdate(),
                        "is_public": True,
                    },
                ),
            )
            for one in found
            if one.pk not in inside
        ],
    }
    return render(request, "actors/cites/add_partner.html", context)


@require_http_methods(FORM_METHODS)
@managing
def partner(request: HttpRequest, cite: Cite, partner_id: int) -> HttpResponse:
    """A partner: its part, its legal basis, its annex, the history of both."""
    found = _found(cite, partner_id)
    which = request.POST.get("quoi", "")
    today = {"declared_on": timezone.localdate(), "signed_on": timezone.localdate()}
    made = {
        "part": PartForm(_data(request, which, "part"), initial={"part": found.part, "is_public": found.is_public}),
        "basis": BasisForm(_data(request, which, "basis"), initial=today),
        "annex": AnnexForm(_data(request, which, "annex"), request.FILES or None, initial=today),
        "end": EndForm(_data(request, which, "end"), auto_id="end_%s", initial={"ended_on": timezone.localdate()}),
    }
    if which in made and made[which].is_valid():
        messages.success(request, _save(request, found, which, made[which].cleaned_data))
        return redirect("cites:partner", cite.slug, found.pk)
    rows = queries.participants(cite, timezone.localdate())
    context = frame(request, cite, "", found.organisation.name) | {
        "row": next((row for row in rows if row.partner.pk == found.pk), None),
        "partner": found,
        "part_form": made["part"],
        "basis_form": made["basis"],
        "annex_form": made["annex"],
        "end_form": made["end"],
        "form": made.get(which),
        "declarations": [(one, Basis(one.basis).label if one.basis else "") for one in queries.declarations_of(found)],
        "annexes": queries.signed_documents(found),
    }
    return render(request, "actors/cites/partner.html", context)


def _data(request: HttpRequest, which: str, mine: str) -> Any:
    return request.POST if which == mine else None


def _save(request: HttpRequest, found: Partner, which: str, values: dict[str, Any]) -> str:
    """Do what the form of this name asks; the sentence says what was done."""
    if which == "part":
        actions.change_partner(found, Part(values["part"]), is_public=values["is_public"], **_by(request))
        return "La part du partenaire est à jour."
    if which == "basis":
        actions.declare_basis(
            found,
            None if values["basis"] == WITHDRAWN else Basis(values["basis"]),
            declared_by=values["declared_by"],
            declared_on=values["declared_on"],
            **_by(request),
        )
        return "La base légale est notée."
    if which == "end":
        actions.end_annex(found, ended_on=values["ended_on"], **_by(request))
        return "La fin de l’annexe est notée. L’organisation n’ouvre plus de dossier ensuite."
    sent = values["document"]
    actions.sign_annex(
        found,
        values["version"],
        signed_by=values["signed_by"],
        signed_on=values["signed_on"],
        document=actions.Document(sent.name, sent.chunks()) if sent else None,
        **_by(request),
    )
    return "L’annexe signée est notée."


@require_safe
@agreements
def annex_document(request: HttpRequest, cite: Cite, annex_id: int) -> HttpResponseBase:
    """The signed document of an annex, for who coordinates and for the data protection officer."""
    stored = queries.document_of(cite, annex_id)
    if stored is None:
        raise Http404
    return file_response(stored, **_by(request))


@require_http_methods(FORM_METHODS)
@managing
def end_partner(request: HttpRequest, cite: Cite, partner_id: int) -> HttpResponse:
    """A partner leaves: the page says what that does before it does it."""
    found = _found(cite, partner_id)
    form = EndForm(editing.sent(request), initial={"ended_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        ended = actions.end_partner(found, left_on=form.cleaned_data["ended_on"], **_by(request))
        messages.success(
            request, f"{found.organisation} ne participe plus. {quantity(ended, 'accès fermé', 'accès fermés')}."
        )
        return redirect(PAGE, cite.slug)
    rows = queries.participants(cite, timezone.localdate())
    context = frame(request, cite, "", "Départ d’un partenaire") | {
        "form": form,
        "partner": found,
        "access": [one for row in rows if row.partner.pk == found.pk for one in row.access],
    }
    return render(request, "actors/cites/end_partner.html", context)


@require_http_methods(FORM_METHODS)
@managing
def give_role(request: HttpRequest, cite: Cite) -> HttpResponse:
    form = RoleForm(editing.sent(request), cite=cite)
    if request.method == "POST" and form.is_valid():
        given = actions.give_role(
            cite, form.cleaned_data["membership"], Role(form.cleaned_data["role"]), **_by(request)
        )
        messages.success(request, f"{given.membership.user} a maintenant ce rôle{NBSP}: {Role(given.role).label}.")
        return redirect(PAGE, cite.slug)
    context = frame(request, cite, "", "Donner un accès") | {"form": form}
    return render(request, "actors/cites/give_role.html", context)


@require_http_methods(FORM_METHODS)
@managing
def withdraw_role(request: HttpRequest, cite: Cite, role_id: int) -> HttpResponse:
    """Take an access away: a page that says what stops, then does it."""
    found = queries.role_of(cite, role_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.withdraw_role(found, **_by(request))
        messages.success(request, f"{found.membership.user} n’a plus ce rôle{NBSP}: {Role(found.role).label}.")
        return redirect(PAGE, cite.slug)
    context = frame(request, cite, "", "Retirer un accès") | {
        "person": found.membership.user,
        "organisation": found.membership.organisation,
        "role": Role(found.role).label,
        "back": reverse(PAGE, args=[cite.slug]),
    }
    return render(request, "actors/cites/withdraw_role.html", context)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": author_of(request), "now": timezone.now()}


def _found(cite: Cite, partner_id: int) -> Partner:
    found = queries.partner_of(cite, partner_id)
    if found is None:
        raise Http404
    return found
