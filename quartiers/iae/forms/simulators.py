"""What the simulators ask. No name, no identity: nothing that says who."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from quartiers.iae.rules import (
    CRITERIA,
    GEIQ_CRITERIA,
    Author,
    CriterionGroup,
    EmployerKind,
    GeiqCriterion,
    Level,
)
from quartiers.kernel.french import NARROW, NBSP

MISSING = "Il manque cette réponse. Choisissez-en une."
UNKNOWN = "Ce choix n’existe pas. Prenez l’un de ceux de la liste."
CHOICE_ERRORS = {"required": MISSING, "invalid_choice": UNKNOWN, "invalid_list": UNKNOWN}


class Ticks(forms.MultipleChoiceField):
    """Criteria to tick; none is a good answer."""

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], help_text: str = "") -> None:
        super().__init__(
            label=label,
            choices=choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=help_text,
            error_messages=CHOICE_ERRORS,
        )


class EligibilityForm(forms.Form):
    """Who makes the diagnosis, for which employer, and what is true of the person."""

    auteur = forms.ChoiceField(
        label=f"Qui fait le diagnostic{NARROW}?",
        choices=[
            (Author.EMPLOYER.value, "L’employeur, pour embaucher lui-même"),
            (Author.PRESCRIBER.value, "Un prescripteur habilité (France Travail, mission locale, PLIE…)"),
        ],
        widget=forms.RadioSelect,
        initial=Author.EMPLOYER.value,
        error_messages=CHOICE_ERRORS,
    )
    employeur = forms.ChoiceField(
        label=f"Pour quel employeur{NARROW}?",
        choices=[(kind.value, f"{kind.label.capitalize()} ({kind})") for kind in EmployerKind if kind.is_siae],
        error_messages=CHOICE_ERRORS,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in CriterionGroup:
            choices = [
                (
                    one.code.value,
                    one.told(today).label + (f" – niveau{NBSP}1" if one.level is Level.ONE else ""),
                )
                for one in CRITERIA.values()
                if one.group is group
            ]
            self.fields[group.value] = Ticks(group.label, choices)

    @property
    def groups(self) -> list[forms.BoundField]:
        return [self[group.value] for group in CriterionGroup]

    @property
    def criteria(self) -> list[str]:
        """The codes that were ticked, once the form is good."""
        return [code for group in CriterionGroup for code in self.cleaned_data[group.value]]


class GeiqForm(forms.Form):
    """Who makes the diagnosis, and what is true of the person, weight by weight."""

    auteur = forms.ChoiceField(
        label=f"Qui fait le diagnostic{NARROW}?",
        choices=[("geiq", "Le GEIQ"), ("prescriber", "Un prescripteur habilité")],
        widget=forms.RadioSelect,
        initial="geiq",
        error_messages=CHOICE_ERRORS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, criteria in _by_weight():
            self.fields[name] = Ticks(label, [(one.kind, one.label) for one in criteria])

    @property
    def groups(self) -> list[forms.BoundField]:
        return [self[name] for name, _, _ in _by_weight()]

    @property
    def criteria(self) -> list[str]:
        """The codes that were ticked, once the form is good."""
        return [code for name, _, _ in _by_weight() for code in self.cleaned_data[name]]


def _by_weight() -> list[tuple[str, str, list[GeiqCriterion]]]:
    """Name, label and criteria of each weight; headings, which weigh nothing, are not asked."""
    given = [one for one in GEIQ_CRITERIA.values() if one.annex != "0"]
    return [
        ("niveau_1", "Un seul suffit pour le montant plein", [one for one in given if one.level == "1"]),
        (
            "deux_annexes",
            "Un seul ouvre le montant réduit, deux le montant plein",
            [one for one in given if one.annex == "1+2"],
        ),
        (
            "niveau_2",
            "Il en faut deux pour le montant plein",
            [one for one in given if one.annex == "2" and one.level == "2"],
        ),
        ("annexe_1", "Un seul ouvre le montant réduit", [one for one in given if one.annex == "1"]),
    ]
