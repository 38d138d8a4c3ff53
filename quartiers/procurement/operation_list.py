"""The list of operations, declared once."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from quartiers.procurement import rules
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter


def amount(row: Any) -> Decimal:
    found: Decimal = row.amount
    return found.quantize(Decimal(1))


SPEC = ListSpec(
    id="operations",
    noun=Noun("opération", "opérations", feminine=True),
    caption="Opérations, leurs montants et leurs heures d’insertion",
    columns=(
        Column(
            "nom",
            "Opération",
            "name",
            sort=("name",),
            link=lambda row: reverse("procurement:operation", args=[row.pk]),
            under=lambda row: f"{row.buyer.name}, {rules.Kind(row.kind).label.lower()}",
        ),
        Column("debut", "Du", "starts_on", sort=("starts_on",), kind=Kind.DAY, missing="non datée"),
        Column("fin", "Au", "ends_on", sort=("ends_on",), kind=Kind.DAY, missing="non datée"),
        Column("lots", "Lots", "lot_count", sort=("lot_count",), kind=Kind.NUMBER),
        Column("montant", "Montant HT, €", amount, sort=("amount",), kind=Kind.NUMBER),
        Column("heures", "Heures d’insertion", "hours", sort=("hours",), kind=Kind.NUMBER),
        Column("acheteur", "Acheteur", "buyer.name", page=False),
    ),
    filters=(
        TextFilter("q", "Opération ou acheteur", fields=("name", "buyer__name")),
        ChoiceFilter("nature", "Nature", [(one.value, one.label) for one in rules.Kind], "kind", "Toutes"),
    ),
    order="debut",
    empty=Empty(
        "Votre organisation ne suit encore aucune opération.",
        "Chacune montrera ses marchés, ses lots et leurs heures.",
        "/achats/operations/ajouter/",
        "Ajouter une opération",
    ),
)
