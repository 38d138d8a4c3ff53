"""Words, days and named rows, for the forms of the rooms above."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.office.rules import one_line
from quartiers.territory.queries.places import rows_named

NOT_A_DAY = f"Cette date n’existe pas ou n’est pas lisible. Écrivez-la ainsi{NBSP}: 31/01/2027."
UNREADABLE = "Ce texte contient un caractère illisible. Écrivez-le de nouveau."
CODE = re.compile(r"\(([0-9A-Za-z]{1,9})\)\s*$")
MOST = 100


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
        ruled(check_no_nir, text)
        return text


class Day(forms.DateField):
    """A day, as the browser's calendar or a person writes it; comes out as an ISO text, empty for none."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": NOT_A_DAY},
            **more,
        )

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return found.isoformat() if found else ""


class Named(Words):
    """One row by its name, or «Name (code)»; comes out as its key, empty for none.

    Args:
        rows: gives the rows that may be named, with their ``search_name``.
        noun: what one of them is called, with its article.
    """

    def __init__(self, label: str, *, rows: Callable[[], "QuerySet[Any]"], noun: str, **more: Any) -> None:
        super().__init__(label, **more)
        self.rows, self.noun = rows, noun

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.key(text) if text else ""

    def prepare_value(self, value: Any) -> Any:
        row = self._at(self.rows(), str(value)) if value else None
        return value if row is None else f"{row.name} ({row.pk})"

    def key(self, text: str) -> Any:
        """The key of the row that this text names.

        Raises:
            ValidationError: none, or several.
        """
        rows = self.rows()
        code = found[1] if (found := CODE.search(text)) else text if text.isascii() and text.isalnum() else ""
        if any(one.isdigit() for one in code) and (row := self._at(rows, code.upper())):
            return row.pk
        named = rows_named(rows, text)
        if len(named) == 1:
            return named[0].pk
        shown = text[:60]
        if not named:
            raise forms.ValidationError(
                f"Nous ne trouvons pas «{NBSP}{shown}{NBSP}». Écrivez le nom entier de {self.noun}."
            )
        listed = ", ".join(f"{one.name} ({one.pk})" for one in named)
        raise forms.ValidationError(
            f"Plusieurs répondent à «{NBSP}{shown}{NBSP}»{NBSP}: {listed}. Recopiez celui que vous voulez."
        )

    def _at(self, rows: "QuerySet[Any]", code: str) -> Any:
        """The row of this code; None for a text that is no code of these rows."""
        numeric = rows.model._meta.pk.get_internal_type() in {"AutoField", "BigAutoField"}
        is_code = code.isascii() and len(code) < 10 and (code.isdigit() if numeric else code.isalnum())
        if not is_code:
            return None
        return rows.filter(pk=code).first()


class NamedList(Named):
    """Several rows, one a line; comes out as sorted keys."""

    def clean(self, value: Any) -> list[Any]:  # type: ignore[override]  # a list, as the state of an operation has it
        lines = [one.strip() for one in str(Words.clean(self, value)).splitlines() if one.strip()]
        if len(lines) > MOST:
            raise forms.ValidationError(f"Vous donnez {len(lines)} lignes. Gardez-en {MOST}.")
        return sorted({self.key(one) for one in lines})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        names = {row.pk: row.name for row in self.rows().filter(pk__in=value)}
        return "\n".join(f"{names[key]} ({key})" if key in names else str(key) for key in value)


def ruled(rule: Callable[..., Any], *args: Any) -> Any:
    """Call a rule; its refusal stands beside the field."""
    try:
        return rule(*args)
    except RuleBroken as broken:
        raise forms.ValidationError(broken.message) from broken
