"""Fields that several forms of the Cités share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir

DAY_HELP = "Cette date n’existe pas ou n’est pas lisible. Écrivez-la ainsi : 31/01/2026.".replace(" :", f"{NBSP}:")
CHOICE = {
    "invalid_choice": "Ce choix n’existe plus. Prenez l’un de ceux de la liste.",
    "required": "Il manque ce choix. Prenez l’un de ceux de la liste.",
}
TOO_LONG = f"Ce texte est trop long{NBSP}: %(show_value)s caractères. Gardez-en %(limit_value)s."


class DayField(forms.DateField):
    """A day, as the browser's calendar or a person writes it."""

    def __init__(self, label: str, *, required: bool = True, missing: str = "Il manque la date.", **more: Any) -> None:
        super().__init__(
            label=label,
            required=required,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": DAY_HELP, "required": missing},
            **more,
        )


class WordsField(forms.CharField):
    """A text that holds no NIR; several lines when it says so."""

    def __init__(self, label: str, *, lines: int = 1, missing: str = "", max_length: int = 200, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
        super().__init__(
            label=label,
            widget=widget,
            max_length=max_length,
            required=bool(missing),
            error_messages={
                "required": missing,
                "max_length": TOO_LONG,
                "null_characters_not_allowed": "Ce texte contient un caractère illisible. Écrivez-le de nouveau.",
            },
            **more,
        )

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n").strip()
        ruled(check_no_nir, text)
        return text


class CodesField(WordsField):
    """Codes separated by commas, spaces or lines; comes out as a sorted list."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # a list, as the state of a Cité has it
        return sorted(set(re.split(r"[\s,;]+", super().clean(value).upper())) - {""})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class LinesField(WordsField):
    """One thing a line; comes out as a list."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # a list, as the state of a contrat has it
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages=CHOICE, **more)


def ruled(check: Callable[..., object], *values: Any) -> None:
    """Call a rule; its refusal becomes the message of the field.

    Raises:
        ValidationError: the rule refused.
    """
    try:
        check(*values)
    except RuleBroken as broken:
        raise forms.ValidationError(broken.message) from broken


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a form as the state of what is edited has them: days and hours as texts."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "strftime"):
        return value.strftime("%H:%M")
    return "" if value is None else value
