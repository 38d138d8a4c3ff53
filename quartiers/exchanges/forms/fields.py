"""Fields that the organiser's forms share: words, days, hours, choices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

CHOICE = {
    "required": "Il manque ce choix. Prenez l’un de ceux de la liste.",
    "invalid_choice": "Ce choix n’est pas dans la liste. Prenez-en un autre.",
}
#: The list of organisations that pages offer.
KNOWN = "organisations-connues"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
YEAR = "Vérifiez l’année de cette date\u00a0: elle va de 2000 à 2100."
UNREADABLE = "Ce texte contient un caractère illisible. Écrivez-le de nouveau."


def day(label: str, *, help_text: str = "") -> forms.DateField:
    """A day, as the browser's calendar or a person writes it, in years that a calendar and a time zone can hold."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[MinValueValidator(FIRST_DAY, YEAR), MaxValueValidator(LAST_DAY, YEAR)],
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


def offered(field: forms.Field, names: str) -> forms.Field:
    """A field that the browser completes from the list of this identifier; anything else may be typed."""
    field.widget.attrs["list"] = names
    return field


def shown(data: Any, rows: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The rows that a list opens with; none once it is sent.

    A line is new beside what the page showed, not beside what somebody else saved since.
    """
    return None if data is not None else rows


class Refusable(Protocol):
    """A form, or what holds several."""

    def add_error(self, field: str, error: str, /) -> None: ...


@contextmanager
def refused_beside(form: Refusable, field: str) -> Iterator[None]:
    """Say beside a field why what is asked cannot be done; the form stays as it was typed."""
    try:
        yield
    except RuleBroken as broken:
        form.add_error(field, broken.message)
