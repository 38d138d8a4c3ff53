"""The list of projects, declared once."""

from typing import Any

from django.urls import reverse

from quartiers.actors.rules.organisations import known_kind
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.employers import EMPLOYERS
from quartiers.iae.rules.projects import Decision, Step, Way
from quartiers.kernel.french import NBSP
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter


def what(row: Any) -> str:
    """Its kind and its activity, as far as they are chosen."""
    kind = known_kind(row.kind).label if row.kind else "type à choisir"
    return f"{kind}, {Activity(row.activity).label}" if row.activity else kind


SPEC = ListSpec(
    id="projets",
    noun=Noun("projet", "projets"),
    caption="Projets de structures",
    columns=(
        Column(
            "nom",
            "Projet",
            "name",
            sort=("name",),
            link=lambda row: reverse("iae:project", args=[row.pk]),
            under=lambda row: f"{what(row)}, exemple fictif" if row.fictional else what(row),
        ),
        Column("commune", "Commune", "commune.name", sort=("commune__name",), missing="à choisir"),
        Column("postes", "Postes, en ETP", "posts", sort=("posts",), kind=Kind.NUMBER, decimals=1, missing="à dire"),
        Column(
            "etapes",
            "Étapes faites",
            "steps_done",
            sort=("steps_done",),
            show=lambda row: f"{row.steps_done} sur {len(Step)}",
        ),
        Column("decision", "Décision", lambda row: Decision(row.decision).label, sort=("decision",)),
        Column("depart", "Point de départ", lambda row: Way(row.way).label, page=False),
        Column("porteur", "Porteur", "bearer", page=False),
        Column("structure", "Structure née du projet", "structure.name", page=False),
    ),
    filters=(
        TextFilter("q", "Nom ou commune", fields=("name", "commune__name")),
        ChoiceFilter("depart", "Point de départ", [(one.value, one.label) for one in Way], "way"),
        ChoiceFilter("type", "Type", [(one.value, one.label) for one in EMPLOYERS], "kind"),
        ChoiceFilter("decision", "Décision", [(one.value, one.label) for one in Decision], "decision", "Toutes"),
    ),
    order="nom",
    empty=Empty(
        "Votre organisation ne suit encore aucun projet de structure.",
        f"Chacun dira où il en est et ce qui reste à faire, étape par étape{NBSP}: du besoin à la convention.",
        "/projets-de-structures/commencer/",
        "Commencer un projet",
    ),
)
