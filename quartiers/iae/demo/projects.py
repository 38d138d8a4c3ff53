"""Invented projects, one by way in; the last one became a structure."""

from datetime import date, datetime, timedelta
from typing import Any

from quartiers.actors.queries.cites import find_cite
from quartiers.actors.queries.organisations import declared_here
from quartiers.iae.actions import projects as actions
from quartiers.iae.models import StructureProject
from quartiers.iae.rules.projects import Bearer, Decision, Step, Way
from quartiers.kernel.french import quantity
from quartiers.office.rules import PLATFORM
from quartiers.territory.queries import places

#: Who follows a project, and the address of its Cité.
VILLE, AGGLO = ("Ville de Val-Fictif", "val-fictif"), ("Agglomération des Pins-Fictifs", "pins-fictifs")
BECAME = "Ressourcerie du Pont Vieux (exemple)"
SKETCHES: tuple[tuple[tuple[str, str], dict[str, Any], int], ...] = (
    (
        AGGLO,
        {
            "name": "Un chantier de maraîchage à Lourdes (exemple)",
            "way": Way.GAP.value,
            "kind": "aci",
            "activity": "maraichage",
            "commune": "65286",
            "posts": "8.91",
            "initiative": "L’intercommunalité\u00a0: aucun chantier de maraîchage à moins de 20\u00a0km du Vallon.",
            "bearer_kind": Bearer.UNKNOWN.value,
        },
        2,
    ),
    (
        VILLE,
        {
            "name": "Un garage solidaire (exemple)",
            "way": Way.ACTIVITY.value,
            "kind": "ei",
            "activity": "mobilite",
            "commune": "11262",
            "posts": "6.5",
            "initiative": "Le comité de la Cité\u00a0: la mobilité est le premier obstacle cité par les conseillers.",
            "bearer_kind": Bearer.ASSOCIATION.value,
            "bearer": "Roule qui peut (exemple)",
            "help_received": "DLA\u00a0: étude de faisabilité, 8 jours.",
        },
        4,
    ),
    (
        VILLE,
        {
            "name": "Une ressourcerie portée par trois associations (exemple)",
            "way": Way.ASSOCIATIONS.value,
            "kind": "aci",
            "activity": "reemploi",
            "commune": "11069",
            "posts": "10",
            "initiative": "Trois associations du quartier qui récupéraient chacune de leur côté.",
            "bearer_kind": Bearer.ASSOCIATION.value,
            "bearer": BECAME,
            "decision": Decision.FAVOURABLE.value,
            "act": "convention d’exemple",
        },
        8,
    ),
)


def load(today: date, now: datetime) -> str:
    """Add the invented projects, once; one French sentence says what was done."""
    if StructureProject.objects.exists():
        return "Les projets d’exemple sont déjà là."
    known = {one.name: one.pk for one in declared_here([VILLE[0], AGGLO[0], BECAME]) if one.fictional}
    if not {VILLE[0], AGGLO[0]} <= known.keys():
        return ""
    for (owner, slug), asked, steps in SKETCHES:
        cite = find_cite(slug)
        _add(known[owner], asked | {"cite": cite.pk if cite else ""}, steps, known, today, now)
    return f"{quantity(len(SKETCHES), 'projet de structure inventé', 'projets de structures inventés')}."


def _add(owner: int, asked: dict[str, Any], steps: int, known: dict[str, int], today: date, now: datetime) -> None:
    found = places.find(places.communes(), asked["commune"])
    asked = asked | {"commune": found.pk if found else ""}
    if asked.get("decision"):
        asked |= {"decided_on": (today - timedelta(days=60)).isoformat(), "structure": known.get(BECAME, "")}
    made = actions.create_project(owner, asked, on=today, by=PLATFORM, now=now, fictional=True)
    for rank, step in enumerate(list(Step)[:steps]):
        on = today - timedelta(days=30 * (steps - rank))
        actions.note_step(made.pk, step, on, on=today, by=PLATFORM, now=now)
