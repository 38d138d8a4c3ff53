"""The simulator of hours: lots, what labour weighs in each, and what the other formulas need. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from quartiers.kernel.french import number
from quartiers.procurement.rules import (
    FULL_TIME,
    FULL_TIMES,
    RATE,
    Formula,
    LotHours,
    Simulation,
    Trade,
    compare,
    labour_of,
    lot_hours,
)
from quartiers.procurement.rules.local_values import LocalValues
from quartiers.web.numbers import NumberField, PercentField, choice

FIRST_ROWS, MAX_ROWS = 3, 30
PARTS = ("intitule", "montant", "metier", "part", "cout")
TRADES = [(one.value, one.label) for one in Trade]


@dataclass(frozen=True)
class Row:
    """One lot of the form: its fields, and its hours once they can be counted.

    Args:
        key: what tells it from the others, its rank for instance.
        fields: label, amount, trade, share, cost.
        hours: None as long as it has no readable amount.
        wrong: whether something in it is to be corrected.
        more: fields that fold under it.
        opened: whether they show at once.
    """

    key: int | str
    fields: tuple[forms.BoundField, ...]
    hours: LotHours | None
    wrong: bool
    more: tuple[forms.BoundField, ...] = ()
    opened: bool = False


class SimulatorForm(forms.Form):
    """As many lots as there are rows; an empty row is no lot.

    A hidden number counts the rows, so that a button adds one without a script.
    """

    taux = PercentField("Taux d’insertion, en %", required=True, missing="Il manque le taux. Par exemple : 5.")
    annee = choice("Un temps plein compte", [(str(hours), label) for hours, label in FULL_TIMES.items()])
    tranche = NumberField("Une heure par tranche de", places=2, help_text="Euros facturés pour une heure.")
    seuil = NumberField("Au-delà de", help_text="Euros facturés avant la première heure.")
    repris = NumberField("Heures du personnel repris", help_text="Dans le nettoyage ou le gardiennage.")
    territoire = choice("Valeurs de quel territoire", [], required=False)
    confiee = PercentField("Part confiée, en %", help_text="À des structures d’insertion ou du secteur protégé.")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        on: date,
        rows: list[dict[str, str]] | None = None,
        local: LocalValues | None = None,
        territories: list[tuple[str, str]] | None = None,
        territory: str = "",
    ) -> None:
        self.local = local or LocalValues()
        percent = (RATE.on(on) if self.local.rate is None else self.local.rate) * 100
        super().__init__(
            data,
            initial={
                "taux": number(percent, 0 if percent == int(percent) else 2),
                "annee": str(self.local.hours_a_year or FULL_TIME.on(on)),
                "territoire": territory,
            },
        )
        self.on = on
        known: Any = self.fields["territoire"]
        known.choices = [("", "Aucun, valeurs de départ"), *(territories or [])]
        self.adding = (data or {}).get("ajouter") == "lot"
        self.count = min((_count(data) if data is not None else len(rows or ()) or FIRST_ROWS) + self.adding, MAX_ROWS)
        given = rows or []
        for rank in range(self.count):
            first = given[rank] if rank < len(given) else {}
            self._add_row(rank, first)

    def _add_row(self, rank: int, first: Mapping[str, str]) -> None:
        self.fields[f"lot_{rank}_intitule"] = forms.CharField(
            label=f"Lot {rank + 1}",
            max_length=200,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={
                "max_length": "Ce nom est trop long. Gardez 200 caractères.",
                "null_characters_not_allowed": "Ce nom contient un caractère illisible. Écrivez-le de nouveau.",
            },
        )
        self.fields[f"lot_{rank}_montant"] = NumberField("Montant HT, en €")
        self.fields[f"lot_{rank}_metier"] = choice("Métier", TRADES, required=False)
        self.fields[f"lot_{rank}_part"] = PercentField("Main-d’œuvre, %")
        self.fields[f"lot_{rank}_cout"] = NumberField("Coût, € par heure", high=1000)
        for part in PARTS:
            self.fields[f"lot_{rank}_{part}"].initial = first.get(part, Trade.BUILDING if part == "metier" else "")

    @property
    def may_grow(self) -> bool:
        return self.count < MAX_ROWS

    def show_rows_only(self) -> None:
        """Forget the faults: a button that adds a row is no question yet."""
        self.full_clean()
        self.errors.clear()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for rank in range(self.count):
            cost = f"lot_{rank}_cout"
            if cleaned.get(cost) == 0:
                self.add_error(cost, "Une heure ne peut pas coûter zéro. Donnez son coût, ou laissez vide.")
            elif any(cleaned.get(f"lot_{rank}_{part}") not in (None, "") for part in ("intitule", "part", "cout")):
                self._needs_amount(cleaned, rank)
        if cleaned.get("tranche") == 0:
            self.add_error("tranche", "Une tranche ne peut pas valoir zéro. Donnez-la, ou laissez vide.")
        found = self.simulation()
        if not self.errors and not found.lots:
            self.add_error("lot_0_montant", "Il manque un montant. Donnez celui d’un lot au moins.")
        if cleaned.get("repris") is not None and cleaned["repris"] > found.total:
            self.add_error(
                "repris", "Le personnel repris fait plus d’heures que le marché n’en compte. Vérifiez ce nombre."
            )
        return cleaned

    def _needs_amount(self, cleaned: dict[str, Any], rank: int) -> None:
        amount = f"lot_{rank}_montant"
        if cleaned.get(amount) is None and amount not in self.errors:
            self.add_error(amount, "Il manque le montant de ce lot. Donnez-le, ou videz la ligne.")

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                rank,
                tuple(self[f"lot_{rank}_{part}"] for part in PARTS),
                self._hours(rank),
                any(f"lot_{rank}_{part}" in self.errors for part in PARTS) if self.is_bound else False,
            )
            for rank in range(self.count)
        ]

    @property
    def has_territories(self) -> bool:
        """Whether there is a territory to choose."""
        known: Any = self.fields["territoire"]
        return len(known.choices) > 1

    @property
    def trades(self) -> list[str]:
        """Trades of the lots that are counted."""
        asked = self.cleaned_data
        return [asked.get(f"lot_{rank}_metier") or Trade.BUILDING for rank in range(self.count) if self._hours(rank)]

    def simulation(self) -> Simulation:
        """The lots that can be counted, whatever is still to be typed in the others."""
        found = (self._hours(rank) for rank in range(self.count))
        year = self.cleaned_data.get("annee") or str(FULL_TIME.on(self.on))
        return Simulation(tuple(one for one in found if one is not None), int(year))

    def formulas(self) -> tuple[Formula, ...]:
        """The same lots by the six formulas; what is wrong is left out."""
        asked = self.cleaned_data
        found = self.simulation()
        transferred = None if "repris" in self.errors else asked.get("repris")
        return compare(
            found,
            rate=asked.get("taux") or Decimal(0),
            on=self.on,
            trigger=asked.get("seuil"),
            step=asked.get("tranche"),
            transferred=transferred,
            entrusted=asked.get("confiee"),
        )

    def _hours(self, rank: int) -> LotHours | None:
        """The hours of one lot; None where its amount, or the rate, cannot be read."""
        asked = getattr(self, "cleaned_data", {})
        amount, rate = asked.get(f"lot_{rank}_montant"), asked.get("taux")
        if amount is None or rate is None or any(f"lot_{rank}_{part}" in self.errors for part in PARTS):
            return None
        usual = labour_of(asked.get(f"lot_{rank}_metier") or Trade.BUILDING, on=self.on, local=self.local.labour)
        share, cost = asked.get(f"lot_{rank}_part"), asked.get(f"lot_{rank}_cout")
        return lot_hours(
            asked.get(f"lot_{rank}_intitule") or f"Lot {rank + 1}",
            amount,
            labour_share=usual.share if share is None else share,
            hourly_cost=cost or usual.hourly_cost,
            rate=rate,
        )


def _count(data: Mapping[str, Any]) -> int:
    typed = str(data.get("lots", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) else FIRST_ROWS
