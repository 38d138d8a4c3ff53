"""Invented funding plans: the illustration of the guide on a project to come, and one that was paid."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from quartiers.iae.actions import funding as actions
from quartiers.iae.actions.funding import Asked
from quartiers.iae.actions.projects import change_project
from quartiers.iae.models import FundingPlan, StructureProject
from quartiers.iae.queries.projects import state_of
from quartiers.iae.rules.codes import EmployerKind
from quartiers.iae.rules.costing import CostAsked, structure_cost
from quartiers.iae.rules.plans import Side
from quartiers.kernel.french import NBSP
from quartiers.office.rules import PLATFORM
from quartiers.territory.queries import places

GARDEN, WORKSHOP = (
    "Un chantier de maraîchage à Lourdes (exemple)",
    "Une ressourcerie portée par trois associations (exemple)",
)
#: A market garden of 12 posts at 26 hours, in an invented intercommunality of 20,000 inhabitants.
ASKED = CostAsked(
    EmployerKind.ACI, Decimal(12), Decimal(26), supervision=Decimal(98200), running=Decimal(80000),
    modulation=Decimal(5), rsa_people=5,
)  # fmt: skip
NOTE = (
    f"Illustration{NBSP}: une intercommunalité inventée de 20{NBSP}000 habitants, 12 postes à 26{NBSP}h. Tout montant "
    "marqué «\u00a0hypothèse\u00a0» est inventé."
)
EACH_YEAR = {
    "departement": "24000", "fse": "30000", "epci": "25000", "commune": "5000", "fondation": "12000",
    "ventes": "66000", "contrat_reserve": "8000",
}  # fmt: skip
WORDS = {"ventes": "Vente de légumes", "contrat_reserve": "Espaces verts, marché réservé"}
INVESTMENT = {
    "region": "35000", "rural_invest": "30000", "fondation": "20000", "fdi": "15000", "epci": "20000", "pret": "20000",
}  # fmt: skip
EQUIPMENT = {
    "Serres": "45000", "Irrigation": "20000", "Tracteur et outils": "35000", "Chambre froide": "25000",
    "Camionnette": "15000",
}  # fmt: skip


def load(today: date, now: datetime) -> str:
    """Add the invented plans, once; one French sentence says what was done."""
    known = {one.name: one for one in StructureProject.objects.filter(name__in=[GARDEN, WORKSHOP])}
    if FundingPlan.objects.exists():
        return "Les plans d’exemple sont déjà là."
    if len(known) < 2:
        return ""
    for project in known.values():
        _serve(project, today, now)
    _garden(known[GARDEN], today, now)
    _workshop(known[WORKSHOP], today, now)
    return "2 plans de financement inventés, dont l’illustration du guide."


def _garden(project: StructureProject, today: date, now: datetime) -> None:
    first, asked_on = today.year + 1, (today - timedelta(days=40)).isoformat()
    lines = [
        Asked(Side.CHARGE, {"code": "investissement", "label": one, "amount": EQUIPMENT[one]}) for one in EQUIPMENT
    ]
    lines += [Asked(Side.RESOURCE, {"code": code, "amount": amount}) for code, amount in INVESTMENT.items()]
    lines += actions.proposed(structure_cost(ASKED, on=today), first, 3)
    for year in range(first, first + 3):
        for code, amount in EACH_YEAR.items():
            values = {"code": code, "label": WORDS.get(code, ""), "amount": amount, "year": str(year)}
            asked = {"state": "demandee", "asked_on": asked_on} if code in {"departement", "fse", "epci"} else {}
            lines.append(Asked(Side.RESOURCE, values | (asked if year == first else {})))
        kind = {"code": "epci", "label": "Terrain et hangar", "amount": "15000", "in_kind": True, "year": str(year)}
        lines.append(Asked(Side.RESOURCE, kind))
    _write(project, {"first_year": str(first), "years": "3", "fte": "8,9143", "note": NOTE}, lines, today, now)


def _workshop(project: StructureProject, today: date, now: datetime) -> None:
    """Last year, granted and paid."""
    first = today.year - 1
    days = {"asked_on": f"{first}-01-20", "granted_on": f"{first}-04-10", "paid_on": f"{first}-12-20"}
    amounts = {
        "aide_poste": "177000", "departement": "20000", "epci": "30000", "commune": "6000", "ventes": "98000",
    }  # fmt: skip
    paid: dict[str, Any] = {"state": "versee", "basis": "fait", "how": "exemple fictif", "year": str(first), **days}
    charges = {"salaires": "178000", "encadrement": "86000", "fonctionnement": "64000"}
    lines = [Asked(Side.CHARGE, {"code": code, "amount": charges[code], "year": str(first)}) for code in charges]
    for code, amount in amounts.items():
        lines.append(Asked(Side.RESOURCE, {"code": code, "amount": amount, "granted": amount, "paid": amount, **paid}))
    _write(
        project, {"first_year": str(first), "years": "1", "fte": "7,4", "note": "Exemple fictif."}, lines, today, now
    )


def _write(project: StructureProject, asked: dict[str, Any], lines: list[Asked], today: date, now: datetime) -> None:
    actions.create_plan(
        project.owner_id,
        {"name": f"Financement{NBSP}: {project.name[:1].lower()}{project.name[1:]}", "kind": project.kind, **asked},
        lines,
        project_id=project.pk,
        on=today,
        by=PLATFORM,
        now=now,
        fictional=True,
    )


def _serve(project: StructureProject, today: date, now: datetime) -> None:
    """Say which neighbourhoods the project serves: those of its commune."""
    stored = state_of(project)
    known = places.neighbourhoods().filter(generation=2024).order_by("pk").values_list("pk", flat=True)
    codes = sorted(known.filter(communes=project.commune_id))
    change_project(project.pk, {**stored, "neighbourhoods": codes}, base=stored, on=today, by=PLATFORM, now=now)
