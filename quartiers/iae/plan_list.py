"""The list of funding plans, declared once."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from quartiers.iae.rules.employers import EMPLOYERS
from quartiers.kernel.french import NARROW, number
from quartiers.web.lists import ChoiceFilter, Column, Empty, Kind, ListSpec, Noun, TextFilter


def whose(row: Any) -> str:
    """The project or the structure."""
    name = row.project.name if row.project_id else row.structure.name
    return f"{name}, exemple fictif" if row.fictional else name


def years(row: Any) -> str:
    """«2027 à 2029»."""
    last = row.first_year + row.years - 1
    return str(row.first_year) if last == row.first_year else f"{row.first_year} à {last}"


def ratio(row: Any) -> Decimal | None:
    """All that comes from elsewhere over all the local effort, as ``rules.leverage.whole_effort`` says it."""
    return row.elsewhere / row.local if row.local else None


def ratio_words(row: Any) -> str:
    found = ratio(row)
    return "aucun euro local" if found is None else number(found, 1)


SPEC = ListSpec(
    id="plans-de-financement",
    noun=Noun("plan", "plans"),
    caption="Plans de financement, toutes années et investissement compris",
    columns=(
        Column(
            "nom",
            "Plan",
            "name",
            sort=("name",),
            link=lambda row: reverse("iae:plan", args=[row.pk]),
            under=whose,
        ),
        Column("annees", "Années", years, sort=("first_year",)),
        Column("charges", "Charges, €", "charges", sort=("charges",), kind=Kind.NUMBER),
        Column("ressources", "Ressources, €", "resources", sort=("resources",), kind=Kind.NUMBER),
        Column("local", "Effort local, €", "local", sort=("local",), kind=Kind.NUMBER),
        Column("euro", "Pour un euro local", ratio, kind=Kind.NUMBER, show=ratio_words),
        Column("suivi", "Suivi par", "owner.name", sort=("owner__name",), page=False),
        Column("type", "Type", "kind", page=False),
    ),
    filters=(
        TextFilter("q", "Nom du plan ou du projet", fields=("name", "project__name", "structure__name")),
        ChoiceFilter("type", "Type", [(one.value, one.label) for one in EMPLOYERS], "kind"),
    ),
    order="nom",
    empty=Empty(
        "Aucun plan de financement n’est encore ouvert à votre organisation.",
        f"Chacun dira ce que coûte une structure, qui paie, ce que porte un euro local{NARROW}; commencez par un "
        "calcul.",
        "/simulateurs/cout-structure/",
        "Calculer un coût",
    ),
)
