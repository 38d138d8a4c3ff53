"""A set of clauses, made one's own, checked as a whole, taken away.

Which clauses, and for which contract, stand in the address: no account, a link to send to a colleague. The texts as
they are changed travel from page to page in the form, and are kept nowhere.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartiers.kernel.french import quantity
from quartiers.procurement.documents import DOCX
from quartiers.procurement.documents.clause_set import clause_set_document
from quartiers.procurement.forms.clauses import CHOSEN, ClauseSetForm
from quartiers.procurement.models import Contract
from quartiers.procurement.queries.legal import confirmed_codes
from quartiers.procurement.rules import Buyer, Finding, Kind, Project, Stage, blocks, check, verdict
from quartiers.procurement.rules.catalogue import FAMILIES, CatalogueClause, blanks
from quartiers.procurement.views.doors import ABOUT, contract_asked
from quartiers.procurement.views.downloads import attached

SOCIAL = {one.code for one in FAMILIES if one.social}
METHODS = ["GET", "HEAD", "POST"]


def picked(request: HttpRequest) -> ClauseSetForm:
    """The set that an address or a form holds."""
    return ClauseSetForm(request.POST if request.method == "POST" else request.GET)


def held(found: list[CatalogueClause]) -> dict[str, Any]:
    """The obligations that these clauses hold, as fields of a project."""
    of_nature = [one.stage for one in found if one.family not in SOCIAL]
    return {
        "environmental_condition": Stage.CONDITION in of_nature or Stage.SPECIFICATION in of_nature,
        "environmental_criterion": Stage.CRITERION in of_nature,
        "social_condition": any(one.family in SOCIAL and one.stage is Stage.CONDITION for one in found),
    }


@never_cache
@require_http_methods(METHODS)
def clause_set(request: HttpRequest) -> HttpResponse:
    """The clauses of a set, to make one's own, and what the law says of them together."""
    form = picked(request)
    page = (
        "procurement/clauses/_set_live.html" if request.headers.get("HX-Request") else "procurement/clauses/set.html"
    )
    return render(request, page, _shown(form, contract_asked(request)))


@never_cache
@require_http_methods(METHODS)
def document(request: HttpRequest) -> HttpResponse:
    """The set as a document to go on writing; the page again when a text cannot be written."""
    form = picked(request)
    if not form.chosen:
        raise Http404
    if not form.is_valid():
        return render(request, "procurement/clauses/set.html", _shown(form, contract_asked(request)))
    return attached(clause_set_document(form.clauses, today=localdate()), DOCX, "clauses.docx")


def set_address(codes: list[str], contract: Contract | None) -> str:
    """The address of a set, for a contract followed here or for none."""
    return f"{reverse('procurement:clause_set')}?{set_query(codes, contract)}"


def set_query(codes: list[str], contract: Contract | None) -> str:
    about = [f"{ABOUT}={contract.pk}"] if contract else []
    return "&".join([*(f"{CHOSEN}={code}" for code in dict.fromkeys(codes)), *about])


def crumbs(codes: list[str], contract: Contract | None) -> list[tuple[str, Any]]:
    """The way back to the catalogue, with what is chosen already."""
    return [
        ("Achats responsables", reverse("procurement:hub")),
        ("Choisir des clauses", f"{reverse('procurement:clauses')}?{set_query(codes, contract)}"),
    ]


def _shown(form: ClauseSetForm, contract: Contract | None) -> dict[str, Any]:
    findings = _checked(form.clauses)
    said = [[item for item in findings if item.clause == rank] for rank in range(len(form.clauses))]
    return {
        "form": form,
        "rows": [(one, bound, own, blanks(one.text)) for (one, bound), own in zip(form.rows, said, strict=True)],
        "whole": [one for one in findings if one.clause is None],
        "sentence": verdict(findings),
        "blocked": blocks(findings),
        "of_clauses": [(form.chosen[one.clause], one) for one in findings if one.clause is not None],
        "lead": f"{quantity(len(form.chosen), 'clause choisie', 'clauses choisies')}. Corrigez les textes, puis "
        "emportez-les.",
        "contract": contract,
        "address": set_address(form.codes, contract),
        "check": reverse("procurement:check_of_contract", args=[contract.pk])
        if contract
        else reverse("procurement:check"),
        "catalogue": f"{reverse('procurement:clauses')}?{set_query(form.codes, contract)}",
        "crumbs": [*crumbs(form.codes, contract), ("Mes clauses", "")],
    }


def _checked(found: list[CatalogueClause]) -> list[Finding]:
    """The set, on a contract of which nothing else is known: the obligations that clauses alone can hold."""
    if not found:
        return []
    contract = Project(
        kind=Kind.SERVICES, buyer=Buyer.LOCAL, value=Decimal(0), consultation_on=localdate(), **held(found)
    )
    project = replace(contract, clauses=tuple(one.as_clause() for one in found))
    return [one for one in check(project, confirmed=confirmed_codes()) if not one.missing]
