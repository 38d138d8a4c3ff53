"""The workshop of clauses: by family, what each asks and what work it gives; a set, checked as a whole, to take away.

A set is the codes in its address: no account, nothing kept, a link to send to a colleague.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from quartiers.kernel.french import quantity
from quartiers.procurement.documents import DOCX
from quartiers.procurement.documents.clause_set import clause_set_document
from quartiers.procurement.queries.legal import confirmed_codes
from quartiers.procurement.rules import Buyer, Finding, Kind, Project, Stage, check
from quartiers.procurement.rules.catalogue import (
    CLAUSES,
    FAMILIES,
    JOBS,
    STAGES,
    CatalogueClause,
    by_code,
    chosen,
    find,
)

CHOSEN, MOST = "c", 40
FAMILY = {one.code: one for one in FAMILIES}


def picked(request: HttpRequest) -> list[CatalogueClause]:
    """The clauses that an address holds, in the order of a consultation."""
    return sorted(chosen(_codes(request)), key=lambda one: STAGES.index(one.stage))


def held(found: list[CatalogueClause]) -> dict[str, Any]:
    """The obligations that these clauses hold, as fields of a project."""
    of_nature = [one.stage for one in found if not FAMILY[one.family].social]
    return {
        "environmental_condition": Stage.CONDITION in of_nature or Stage.SPECIFICATION in of_nature,
        "environmental_criterion": Stage.CRITERION in of_nature,
        "social_condition": any(FAMILY[one.family].social and one.stage is Stage.CONDITION for one in found),
    }


@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    """What can a clause do for the neighbourhood?"""
    words, family, stage, kind = (request.GET.get(name, "")[:100] for name in ("q", "famille", "etape", "achat"))
    found = find(words, family=family, stage=stage, kind=kind)
    groups = [(one, [clause for clause in found if clause.family == one.code]) for one in FAMILIES]
    context = {
        "groups": [(one, own, [JOBS[code] for code in one.jobs]) for one, own in groups if own],
        "count": len(found),
        "lead": f"{quantity(len(CLAUSES), 'clause')} à copier, par famille, avec ce qu’elles demandent, et le travail "
        "qu’elles donnent près des quartiers.",
        "families": FAMILIES,
        "stages": STAGES,
        "kinds": list(Kind),
        "words": words,
        "family": family,
        "stage": stage,
        "kind": kind,
        "picked": _codes(request),
    }
    return render(request, "procurement/clauses/list.html", context)


@require_safe
def clause(request: HttpRequest, code: str) -> HttpResponse:
    """One clause: its text, how it is verified, what it serves."""
    found = by_code(code)
    if found is None:
        raise Http404
    family = FAMILY[found.family]
    context = {
        "clause": found,
        "family": family,
        "jobs": [JOBS[one] for one in family.jobs],
        "add": _link([*_codes(request), found.code]),
        "crumbs": [*_crumbs(), (found.title, "")],
    }
    return render(request, "procurement/clauses/clause.html", context)


@require_safe
def clause_set(request: HttpRequest) -> HttpResponse:
    """The clauses of a set, in the order of a consultation, and what the law says of them together."""
    found = picked(request)
    findings = _checked(found)
    rows = [(one, [item for item in findings if item.clause == rank]) for rank, one in enumerate(found)]
    codes = [one.code for one in found]
    context = {
        "rows": [(one, said, _link([code for code in codes if code != one.code])) for one, said in rows],
        "whole": [one for one in findings if one.clause is None],
        "lead": f"{quantity(len(found), 'clause choisie', 'clauses choisies')}. Le lien de cette page est à garder "
        "ou à envoyer.",
        "document": f"{reverse('procurement:clause_set_document')}?{_query(codes)}",
        "check": f"{reverse('procurement:check')}?{_query(codes)}",
        "more": f"{reverse('procurement:clauses')}?{_query(codes)}",
        "crumbs": [*_crumbs(), ("Mes clauses", "")],
    }
    return render(request, "procurement/clauses/set.html", context)


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The set as a document to go on writing."""
    found = picked(request)
    if not found:
        raise Http404
    response = HttpResponse(clause_set_document(found, today=localdate()), content_type=DOCX)
    response["Content-Disposition"] = 'attachment; filename="clauses.docx"'
    return response


def _checked(found: list[CatalogueClause]) -> list[Finding]:
    """The set, on a contract of which nothing else is known: the obligations that clauses alone can hold."""
    if not found:
        return []
    contract = Project(
        kind=Kind.SERVICES, buyer=Buyer.LOCAL, value=Decimal(0), consultation_on=localdate(), **held(found)
    )
    project = replace(contract, clauses=tuple(one.as_clause() for one in found))
    return [one for one in check(project, confirmed=confirmed_codes()) if not one.missing]


def _codes(request: HttpRequest) -> list[str]:
    return [one.code for one in chosen(request.GET.getlist(CHOSEN)[:MOST])]


def _query(codes: list[str]) -> str:
    return "&".join(f"{CHOSEN}={code}" for code in dict.fromkeys(codes))


def _link(codes: list[str]) -> str:
    return f"{reverse('procurement:clause_set')}?{_query(codes)}"


def _crumbs() -> list[tuple[str, Any]]:
    return [
        ("Achats responsables", reverse("procurement:hub")),
        ("Choisir des clauses", reverse("procurement:clauses")),
    ]
