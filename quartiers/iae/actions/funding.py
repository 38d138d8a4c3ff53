"""Funding plans: write them, line by line. Two people at once lose nothing, and the plan tells its own history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from quartiers.actors.actions.organisations import name_of
from quartiers.actors.queries.organisations import find_structure
from quartiers.iae.models import FundingChange, FundingLine, FundingPlan
from quartiers.iae.queries.funding import label_of, lines_of, projects_to_cost, state_of, state_of_line
from quartiers.iae.rules.costing import Cost
from quartiers.iae.rules.employers import VALUES, is_employer
from quartiers.iae.rules.plans import Basis, PlanLine, Side, State, check_line, check_years, euros
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, typed
from quartiers.kernel.merge import Merge, merge
from quartiers.kernel.nir import check_no_nir
from quartiers.kernel.typed import check_choice, check_known, day, number, row_number
from quartiers.kernel.words import Worded
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.queries import places

KIND = "iae.funding_plan"
MOST_LINES = 200
#: How finely full-time equivalents are kept.
FTE_STEP = Decimal("0.0001")
#: What a history shows of a change, at most.
MOST_WORDS = 500
EMPTY_PLAN: Mapping[str, Any] = {
    "name": "", "kind": "", "note": "", "fte": "", "first_year": "", "years": "3", "cite": "", "neighbourhoods": [],
}  # fmt: skip
EMPTY_LINE: Mapping[str, Any] = {
    "code": "", "label": "", "basis": Basis.ASSUMPTION.value, "how": "", "state": State.PLANNED.value, "year": "",
    "in_kind": False, "amount": "", "granted": "", "paid": "", "asked_on": "", "granted_on": "", "paid_on": "",
}  # fmt: skip
#: Words of the fields, for the history.
FIELDS = {
    "code": "nature ou source", "label": "en clair", "basis": "ce que vaut le chiffre", "how": "compte",
    "state": "état", "year": "année", "in_kind": "en nature", "amount": "montant", "granted": "accordé",
    "paid": "versé", "asked_on": "demandé le", "granted_on": "accordé le", "paid_on": "versé le", "name": "nom",
    "kind": "type", "note": "à savoir", "fte": "ETP", "first_year": "première année", "years": "nombre d’années",
    "cite": "territoire", "neighbourhoods": "quartiers",
}  # fmt: skip
#: Those whose values say little in a history.
LONG = frozenset({"cite", "neighbourhoods", "note", "kind", "code"})
WORDED: Mapping[str, type[Worded]] = {"state": State, "basis": Basis}
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """A line that is wanted, on its side, with its values."""

    side: Side
    values: Values


@transaction.atomic
def create_plan(
    owner_id: int,
    asked: Values,
    lines: Sequence[Asked] = (),
    *,
    project_id: int | None = None,
    structure_id: int | None = None,
    on: date,
    by: Author,
    now: datetime,
    fictional: bool = False,
) -> FundingPlan:
    """Write down the plan of a project or of a structure, with its first lines.

    Args:
        owner_id: the organisation that writes it.
        asked: as ``queries.funding.state_of`` gives the values.
        lines: first lines, their values as ``queries.funding.state_of_line`` gives them.
        project_id: of a project that this organisation follows, without a plan.
        structure_id: of a structure, without a plan of this organisation.
        on: today.
        by: who writes.
        now: instant of the writing.
        fictional: whether it is invented.

    Raises:
        RuleBroken: neither a project nor a structure, or both; one that has its plan, or may not have one here; a
            value out of its range, a source that is closed, a text with a NIR.
    """
    if (project_id is None) == (structure_id is None):
        raise RuleBroken("Un plan est celui d’un projet ou d’une structure. Choisissez l’un des deux.")
    if project_id is not None and not projects_to_cost(owner_id).filter(pk=project_id).exists():
        raise RuleBroken("Ce projet a déjà son plan, ou votre organisation ne le suit pas. Ouvrez celui qui existe.")
    if structure_id is not None:
        _check_structure(owner_id, structure_id)
    plan = FundingPlan(
        owner_id=owner_id, project_id=project_id, structure_id=structure_id, created_at=now, fictional=fictional
    )
    try:
        with transaction.atomic():
            _fill(plan, {**EMPTY_PLAN, **asked}, by, now)
    except IntegrityError as error:  # started twice at the same instant
        raise RuleBroken("Ce plan vient d’être commencé. Ouvrez celui qui existe dans la liste.") from error
    for one in lines:
        _fill_line(FundingLine(plan=plan, side=one.side.value), {**EMPTY_LINE, **one.values}, on, by, now)
    _check_count(plan)
    _tell(plan, [f"Plan commencé, {len(lines)} lignes proposées" if lines else "Plan commencé"], by, now)
    audit(Verb.CREATE, kind=KIND, object_id=plan.pk, by=by, now=now)
    return plan


@transaction.atomic
def change_plan(plan_id: int, asked: Values, *, base: Values, by: Author, now: datetime) -> Merge:
    """Change a plan, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``create_plan``; lines would stand outside its years.
    """
    plan = _locked(plan_id)
    stored = state_of(plan)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if not merged.clashes and changed:
        _fill(plan, {**stored, **merged.values}, by, now)
        outside = {one.year for one in lines_of(plan) if one.year is not None} - set(plan.year_list)
        if outside:
            raise RuleBroken(
                f"Des lignes restent en {', '.join(map(str, sorted(outside)))}. Retirez-les d’abord, ou gardez ces "
                "années."
            )
        _tell(plan, _differences("Plan", stored, merged.values, changed), by, now)
        audit(Verb.UPDATE, kind=KIND, object_id=plan.pk, by=by, fields=changed, now=now)
    return merged


@transaction.atomic
def add_line(plan_id: int, side: Side, asked: Values, *, on: date, by: Author, now: datetime) -> FundingLine:
    """Add a charge or a resource.

    Raises:
        RuleBroken: as ``rules.plans.check_line``, too many lines, a text with a NIR.
    """
    plan = _locked(plan_id)
    line = FundingLine(plan=plan, side=side.value)
    _fill_line(line, {**EMPTY_LINE, **asked}, on, by, now)
    _check_count(plan)
    _tell(plan, [f"Ajouté{NBSP}: {_told(line)}, {euros(line.amount)}"], by, now)
    audit(Verb.UPDATE, kind=KIND, object_id=plan.pk, by=by, fields=["lines"], now=now)
    return line


@transaction.atomic
def change_line(line_id: int, asked: Values, *, base: Values, on: date, by: Author, now: datetime) -> Merge:
    """Change a line, unless somebody changed the same fields meanwhile: then nothing is saved.

    Raises:
        RuleBroken: as ``add_line``.
    """
    line = FundingLine.objects.select_for_update().get(pk=line_id)
    plan = _locked(line.plan_id)
    stored = state_of_line(line)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if not merged.clashes and changed:
        before = _told(line)
        _fill_line(line, {**stored, **merged.values}, on, by, now)
        _tell(plan, _differences(before, stored, merged.values, changed), by, now)
        fields = [f"line_{name}" for name in changed]
        audit(Verb.UPDATE, kind=KIND, object_id=plan.pk, by=by, fields=fields, now=now)
    return merged


@transaction.atomic
def remove_line(line_id: int, *, base: Values, by: Author, now: datetime) -> None:
    """Take a line away; nothing happens when somebody just did.

    Raises:
        RuleBroken: it changed since the page opened.
    """
    line = FundingLine.objects.select_for_update().filter(pk=line_id).first()
    if line is None:
        return
    plan = _locked(line.plan_id)
    if any(base.get(name) != value for name, value in state_of_line(line).items()):
        raise RuleBroken(
            "Cette ligne a changé pendant que vous la retiriez. Rouvrez-la pour lire sa nouvelle version."
        )
    _tell(plan, [f"Retiré{NBSP}: {_told(line)}, {euros(line.amount)}"], by, now)
    line.delete()
    audit(Verb.UPDATE, kind=KIND, object_id=plan.pk, by=by, fields=["lines"], now=now)


@transaction.atomic
def copy_year(plan_id: int, source: int, target: int, *, on: date, by: Author, now: datetime) -> int:
    """Copy the lines of a year to another one that has none, as planned; returns how many.

    A source that closed meanwhile is left out.

    Raises:
        RuleBroken: a year outside the plan, one that is already written, nothing to copy.
    """
    plan = _locked(plan_id)
    if source not in plan.year_list or target not in plan.year_list:
        raise RuleBroken("Cette année n’est pas dans le plan. Choisissez-en une autre.")
    lines = lines_of(plan)
    if any(one.year == target for one in lines):
        raise RuleBroken(f"L’année {target} a déjà des lignes. Changez-les une à une.")
    copied = [one for one in lines if one.year == source]
    if not copied:
        raise RuleBroken(f"L’année {source} n’a aucune ligne à copier. Ajoutez-en d’abord.")
    fresh = {name: EMPTY_LINE[name] for name in ("state", "granted", "paid", "asked_on", "granted_on", "paid_on")}
    for one in copied:
        values = {**state_of_line(one), **fresh, "year": str(target)}
        _fill_line(FundingLine(plan=plan, side=one.side), values, on, by, now)
    _check_count(plan)
    _tell(plan, [f"Année {source} copiée vers {target}"], by, now)
    audit(Verb.UPDATE, kind=KIND, object_id=plan.pk, by=by, fields=["lines"], now=now)
    return len(copied)


# --- Checked --------------------------------------------------------------------------------------------------------


def proposed(cost: Cost, first_year: int, years: int) -> list[Asked]:
    """The lines of the calculator, for each year of a plan."""
    return [
        Asked(
            one.line.side,
            {
                "code": one.line.code,
                "label": one.label,
                "basis": one.basis.value,
                "how": one.how,
                "amount": typed(one.line.amount),
                "year": str(first_year + rank),
            },
        )
        for rank in range(years)
        for one in cost.lines
    ]


def _locked(plan_id: int) -> FundingPlan:
    return FundingPlan.objects.select_for_update().get(pk=plan_id)


def _check_structure(owner_id: int, structure_id: int) -> None:
    found = find_structure(structure_id)
    if found is None or not is_employer(found.kind):
        raise RuleBroken(
            "Cette organisation n’est pas un employeur d’insertion de l’annuaire. Choisissez-en une autre."
        )
    if FundingPlan.objects.filter(owner=owner_id, structure=structure_id).exists():
        raise RuleBroken("Votre organisation a déjà un plan pour cette structure. Ouvrez-le dans la liste.")


def _check_count(plan: FundingPlan) -> None:
    if FundingLine.objects.filter(plan=plan).count() > MOST_LINES:
        raise RuleBroken(f"Un plan a au plus {MOST_LINES} lignes. Regroupez-en.")


def _fill(plan: FundingPlan, values: Values, by: Author, now: datetime) -> None:
    for name in ("name", "note"):
        check_no_nir(values[name])
        setattr(plan, name, values[name])
    if not plan.name:
        raise RuleBroken("Il manque le nom du plan. Par exemple\u00a0: un chantier de maraîchage.")
    if values["kind"] and values["kind"] not in VALUES:
        raise RuleBroken("Ce type n’existe pas. Prenez l’un de ceux de la liste.")
    plan.kind, plan.fte = values["kind"], number(values["fte"])
    plan.first_year, plan.years = _whole(values["first_year"]), _whole(values["years"])
    check_years(plan.first_year, plan.years)
    if plan.fte is not None and not 0 < plan.fte < 1000:
        raise RuleBroken("Écrivez un nombre d’ETP plus grand que 0, et plus petit que 1000.")
    plan.cite_id = values["cite"] or None
    codes = values["neighbourhoods"]
    check_known(codes, places.neighbourhoods(), "ce quartier")
    plan.changed_by, plan.changed_at = name_of(by), now
    plan.save()
    plan.neighbourhoods.set(codes)


def _fill_line(line: FundingLine, values: Values, on: date, by: Author, now: datetime) -> None:
    for name in ("label", "how"):
        check_no_nir(values[name])
    check_choice(values["basis"], Basis)
    check_choice(values["state"], State)
    amount = number(values["amount"])
    if amount is None:
        raise RuleBroken("Il manque le montant. Écrivez 0 si vous ne le connaissez pas encore.")
    asked = PlanLine(
        Side(line.side), values["code"], amount, _whole(values["year"]) if values["year"] else None,
        values["in_kind"], State(values["state"]), number(values["granted"]), number(values["paid"]),
    )  # fmt: skip
    days = [day(values[name]) for name in ("asked_on", "granted_on", "paid_on")]
    same = line.pk is not None and line.code == asked.code
    check_line(
        asked,
        first_year=line.plan.first_year,
        years=line.plan.years,
        days=(days[0], days[1], days[2]),
        on=on,
        kept=same,
    )
    line.code, line.label, line.year, line.amount = asked.code, values["label"], asked.year, amount
    line.in_kind, line.basis, line.how, line.state = asked.in_kind, values["basis"], values["how"], asked.state.value
    line.granted, line.paid = asked.granted, asked.paid
    line.asked_on, line.granted_on, line.paid_on = days
    line.changed_by, line.changed_at = name_of(by), now
    line.save()


def _whole(text: Any) -> int:
    year = row_number(str(text))
    if year is None:
        raise RuleBroken("Cette année n’est pas un nombre. Écrivez-la en chiffres, par exemple 2027.")
    return year


# --- Told -----------------------------------------------------------------------------------------------------------


def _tell(plan: FundingPlan, sentences: Iterable[str], by: Author, now: datetime) -> None:
    name = name_of(by)
    FundingChange.objects.bulk_create(
        FundingChange(plan=plan, at=now, by=name, what=one[:MOST_WORDS]) for one in sentences
    )


def _told(line: FundingLine) -> str:
    return f"{label_of(line)}, {line.year or 'investissement'}"


def _differences(what: str, before: Values, after: Values, changed: Iterable[str]) -> list[str]:
    parts = [
        FIELDS[name]
        if name in LONG
        else f"{FIELDS[name]}{NBSP}: {_word(name, before[name])} → {_word(name, after[name])}"
        for name in changed
    ]
    return [f"{what}. {', '.join(parts)}"]


def _word(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name in WORDED:
        return WORDED[name](value).label
    return str(value) or "rien"
