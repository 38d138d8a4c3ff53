"""A value that a territory signs."""

from datetime import date
from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.procurement.forms.legal import RuledText
from quartiers.procurement.rules import FULL_TIMES
from quartiers.procurement.rules.local_values import (
    FULL_TIME_SUBJECT,
    RATE_SUBJECT,
    SUBJECTS,
    check_local_value,
    check_value_source,
)
from quartiers.territory.fields import Day
from quartiers.web.numbers import NumberField, PercentField, choice


class ValueForm(forms.Form):
    """What it is, how much, from when, from where."""

    subject = choice("Quelle valeur", list(SUBJECTS.items()))
    share = PercentField("Main-d’œuvre, en % du montant", help_text="Pour un métier.")
    cost = NumberField("Coût d’une heure, en €", high=1000, help_text="Pour un métier, charges comprises.")
    rate = PercentField("Taux, en %", help_text="Pour le taux d’insertion.")
    hours_a_year = choice(
        "Un temps plein compte", [("", "Sans objet"), *((str(one), label) for one, label in FULL_TIMES.items())],
        required=False,
    )  # fmt: skip
    valid_from = Day("À compter du")
    source = RuledText(
        "D’où vient-elle", check_value_source, f"Par exemple{NBSP}: relevé de dix marchés de 2025 avec les bailleurs."
    )
    to_validate = forms.BooleanField(label="Encore à valider", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("valid_from") and "valid_from" not in self.errors:
            self.add_error("valid_from", "Il manque le premier jour. Donnez la date à partir de laquelle elle compte.")
        if cleaned.get("subject") and not self.errors:
            self._check(cleaned)
        return cleaned

    def _check(self, cleaned: dict[str, Any]) -> None:
        values = self.values()
        numbers = {name: values[name] for name in ("share", "cost", "rate", "hours_a_year")}
        try:
            check_local_value(cleaned["subject"], **numbers, on=values["valid_from"])
        except RuleBroken as broken:
            self.add_error(self._concerned(cleaned), broken.message)

    def _concerned(self, cleaned: dict[str, Any]) -> str:
        """The field that a refusal is about."""
        own = {RATE_SUBJECT: "rate", FULL_TIME_SUBJECT: "hours_a_year"}.get(cleaned["subject"])
        return own or ("cost" if cleaned.get("share") else "share")

    def values(self) -> dict[str, Any]:
        """As ``actions.labour.sign_value`` reads them."""
        found = dict(self.cleaned_data)
        hours = found.get("hours_a_year")
        return found | {
            "hours_a_year": int(hours) if hours else None,
            "valid_from": date.fromisoformat(found["valid_from"]),
        }
