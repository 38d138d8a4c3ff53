"""What an employer of insertion says of itself, and a post that it announces."""

from typing import Any, cast

from django import forms

from quartiers.iae.actions.employers import MOST_HOURS, MOST_OPENINGS
from quartiers.iae.rules.activities import Activity, check_rome
from quartiers.iae.rules.posts import Contract
from quartiers.kernel.french import NBSP
from quartiers.territory.fields import Day, Words, ruled

CHOICE = {
    "invalid_choice": "Ce choix n’existe pas. Prenez l’un de ceux de la liste.",
    "required": "Il manque ce choix. Prenez l’un de ceux de la liste.",
}


class SheetForm(forms.Form):
    """Convention, activities, whether it receives applications."""

    takes_applications = forms.BooleanField(label="Nous recevons des candidatures", required=False)
    activities = forms.MultipleChoiceField(
        label="Ce que nous faisons",
        required=False,
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in Activity],
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE,
        help_text="Les activités de vos postes ouverts s’ajoutent d’elles-mêmes.",
    )
    convention_from = Day("Conventionnée avec l’État du", help_text="Vide si vous ne l’êtes pas.")
    convention_to = Day("Au")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("convention_from"), cleaned.get("convention_to")
        if start and end and end < start:
            self.add_error("convention_to", "Cette date est avant le début. Relisez les deux.")
        return cleaned

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class PostForm(forms.Form):
    """One announcement."""

    title = Words(
        "Intitulé du poste", missing=f"Il manque l’intitulé. Par exemple{NBSP}: agent d’entretien des espaces verts."
    )
    rome = Words(
        "Code ROME",
        missing=f"Il manque le code ROME. Par exemple{NBSP}: A1203 pour les espaces verts.",
        max_length=8,
        help_text=f"Une lettre et quatre chiffres{NBSP}: A1203 pour les espaces verts, K2204 pour le nettoyage.",
    )
    contract = forms.ChoiceField(
        label="Contrat",
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in Contract],
        error_messages=CHOICE,
    )
    openings = forms.IntegerField(
        label="Nombre de postes",
        min_value=0,
        max_value=MOST_OPENINGS,
        error_messages={
            "required": "Il manque le nombre de postes. Écrivez 1 s’il n’y en a qu’un.",
            "invalid": "Écrivez un nombre entier, par exemple 2.",
            "min_value": "Un nombre de postes n’est pas négatif. Écrivez 0 ou plus.",
            "max_value": f"Écrivez {MOST_OPENINGS} postes au plus.",
        },
    )
    is_open = forms.BooleanField(label="Le recrutement est ouvert", required=False)
    hours_a_week = forms.IntegerField(
        label="Heures par semaine",
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        error_messages={
            "invalid": "Écrivez un nombre entier d’heures, par exemple 26.",
            "min_value": "Écrivez au moins une heure, ou rien.",
            "max_value": f"Écrivez {MOST_HOURS} heures au plus.",
        },
    )
    place = Words("Lieu de travail", max_length=150, help_text="Vide si c’est à votre adresse.")
    description = Words("Missions", lines=5, max_length=5000)
    profile = Words("Profil", lines=3, max_length=5000, help_text="Ce qu’il faut, et ce qui ne l’est pas.")
    is_clause = forms.BooleanField(label="Ce poste réalise une clause sociale", required=False)
    market = Words("Pour quel marché", max_length=300, help_text="Si le poste réalise une clause.")

    def clean_rome(self) -> str:
        return cast("str", ruled(check_rome, self.cleaned_data["rome"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_clause") and not cleaned.get("market"):
            self.add_error("market", "Dites pour quel marché cette clause est due, en quelques mots.")
        return cleaned

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
