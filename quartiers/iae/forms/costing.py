"""What the calculator asks: «Combien coûterait une structure ?». No name, nothing that is kept."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms

from quartiers.iae.rules.codes import EmployerKind
from quartiers.iae.rules.costing import (
    CASH_MONTHS,
    CONTRIBUTIONS,
    CONTRIBUTIONS_OTHERS,
    COSTED,
    HOURLY_WAGE,
    MODULATED_SHARE,
    MONTHS,
    MOST_HOURS,
    MOST_POSTS,
    RSA,
    RUNNING,
    SUPERVISION,
    Assumption,
    Cost,
    CostAsked,
    RsaMode,
    structure_cost,
)
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.web.numbers import NumberField, choice

KIND, POSTS, PROJECT = "type", "postes", "projet"
#: The illustration of the guide, ready to be changed.
EXAMPLE = {
    "type": "ACI", "postes": "12", "heures": "26", "encadrement": "98200", "fonctionnement": "80000",
    "ventes": "74000", "modulation": "5",
}  # fmt: skip
MAYOTTE = "mayotte"
MOST_EUROS = 100_000_000


def assumed(one: Assumption) -> str:
    """What an empty field takes."""
    decimals = 0 if one.value == one.value.to_integral_value() else 2
    return f"Vide{NBSP}: {number(one.value, decimals)}{NBSP}{one.unit}, notre hypothèse."


class CostForm(forms.Form):
    """A kind, posts, hours; the rest may be left to our assumptions."""

    type = choice("Type de structure", [(one.value, f"{one.label.capitalize()} ({one})") for one in COSTED])
    postes = NumberField(
        "Postes d’insertion",
        high=MOST_POSTS,
        required=True,
        missing="Il manque le nombre de postes. Par exemple 12.",
    )
    heures = NumberField(
        "Heures par semaine, par poste",
        high=MOST_HOURS,
        required=True,
        missing="Il manque les heures par semaine. Par exemple 26.",
    )
    encadrement = NumberField("Encadrement et direction, € par an", high=MOST_EUROS, help_text=assumed(SUPERVISION))
    fonctionnement = NumberField("Fonctionnement, € par an", high=MOST_EUROS, help_text=assumed(RUNNING))
    ventes = NumberField(
        "Ventes et marchés, € par an", high=MOST_EUROS, help_text=f"Vide{NBSP}: rien. Restez prudent."
    )
    modulation = NumberField("Part modulée de l’aide, en % du socle", high=10, help_text=assumed(MODULATED_SHARE))
    salaire = NumberField("Salaire horaire brut, en €", high=100, help_text=assumed(HOURLY_WAGE))
    cotisations = NumberField(
        "Cotisations de l’employeur, en %",
        high=100,
        help_text=f"Vide{NBSP}: {number(CONTRIBUTIONS.value)} pour un ACI ou une AI, "
        f"{number(CONTRIBUTIONS_OTHERS.value)} sinon, notre hypothèse.",
    )
    rsa = NumberField(
        "Salariés qui étaient au RSA",
        high=MOST_POSTS,
        places=0,
        help_text="En moyenne dans l’année, pour un ACI. Le département paie une part.",
    )
    rsa_part = choice(
        "Cette part du département vient",
        [(one.value, one.label) for one in RsaMode],
        required=False,
        help_text="Cela change d’un département à l’autre. Demandez à la DDETS.",
    )
    rsa_mois = NumberField("RSA d’une personne seule, € par mois", high=5000, help_text=assumed(RSA))

    tresorerie = NumberField("Mois de charges à avancer", high=MONTHS, help_text=assumed(CASH_MONTHS))
    ou = choice(
        "Où",
        [("", "France, hors Mayotte"), (MAYOTTE, "Mayotte")],
        required=False,
        help_text="À Mayotte, l’aide au poste est plus basse.",
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, on: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.on = on
        self.cost: Cost | None = None

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def opened(self) -> bool:
        """Whether the fields that fold are to be seen."""
        return any(self[name].errors or self[name].value() not in (None, "", RsaMode.INSIDE.value) for name in MORE)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.cost = structure_cost(_asked(cleaned), on=self.on)
            except RuleBroken as refused:
                self.add_error(None, refused.message)
        return cleaned

    @property
    def query(self) -> str:
        """What was asked, and for which project, as the end of an address."""
        return urlencode({name: self.data[name] for name in (PROJECT, *self.fields) if self.data.get(name)})


MORE = ("modulation", "salaire", "cotisations", "rsa", "rsa_part", "rsa_mois", "tresorerie", "ou")


def cost_query(project: Any) -> str:
    """What is already known of a project, as the end of the address of the calculator; its posts are in ETP."""
    kind = str(project.kind).upper()
    found = {PROJECT: str(project.pk)} | ({KIND: kind} if kind in COSTED else {})
    return urlencode(found)


def _asked(cleaned: Mapping[str, Any]) -> CostAsked:
    return CostAsked(
        kind=EmployerKind(cleaned["type"]),
        posts=cleaned["postes"],
        hours_a_week=cleaned["heures"],
        hourly_wage=cleaned["salaire"],
        contributions=cleaned["cotisations"],
        supervision=cleaned["encadrement"],
        running=cleaned["fonctionnement"],
        sales=cleaned["ventes"] or Decimal(0),
        modulation=cleaned["modulation"],
        rsa_people=int(cleaned["rsa"] or 0),
        rsa_mode=RsaMode(cleaned["rsa_part"] or RsaMode.INSIDE),
        rsa_month=cleaned["rsa_mois"],
        cash_months=cleaned["tresorerie"],
        mayotte=cleaned["ou"] == MAYOTTE,
    )
