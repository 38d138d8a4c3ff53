"""An address, or a point, and the day the question is about."""

import re
from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.territory.actions.lookups import check_address
from quartiers.territory.queries.location import check_coordinates

NUMBER = re.compile(r"[+\-−]?\d{1,12}(?:[.,]\d{1,15})?", re.ASCII)
NOT_COORDINATES = re.compile(r"[^\d.,;°\s+\-−NE]", re.ASCII)
EXAMPLE = "Par exemple 43,184 et 3,003."


class DayField(forms.DateField):
    """A day that may be left empty: then the question is about today."""

    def __init__(self) -> None:
        super().__init__(
            label=f"À quelle date{NARROW}?",
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            help_text=f"Vide{NBSP}: aujourd’hui. La liste des quartiers a changé le 1er janvier 2024.",
            error_messages={
                "invalid": "Cette date n’existe pas ou n’est pas lisible. Écrivez-la ainsi : 31/01/2024.".replace(
                    " :", f"{NBSP}:"
                )
            },
        )


class AddressForm(forms.Form):
    """One address, as on an envelope."""

    adresse = forms.CharField(
        label="Adresse",
        widget=forms.TextInput(attrs={"autocomplete": "street-address", "spellcheck": "false"}),
        help_text="Numéro, rue et commune, comme sur une enveloppe. Jamais de nom.",
        error_messages={
            "required": "Il manque l’adresse. Écrivez le numéro, la rue et la commune.",
            "null_characters_not_allowed": "Cette adresse contient un caractère illisible. Écrivez-la de nouveau.",
        },
    )
    le = DayField()

    def clean_adresse(self) -> str:
        text = " ".join(str(self.cleaned_data["adresse"]).split())
        try:
            check_address(text)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return text


class PointForm(forms.Form):
    """A point on the ground; both numbers may be pasted together in the first field."""

    latitude = forms.CharField(
        label="Latitude",
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
        help_text=f"Entre 41 et 51 en France hexagonale. Vous pouvez coller les deux nombres ici{NBSP}: 43,184, 3,003",
        error_messages={"required": f"Il manque la latitude et la longitude. {EXAMPLE}"},
    )
    longitude = forms.CharField(
        label="Longitude",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
        help_text="Entre −5 et 10 en France hexagonale. Vide si les deux nombres sont dans la première case.",
    )
    le = DayField()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("latitude", ""), cleaned.get("longitude", "")
        if not first:
            return cleaned
        numbers = [*_numbers(first), *_numbers(second)]
        if len(numbers) != 2:
            self.add_error("latitude" if not _numbers(first) or second else "longitude", _what_is_wrong(first, second))
            return cleaned
        try:
            check_coordinates(*numbers)
        except RuleBroken as broken:
            self.add_error("latitude", broken.message)
        return {**cleaned, "point": (numbers[0], numbers[1])}


def _numbers(text: str) -> list[float]:
    """The numbers of a text that holds nothing but coordinates, with a decimal point or comma.

    >>> _numbers("43,184, 3,003"), _numbers("43.184,3.003"), _numbers("48° 12' N"), _numbers("")
    ([43.184, 3.003], [43.184, 3.003], [], [])
    """
    if NOT_COORDINATES.search(text):
        return []
    return [float(found.replace(",", ".").replace("−", "-")) for found in NUMBER.findall(text)]


def _what_is_wrong(first: str, second: str) -> str:
    if NOT_COORDINATES.search(first + second):
        return f"Ce ne sont pas des degrés décimaux. Donnez deux nombres. {EXAMPLE}"
    return f"Il faut deux nombres, la latitude puis la longitude. {EXAMPLE}"
