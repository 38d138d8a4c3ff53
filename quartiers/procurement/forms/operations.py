"""An operation; a contract with its lots."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import typed
from quartiers.kernel.periods import Period
from quartiers.kernel.typed import day
from quartiers.procurement.forms.simulator import TRADES, Row
from quartiers.procurement.queries.operations import LOT_PARTS
from quartiers.procurement.rules import FULL_TIME, FULL_TIMES, RATE, Kind, LotHours, Simulation, labour_of, lot_hours
from quartiers.procurement.rules.contracts import (
    ContractState,
    Phase,
    ReservedLot,
    check_cpv,
    check_framework,
    check_invoiced,
)
from quartiers.procurement.rules.local_values import LocalValues
from quartiers.territory.fields import Day, Named, NamedList, Words, ruled
from quartiers.territory.queries import places
from quartiers.web.numbers import NumberField, PercentField, choice

MAX_NEW = 30
FIRST_NEW = 3
#: Parts of a lot on its first line; the others fold under it.
STEPS = ("hours_step", "hours_trigger", "invoiced")
FIRST_LINE = ("name", "amount", "trade", "share", "cost")
MORE = ("holder", "reserved", "phase", "affirmed")


def labels(kind: Any) -> list[tuple[str, str]]:
    return [(one.value, one.label[:1].upper() + one.label[1:]) for one in kind]


class OperationForm(forms.Form):
    """What a buyer builds or buys as a whole."""

    name = Words("Nom de l’opération", missing="Il manque le nom. Par exemple : 96 logements aux Tilleuls.")
    buyer = Named(
        "Acheteur",
        rows=lambda: open_organisations_named(""),
        noun="l’acheteur",
        help_text="Son nom dans l’annuaire. Vide : votre organisation.".replace(" :", "\u00a0:"),
    )
    kind = choice("Nature", labels(Kind))
    summary = Words("Ce qu’on y fait", lines=3, max_length=2000)
    place = Words("Lieu", help_text="En quelques mots : une rue, un quartier.".replace(" :", "\u00a0:"))
    commune = Named("Commune", rows=places.communes, noun="la commune")
    neighbourhoods = NamedList(
        "Quartiers concernés",
        rows=places.neighbourhoods,
        noun="ce quartier",
        lines=3,
        max_length=6000,
        help_text="Un par ligne : son nom, ou son code.".replace(" :", "\u00a0:"),
    )
    starts_on = Day("Du")
    ends_on = Day("Au")
    cite = choice("Territoire de coopération", [], required=False)
    contrat_de_ville = choice("Contrat de ville", [], required=False)

    def __init__(
        self,
        *args: Any,
        organisation_id: int,
        cites: Iterable[tuple[int, str]],
        contracts: Iterable[tuple[int, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.organisation_id = organisation_id
        for name, rows in (("cite", cites), ("contrat_de_ville", contracts)):
            field: Any = self.fields[name]
            field.choices = [("", "Aucun"), *((str(pk), label) for pk, label in rows)]

    def clean_ends_on(self) -> str:
        return period(self)

    def values(self) -> dict[str, Any]:
        """As ``queries.operations.state_of_operation`` writes them."""
        found = dict(self.cleaned_data)
        found["buyer"] = found["buyer"] or self.organisation_id
        for name in ("cite", "contrat_de_ville"):
            found[name] = int(found[name]) if found[name] else ""
        return found


class ContractForm(forms.Form):
    """A contract and its lots: stored ones keep their number, new ones have a rank; an empty new row is no lot."""

    name = Words("Objet du marché", missing="Il manque l’objet. En quelques mots : rénovation de 96 logements.")
    reference = Words("Référence", max_length=60)
    kind = choice("Nature", labels(Kind))
    state = choice("Où en est-il", labels(ContractState))
    is_concession = forms.BooleanField(label="C’est une concession", required=False)
    cpv = Words("Code CPV", max_length=10, help_text="Huit chiffres.")
    consultation_on = Day("Consultation lancée le")
    starts_on = Day("Exécution, du")
    ends_on = Day("au")
    is_framework = forms.BooleanField(label="C’est un accord-cadre", required=False)
    maximum = NumberField("Montant maximum HT, en €", help_text="D’un accord-cadre, sur toute sa durée.")
    hours_step = NumberField("Une heure par tranche de, en €", help_text="Euros facturés pour une heure.")
    hours_trigger = NumberField("Au-delà de, en €", help_text="Facturés avant la première heure.")
    invoiced = NumberField("Facturé à ce jour, en €", help_text="Tous les bons de commande ensemble.")
    invoiced_on = Day("Relevé le")
    rate = PercentField("Taux d’insertion, en %", required=True, missing="Il manque le taux. Par exemple : 5.")
    hours_a_year = choice("Un temps plein compte", [(str(hours), label) for hours, label in FULL_TIMES.items()])

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        on: date,
        initial: Mapping[str, Any] | None = None,
        stored: Iterable[tuple[int, int]] = (),
        local: LocalValues | None = None,
    ) -> None:
        self.local = local or LocalValues()
        rate = RATE.on(on) if self.local.rate is None else self.local.rate
        start: dict[str, Any] = {
            "rate": typed(rate * 100),
            "hours_a_year": str(self.local.hours_a_year or FULL_TIME.on(on)),
            "state": ContractState.PREPARED,
        }
        super().__init__(data, initial=start | dict(initial or {}))
        self.on = on
        self.stored = dict(stored)
        self.adding = (data or {}).get("ajouter") == "lot"
        count = _count(data) if data is not None else 0 if self.stored else FIRST_NEW
        self.count = min(count + self.adding, MAX_NEW)
        last = max(self.stored.values(), default=0)
        for pk, number in self.stored.items():
            self._add_lot(f"lot_{pk}", number)
            self.fields[f"lot_{pk}_removed"] = forms.BooleanField(label="Retirer ce lot", required=False)
        for rank in range(self.count):
            self._add_lot(f"new_{rank}", last + rank + 1)

    def _add_lot(self, key: str, number: int) -> None:
        self.fields |= {
            f"{key}_name": Words(f"Lot {number}"),
            f"{key}_amount": NumberField("Montant HT, en €"),
            f"{key}_trade": choice("Métier", TRADES, required=False),
            f"{key}_share": PercentField("Main-d’œuvre, %"),
            f"{key}_cost": NumberField("Coût, € par heure", high=1000),
            f"{key}_holder": Words("Titulaire"),
            f"{key}_reserved": choice("Réservé", labels(ReservedLot), required=False),
            f"{key}_phase": choice("Tranche", labels(Phase), required=False),
            f"{key}_affirmed": Day("Affermie le"),
        }

    @property
    def keys(self) -> list[str]:
        return [*(f"lot_{pk}" for pk in self.stored), *(f"new_{rank}" for rank in range(self.count))]

    @property
    def may_grow(self) -> bool:
        return self.count < MAX_NEW

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                key,
                tuple(self[f"{key}_{part}"] for part in FIRST_LINE),
                self._hours(key),
                self.is_bound and any(f"{key}_{part}" in self.errors for part in LOT_PARTS),
                more=tuple(self[f"{key}_{part}"] for part in self._more(key)),
                opened=self.is_bound and any(f"{key}_{part}" in self.errors for part in MORE),
            )
            for key in self.keys
        ]

    def _more(self, key: str) -> tuple[str, ...]:
        return (*MORE, "removed") if key.startswith("lot_") else MORE

    def show_rows_only(self) -> None:
        """Forget the faults: a button that adds a row is no question yet."""
        self.full_clean()
        self.errors.clear()

    def clean_cpv(self) -> str:
        code = str(self.cleaned_data["cpv"]).replace(" ", "")
        ruled(check_cpv, code)
        return code

    def clean_ends_on(self) -> str:
        return period(self)

    def clean_maximum(self) -> Decimal | None:
        maximum: Decimal | None = self.cleaned_data["maximum"]
        ruled(check_framework, bool(self.cleaned_data.get("is_framework")), maximum)
        return maximum

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._check_invoiced(cleaned)
        for key in self.keys:
            amount, cost = f"{key}_amount", f"{key}_cost"
            if cleaned.get(cost) == 0:
                self.add_error(cost, "Une heure ne peut pas coûter zéro. Donnez son coût, ou laissez vide.")
            needed = key.startswith("lot_") or not self._is_empty(key)
            if needed and cleaned.get(amount) is None and amount not in self.errors:
                self.add_error(amount, "Il manque le montant de ce lot. Donnez-le, ou videz la ligne.")
        left = [key for key in self.keys if not cleaned.get(f"{key}_removed") and not self._is_empty(key)]
        if not left and not self.errors:
            first = self.keys[0] if self.keys else ""
            self.add_error(
                f"{first}_amount" if first else None,
                "Il manque un lot. Donnez son montant, ou celui du marché entier.",
            )
        return cleaned

    def _check_invoiced(self, cleaned: dict[str, Any]) -> None:
        step, trigger, invoiced = (cleaned.get(name) for name in STEPS)
        if not self.errors.keys() & {*STEPS, "invoiced_on"}:
            try:
                check_invoiced(step, trigger, invoiced, day(cleaned.get("invoiced_on") or ""), today=self.on)
            except RuleBroken as broken:
                self.add_error("invoiced_on" if step and invoiced is not None else "hours_step", broken.message)

    def _is_empty(self, key: str) -> bool:
        told = ("name", "amount", "share", "cost", "holder", "affirmed")
        return all(self.cleaned_data.get(f"{key}_{part}") in (None, "") for part in told) and not any(
            f"{key}_{part}" in self.errors for part in LOT_PARTS
        )

    @property
    def removed(self) -> frozenset[int]:
        return frozenset(pk for pk in self.stored if self.cleaned_data.get(f"lot_{pk}_removed"))

    def values(self) -> dict[str, Any]:
        """The contract and its stored lots, as ``queries.operations.state_of_contract`` writes them."""
        own = {name: self.cleaned_data[name] for name in self.base_fields}
        own |= {name: typed(own[name]) for name in ("maximum", *STEPS)} | {"rate": typed(own["rate"] * 100)}
        for pk in self.stored:
            own |= {f"lot_{pk}_{part}": value for part, value in self._lot(f"lot_{pk}").items()}
        return own

    def new_lots(self) -> list[dict[str, str]]:
        keys = (f"new_{rank}" for rank in range(self.count))
        return [self._lot(key) for key in keys if not self._is_empty(key)]

    def _lot(self, key: str) -> dict[str, str]:
        """A lot as ``queries.operations.state_of_lot`` writes it; an empty share or cost is that of the trade."""
        asked = {part: self.cleaned_data[f"{key}_{part}"] for part in LOT_PARTS}
        trade = asked["trade"] or TRADES[0][0]
        usual = labour_of(trade, on=self.on, local=self.local.labour)
        share = usual.share if asked["share"] is None else asked["share"]
        return asked | {
            "amount": typed(asked["amount"]),
            "trade": trade,
            "share": typed(share * 100),
            "cost": typed(usual.hourly_cost if asked["cost"] is None else asked["cost"]),
            "phase": asked["phase"] or Phase.FIRM.value,
        }

    def simulation(self) -> Simulation:
        """The lots that can be counted, whatever is still to be typed in the others."""
        asked = self.cleaned_data
        found = (self._hours(key) for key in self.keys if not asked.get(f"{key}_removed"))
        return Simulation(tuple(one for one in found if one is not None), int(asked.get("hours_a_year") or 1600))

    def _opened(self, key: str) -> dict[str, Any]:
        """What a page that opens shows of a lot, as if it had been typed."""
        names = ("rate", *(f"{key}_{part}" for part in FIRST_LINE))
        shown = {name: self[name].value() for name in names if self[name].value() not in (None, "")}
        return {name: self.fields[name].clean(value) for name, value in shown.items()}

    def _hours(self, key: str) -> LotHours | None:
        asked = self.cleaned_data if self.is_bound else self._opened(key)
        amount, rate = asked.get(f"{key}_amount"), asked.get("rate")
        if amount is None or rate is None or any(f"{key}_{part}" in self.errors for part in FIRST_LINE):
            return None
        usual = labour_of(asked.get(f"{key}_trade") or TRADES[0][0], on=self.on, local=self.local.labour)
        share, cost = asked.get(f"{key}_share"), asked.get(f"{key}_cost")
        return lot_hours(
            asked.get(f"{key}_name") or "",
            amount,
            labour_share=usual.share if share is None else share,
            hourly_cost=cost or usual.hourly_cost,
            rate=rate,
        )


def period(form: forms.Form) -> str:
    """The last day, not before the first."""
    first, last = form.cleaned_data.get("starts_on"), form.cleaned_data["ends_on"]
    if first and last:
        ruled(Period, date.fromisoformat(first), date.fromisoformat(last))
    return str(last)


def _count(data: Mapping[str, Any]) -> int:
    typed_count = str(data.get("lots", ""))
    return int(typed_count) if typed_count.isascii() and typed_count.isdigit() and len(typed_count) < 4 else 0
