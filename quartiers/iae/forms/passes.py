"""The dates of a PASS IAE: its start, the day asked, rows of suspensions and of prolongations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from quartiers.iae.queries.passes import PassSimulation, simulate_pass
from quartiers.iae.rules import ProlongationReason, prolongation_start, suspension_limit
from quartiers.iae.rules.passes import Prolongation, Suspension
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP

MAX_ROWS = 12
NOT_A_DAY = f"Cette date n’existe pas ou n’est pas lisible. Écrivez-la ainsi{NBSP}: 31/01/2024."
SUSPENSION, PROLONGATION = "suspension", "prolongation"


class Day(forms.DateField):
    """A day, typed or chosen."""

    def __init__(self, label: str, *, required: bool = False, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": NOT_A_DAY, "required": "Il manque le premier jour du PASS."},
        )


class PassForm(forms.Form):
    """The start of the PASS, the day one looks at, and as many periods as there are rows.

    Hidden numbers count the rows, so that a button adds one without a script. An empty row is no period. A suspension
    without end goes as far as it may; a prolongation starts at the end reached before it, so only its end is asked.
    Once the form is good, ``cleaned_data["simulation"]`` is the answer.
    """

    debut = Day("Premier jour du PASS", required=True, help_text="Il est écrit sur le PASS.")
    le = Day(f"Quel jour regardez-vous{NARROW}?", help_text=f"Vide{NBSP}: aujourd’hui.")

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.adding = str((data or {}).get("ajouter", ""))
        self.counts = {kind: _rows(data, kind) + (self.adding == kind) for kind in (SUSPENSION, PROLONGATION)}
        for kind, count in self.counts.items():
            self.counts[kind] = min(count, MAX_ROWS)
        for rank in range(self.counts[SUSPENSION]):
            self.fields[f"{SUSPENSION}_{rank}_debut"] = Day(f"Suspension {rank + 1}, du")
            self.fields[f"{SUSPENSION}_{rank}_fin"] = Day("au", help_text=f"Vide{NBSP}: le plus tard possible.")
        for rank in range(self.counts[PROLONGATION]):
            self.fields[f"{PROLONGATION}_{rank}_motif"] = _reason(f"Prolongation {rank + 1}, motif", today)
            self.fields[f"{PROLONGATION}_{rank}_fin"] = Day("nouvelle fin du PASS")

    @property
    def suspension_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self._bound(SUSPENSION, "debut", "fin")

    @property
    def prolongation_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self._bound(PROLONGATION, "motif", "fin")

    @property
    def may_grow(self) -> dict[str, bool]:
        """Which kinds of rows may still be added."""
        return {kind: count < MAX_ROWS for kind, count in self.counts.items()}

    def show_rows_only(self) -> None:
        """Forget the faults: a button that adds a row is no question yet."""
        self.full_clean()
        self.errors.clear()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self._check_rows(SUSPENSION, "debut", "Il manque le premier jour de cette suspension.", needs="fin")
        self._check_rows(PROLONGATION, "motif", "Il manque le motif de cette prolongation.", needs="fin")
        self._check_rows(PROLONGATION, "fin", "Il manque la nouvelle fin du PASS.", needs="motif")
        if self.errors:
            return cleaned
        try:
            cleaned["simulation"] = self._simulation(cleaned["debut"], on=cleaned["le"] or self.today)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return cleaned

    def _simulation(self, start_on: date, *, on: date) -> PassSimulation:
        suspensions: list[Suspension] = [
            (first, last or suspension_limit(first)) for first, last in self._rows(SUSPENSION, "debut", "fin") if first
        ]
        prolongations: list[Prolongation] = []
        asked = [(last, reason) for reason, last in self._rows(PROLONGATION, "motif", "fin") if last]
        for last, reason in sorted(asked):
            begins = prolongation_start(start_on, suspensions, prolongations)
            prolongations.append((reason, begins, last))
        return simulate_pass(start_on, suspensions, prolongations, on=on)

    def _rows(self, kind: str, *names: str) -> list[tuple[Any, ...]]:
        return [
            tuple(self.cleaned_data.get(f"{kind}_{rank}_{name}") for name in names)
            for rank in range(self.counts[kind])
        ]

    def _bound(self, kind: str, one: str, other: str) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{kind}_{rank}_{one}"], self[f"{kind}_{rank}_{other}"]) for rank in range(self.counts[kind])]

    def _check_rows(self, kind: str, name: str, message: str, *, needs: str) -> None:
        for rank in range(self.counts[kind]):
            field = f"{kind}_{rank}_{name}"
            given = self.cleaned_data.get(f"{kind}_{rank}_{needs}")
            if given and not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, message)


def _reason(label: str, today: date) -> forms.ChoiceField:
    choices = [("", "Choisissez un motif"), *((reason.value, reason.label_on(today)) for reason in ProlongationReason)]
    unknown = "Ce motif n’existe pas. Prenez l’un de ceux de la liste."
    return forms.ChoiceField(label=label, required=False, choices=choices, error_messages={"invalid_choice": unknown})


def _rows(data: Mapping[str, Any] | None, kind: str) -> int:
    typed = str((data or {}).get(f"{kind}s", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
