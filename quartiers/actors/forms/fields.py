"""Fields that several forms of the Cités share."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.territory.queries.places import rows_named

DAY_HELP = "Cette date n’existe pas ou n’est pas lisible. Écrivez-la ainsi : 31/01/2026.".replace(" :", f"{NBSP}:")
CHOICE = {
    "invalid_choice": "Ce choix n’existe plus. Prenez l’un de ceux de la liste.",
    "required": "Il manque ce choix. Prenez l’un de ceux de la liste.",
}
TOO_LONG = f"Ce texte est trop long{NBSP}: %(show_value)s caractères. Gardez-en %(limit_value)s."


PLACE_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z]{5,9}")
PLACE_WITH_CODE = re.compile(r"\(([0-9A-Za-z]{5,9})\)\s*$")
MOST_PLACES = 300


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


class PlacesField(WordsField):
    """Neighbourhoods, communes or intercommunalities, one a line, by name or by code; comes out as sorted codes.

    Args:
        rows: gives the places that may be named.
        noun: what one of them is called.
    """

    def __init__(self, label: str, *, rows: Callable[[], "QuerySet[Any]"], noun: str, **more: Any) -> None:
        super().__init__(label, help_text=f"Un par ligne{NBSP}: son nom, ou son code.", **more)
        self.rows, self.noun = rows, noun

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # a list, as the state of a Cité has it
        asked = [one.strip() for one in re.split(r"[\n;]+", super().clean(value)) if one.strip()]
        if len(asked) > MOST_PLACES:
            raise forms.ValidationError(f"Vous donnez {len(asked)} lignes. Gardez-en {MOST_PLACES}.")
        return sorted({code for one in asked for code in self._codes(one)})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        names = {row.pk: row.name for row in self.rows().filter(pk__in=value)}
        return "\n".join(f"{names[code]} ({code})" if code in names else code for code in value)

    def _codes(self, asked: str) -> list[str]:
        """The code between brackets, the codes typed side by side, or the code of the place of this name."""
        if written := PLACE_WITH_CODE.search(asked):
            return [written[1].upper()]
        side_by_side = re.split(r"[\s,]+", asked.strip(" ,"))
        if all(PLACE_CODE.fullmatch(one) for one in side_by_side):
            return [one.upper() for one in side_by_side]
        return [self._named(one.strip()) for one in asked.split(",") if one.strip()]

    def _named(self, words: str) -> str:
        found = rows_named(self.rows(), words)
        if len(found) == 1:
            return str(found[0].pk)
        if not found:
            raise forms.ValidationError(
                f"Nous ne trouvons pas «{NBSP}{words[:60]}{NBSP}». Vérifiez ce nom, ou écrivez le code de {self.noun}."
            )
        listed = ", ".join(f"{one.name} ({one.pk})" for one in found)
        raise forms.ValidationError(
            f"Plusieurs répondent à «{NBSP}{words[:60]}{NBSP}»{NBSP}: {listed}. Recopiez celui que vous voulez."
        )


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
