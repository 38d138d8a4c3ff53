"""The legal check: a contract is described, what the law asks appears. Nothing is kept."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartiers.actors.doors import cites_read_by
from quartiers.kernel.french import quantity
from quartiers.procurement.doors import administers, belongs
from quartiers.procurement.forms.check import CheckForm, opened_with
from quartiers.procurement.forms.examples import as_sent
from quartiers.procurement.models import Contract
from quartiers.procurement.queries.legal import confirmed_codes, kept_check, rule_lines
from quartiers.procurement.queries.operations import contract_lines, find_contract, known_of
from quartiers.procurement.rules import (
    RULES,
    Finding,
    Project,
    blocks,
    check,
    needs_note,
    obligations,
    project_from,
    project_json,
    verdict,
)
from quartiers.procurement.views.clause_sets import held, picked
from quartiers.procurement.views.doors import contract_asked, reading
from quartiers.web.access import known_viewer, requires, viewer_of

EXAMPLE = "exemple"
#: The button of a set of clauses that opens the check with its texts.
FROM_SET = "dossier"
#: What a visitor sees turn green: two clauses, one of them unlawful; both invented.
EXAMPLE_CLAUSES = [
    {
        "stage": "condition",
        "text": "L’entreprise doit être implantée dans le département et répondre en moins d’une journée.",
        "proof": "Extrait Kbis",
        "control": "À l’attribution",
        "penalty": "50 € par jour de retard",
    },
    {
        "stage": "specification",
        "text": "Les peintures portent l’Écolabel européen.",
        "proof": "Fiches techniques",
        "control": "Avant la première livraison",
        "penalty": "Remplacement des produits",
    },
]
EXAMPLE_CONTRACT = {
    "kind": "services",
    "buyer": "local",
    "value": "260 000",
    "duration_months": "24",
    "environmental_condition": True,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def legal_check(request: HttpRequest) -> HttpResponse:
    """Is this contract safe in law? The clauses of a set come with its address, ``?c=…``, or with its form."""
    today, about = localdate(), contract_asked(request)
    if request.method != "POST" or FROM_SET in request.POST:
        form = _example(today) if EXAMPLE in request.GET else _with_clauses(request, today)
        project = form.project() if form.is_valid() else None
        return render(request, "procurement/check.html", shown(form, project, about))
    form = CheckForm(request.POST, today=today)
    if form.adding:
        form.show_rows_only()
        return render(request, "procurement/check.html", shown(form, form.project(), about))
    live = bool(request.headers.get("HX-Request"))
    project = form.project() if form.is_valid() or live else None
    page = "procurement/_check_live.html" if live else "procurement/check.html"
    return render(request, page, shown(form, project, about))


def _with_clauses(request: HttpRequest, today: date) -> CheckForm:
    """An empty contract, with the clauses that were chosen for it."""
    found = picked(request).clauses
    rows = [
        {
            "stage": one.stage.value,
            "text": one.text,
            "proof": one.proof,
            "control": one.control,
            "penalty": one.penalty,
        }
        for one in found
    ]
    form = CheckForm(today=today, rows=rows)
    form.initial.update(held(found))
    return form


def _example(today: date) -> CheckForm:
    first = CheckForm(today=today, rows=EXAMPLE_CLAUSES)
    first.initial.update(EXAMPLE_CONTRACT)
    return CheckForm({**as_sent(first), "clauses": first.count}, today=today)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reading
def check_of_contract(request: HttpRequest, found: Contract) -> HttpResponse:
    """The same page, opened with what is known of a contract followed here, and with the clauses of a set."""
    today = localdate()
    lines = contract_lines([found.operation_id], on=today)
    form = _with_clauses(request, today)
    form.initial.update(known_of(next(one for one in lines if one.contract.pk == found.pk), lines))
    return render(request, "procurement/check.html", shown(form, contract=found))


@never_cache
@requires(belongs)
@require_safe
def resume(request: HttpRequest, check_id: int) -> HttpResponse:
    """A kept check, opened again to go on; what is kept stays as it is."""
    viewer = known_viewer(request)
    kept = kept_check(check_id, viewer.organisation_id)
    if kept is None:
        raise Http404
    form = opened_with(project_from(kept.project), today=localdate())
    form.is_valid()
    about = find_contract(kept.contract_id or 0, viewer.organisation_id, cites_read_by(viewer))
    return render(request, "procurement/check.html", shown(form, form.project(), about))


def shown(form: CheckForm, project: Project | None = None, contract: Contract | None = None) -> dict[str, Any]:
    """What the page shows: the clauses with what is said of each, and the whole contract once it can be read."""
    confirmed = confirmed_codes() if project else frozenset()
    findings = check(project, confirmed=confirmed) if project else []
    ranks = form.ranks if project else []
    of_clause = {rank: [one for one in findings if one.clause == place] for place, rank in enumerate(ranks)}
    clauses = [(fields, of_clause.get(rank)) for rank, fields in enumerate(form.clauses)]
    whole = answer(form, project, findings) if project else {}
    return {"form": form, "clauses": clauses, "confirmed": confirmed, "contract": contract, **whole}


def answer(form: CheckForm, project: Project, findings: list[Finding]) -> dict[str, Any]:
    """What is said of the whole contract."""
    of_clauses = [one for one in findings if one.clause is not None]
    return {
        "project": project,
        "obligations": obligations(project, findings),
        "findings": [one for one in findings if not one.missing and one.clause is None],
        "of_clauses": [(form.ranks[one.clause or 0], one) for one in of_clauses],
        "missing": [one for one in findings if one.missing],
        "blocked": blocks(findings),
        "sentence": verdict(findings),
        "left_out": len(form.errors),
        "marche": project_json(project),
        "needs_note": needs_note(project, findings),
    }


@require_safe
def legal_rules(request: HttpRequest) -> HttpResponse:
    """Which rules the check applies, since when, and who has read them."""
    lines = rule_lines()
    unread = sum(one.rule.is_unread and one.confirmation is None for one in lines)
    context = {
        "rules": lines,
        "confirms": administers(viewer_of(request)),
        "lead": f"{quantity(len(RULES), 'règle')}, dont {unread} que personne n’a encore relues dans leur texte.",
        "crumbs": [
            ("Achats responsables", reverse("procurement:hub")),
            ("Ce marché est-il sûr en droit\u202f?", reverse("procurement:check")),
            ("Les règles", ""),
        ],
    }
    return render(request, "procurement/rules.html", context)
