"""Fields that the organiser's forms share: words, days, hours, choices."""

from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.office.rules import one_line

CHOICE = {
    "required": "Il manque ce choix. Prenez l’un de ceux de la liste.",
    "invalid_choice": "Ce choix n’est pas dans la liste. Prenez-en un autre.",
}
UNREADABLE = "Ce texte contient un caractère illisible. Écrivez-le de nouveau."


class Words(forms.CharField):
    """A text without a social security number, on one line unless it may have several; required when it says what is
    missing.
    """

    def __init__(self, label: str, *, missing: str = "", lines: int = 1, max_length: int = 200, **more: Any) -> None:
        self.is_one_line = lines == 1
        super().__init__(
            label=label,
            required=bool(missing),
            max_length=max_length,
            widget=forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(),
            error_messages={
                "required": missing,
                "max_length": f"C’est trop long{NBSP}: {max_length} caractères au plus. Raccourcissez ce texte.",
                "null_characters_not_allowed": UNREADABLE,
            },
            **more,
        )

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n").strip()
        text = one_line(text) if self.is_one_line else text
        try:
            check_no_nir(text)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return text


def day(label: str, *, help_text: str = "") -> forms.DateField:
    """A day, as the browser's calendar or a person writes it."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": f"Il manque la date. Écrivez-la ainsi{NBSP}: 31/01/2027.",
            "invalid": f"Cette date n’existe pas ou n’est pas lisible. Écrivez-la ainsi{NBSP}: 31/01/2027.",
        },
    )


def hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%Hh%M", "%H h %M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": f"Il manque l’heure. Écrivez-la ainsi{NBSP}: 10:30.",
            "invalid": f"Cette heure n’est pas lisible. Écrivez-la ainsi{NBSP}: 10:30.",
        },
    )


def choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages=CHOICE, **more)


def address(label: str, *, required: bool, help_text: str = "") -> forms.EmailField:
    said = f"Il manque une adresse lisible. Par exemple{NBSP}: awa.diarra@exemple.fr"
    return forms.EmailField(
        label=label,
        required=required,
        max_length=254,
        help_text=help_text,
        error_messages={"required": said, "invalid": said, "max_length": said},
    )
