"""A table that somebody brings, and which of its columns is which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.office import actions
from quartiers.office.actions.imports import MAX_BYTES, MAX_ROWS
from quartiers.office.models import Job
from quartiers.office.rules import Author
from quartiers.office.table_import import TableSpec

MAX_MB = MAX_BYTES // 1024**2


class TableForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Votre tableau",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
        help_text=f"CSV, Excel (.xlsx) ou LibreOffice (.ods), {number(MAX_ROWS)} lignes et {MAX_MB}{NBSP}Mo au plus.",
        error_messages={
            "required": "Il manque le fichier. Choisissez un tableau CSV, XLSX ou ODS.",
            "invalid": "Le fichier n’est pas arrivé. Choisissez-le de nouveau.",
            "empty": "Ce fichier est vide. Choisissez un tableau qui a une ligne de titres, puis vos lignes.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis envoyez-le de nouveau.",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Ce fichier dépasse {MAX_MB}{NBSP}Mo. Gardez les colonnes utiles, ou découpez-le. Rien n’a été gardé."
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each field, among the titles of the file."""

    def __init__(self, *args: Any, spec: TableSpec, read: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        choices = [("", "Pas dans ce fichier"), *((str(at), title) for at, title in enumerate(read["header"]))]
        for one in spec.fields:
            position = read["columns"].get(one.key)
            self.fields[one.key] = forms.ChoiceField(
                label=one.label,
                required=one.required,
                choices=choices,
                initial="" if position is None else str(position),
                error_messages={"required": f"Il manque la colonne «{NBSP}{one.label}{NBSP}». Choisissez-la."},
            )

    def chosen(self, job: Job, *, by: Author, now: datetime) -> bool:
        """Compare with these columns; whether it could begin. A refusal becomes an error of the form."""
        columns = {key: int(at) for key, at in self.cleaned_data.items() if at != ""}
        try:
            actions.choose_columns(job, self.spec, columns, by=by, now=now)
        except RuleBroken as broken:
            self.add_error(None, broken.message)
            return False
        return True
