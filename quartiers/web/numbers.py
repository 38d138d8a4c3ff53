"""Numbers as people write them in French: «260 000,50 €», «5 %»."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from quartiers.kernel.french import NARROW, NBSP

SPACES = re.compile(r"[\s\u00a0\u202f]+")
NOT_A_NUMBER = f"Ce nombre n’est pas lisible. Écrivez-le en chiffres, par exemple{NBSP}: 260{NBSP}000 ou 27,5."
UNKNOWN = "Ce choix n’existe pas. Prenez l’un de ceux de la liste."


class NumberField(forms.DecimalField):
    """A number with spaces, a comma and its unit, or none of them; its limits are told in French."""

    def __init__(
        self,
        label: str,
        *,
        low: int = 0,
        high: int = 10**12,
        unit: str = "",
        places: int = 2,
        required: bool = False,
        missing: str = "Il manque ce nombre.",
        **more: Any,
    ) -> None:
        shown = f"{high:,}".replace(",", NARROW)
        super().__init__(
            label=label,
            required=required,
            min_value=low,
            max_value=high,
            max_digits=16,
            decimal_places=places,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "required": missing,
                "invalid": NOT_A_NUMBER,
                "min_value": f"Ce nombre est trop petit. Donnez {low} ou plus.",
                "max_value": f"Ce nombre est trop grand. Donnez au plus {shown}.",
                "max_digits": f"Ce nombre est trop grand. Donnez au plus {shown}.",
                "max_decimal_places": f"Trop de chiffres après la virgule. Gardez-en {places}.",
                "max_whole_digits": f"Ce nombre est trop grand. Donnez au plus {shown}.",
            },
            **more,
        )
        self.unit = unit

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs make a decimal an integer
        if isinstance(value, str):
            value = SPACES.sub("", value).removesuffix("€").removesuffix("%").removesuffix("h").replace(",", ".")
            if value and not re.fullmatch(r"-?\d{1,20}(\.\d{0,20})?", value, re.ASCII):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PercentField(NumberField):
    """A share, typed from 0 to 100; comes out from 0 to 1."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, low=0, high=100, unit="%", **more)

    def clean(self, value: Any) -> Decimal | None:
        found = super().clean(value)
        return None if found is None else found / 100


def choice(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        error_messages={"invalid_choice": UNKNOWN, "required": "Il manque ce choix. Prenez l’un de ceux de la liste."},
        **more,
    )
