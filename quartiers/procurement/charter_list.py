"""The list of charters, declared once."""

from typing import Any

from django.urls import reverse

from quartiers.procurement.rules.charters import CharterModel
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter
from quartiers.web.templatetags.components import badge


def state(row: Any) -> str:
    if row.closed_on:
        return "close"
    return "publiée" if row.is_published else "non publiée"


def shown_state(row: Any) -> str:
    return badge("mute" if row.closed_on else "ok" if row.is_published else "wait", state(row))


SPEC = ListSpec(
    id="chartes",
    noun=Noun("charte", "chartes", feminine=True),
    caption="Chartes d’insertion, leurs signataires et leurs engagements",
    columns=(
        Column(
            "nom",
            "Charte",
            "name",
            sort=("name",),
            link=lambda row: reverse("procurement:charter", args=[row.pk]),
            under=lambda row: (
                f"{CharterModel(row.model).label}, exemple fictif" if row.fictional else CharterModel(row.model).label
            ),
        ),
        Column("debut", "Du", "starts_on", sort=("starts_on",), kind=Kind.DAY, missing="non datée"),
        Column("fin", "Au", "ends_on", sort=("ends_on",), kind=Kind.DAY, missing="non datée"),
        Column("signataires", "Signataires", "signatory_count", sort=("signatory_count",), kind=Kind.NUMBER),
        Column("engagements", "Engagements", "commitment_count", sort=("commitment_count",), kind=Kind.NUMBER),
        Column("etat", "État", state, show=shown_state),
        Column("suivie", "Suivie par", "owner.name", page=False),
    ),
    filters=(
        TextFilter("q", "Charte ou organisation", fields=("name", "owner__name")),
        ChoiceFilter("modele", "Modèle", [(one.value, one.label) for one in CharterModel], "model"),
    ),
    order="nom",
    empty=Empty(
        "Aucune charte n’est publiée ici.",
        "Chacune dira qui la signe, ce qui est promis aux habitants, et ce que les marchés en demandent déjà.",
    ),
)
