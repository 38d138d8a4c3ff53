"""The workshop of clauses: by family, what each asks and what work it gives."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartiers.kernel.french import quantity
from quartiers.procurement.forms.clauses import ClauseSetForm
from quartiers.procurement.rules import Kind
from quartiers.procurement.rules.catalogue import CLAUSES, FAMILIES, JOBS, STAGES, by_code, find
from quartiers.procurement.views.clause_sets import crumbs, set_address, set_query
from quartiers.procurement.views.doors import contract_asked

FAMILY = {one.code: one for one in FAMILIES}


@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    """What can a clause do for the neighbourhood?"""
    words, family, stage, kind = (request.GET.get(name, "")[:100] for name in ("q", "famille", "etape", "achat"))
    found = find(words, family=family, stage=stage, kind=kind)
    groups = [(one, [clause for clause in found if clause.family == one.code]) for one in FAMILIES]
    picked, contract = ClauseSetForm(request.GET).codes, contract_asked(request)
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
        "picked": picked,
        "hidden": [code for code in picked if code not in {one.code for one in found}],
        "contract": contract,
        "query": set_query(picked, contract),
    }
    return render(request, "procurement/clauses/list.html", context)


@require_safe
def clause(request: HttpRequest, code: str) -> HttpResponse:
    """One clause: its text, how it is verified, what it serves."""
    found = by_code(code)
    if found is None:
        raise Http404
    family, contract = FAMILY[found.family], contract_asked(request)
    picked = ClauseSetForm(request.GET).codes
    context = {
        "clause": found,
        "family": family,
        "jobs": [JOBS[one] for one in family.jobs],
        "add": set_address([*picked, found.code], contract),
        "crumbs": [*crumbs(picked, contract), (found.title, "")],
    }
    return render(request, "procurement/clauses/clause.html", context)
