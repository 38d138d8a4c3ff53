"""A file of addresses, and the day the question is about."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from quartiers.kernel.french import NBSP, number
from quartiers.territory.actions.files import UPLOAD_MAX_BYTES, UPLOAD_MAX_ROWS
from quartiers.territory.forms.address import DayField

MAX_MB = UPLOAD_MAX_BYTES // 1024**2
TOO_LARGE = (
    f"Ce fichier dépasse {MAX_MB}{NBSP}Mo, le plus qui soit accepté ici. Gardez les colonnes utiles, ou découpez-le. "
    "Rien n’a été gardé."
)


class FileForm(forms.Form):
    fichier = forms.FileField(
        label="Votre tableau",
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
        help_text=f"CSV, Excel (.xlsx) ou LibreOffice (.ods), "
        f"{number(UPLOAD_MAX_ROWS)} lignes et {MAX_MB}{NBSP}Mo au plus.",
        error_messages={
            "required": "Il manque le fichier. Choisissez un tableau CSV, XLSX ou ODS.",
            "missing": "Il manque le fichier. Choisissez un tableau CSV, XLSX ou ODS.",
            "invalid": "Le fichier n’est pas arrivé. Choisissez-le de nouveau.",
            "empty": "Ce fichier est vide. Choisissez un tableau qui a une ligne de titres, puis vos lignes.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis envoyez-le de nouveau.",
        },
    )
    le = DayField()

    def clean_fichier(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["fichier"]
        if (file.size or 0) > UPLOAD_MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


def too_large_form() -> FileForm:
    """The form of a visitor whose file was refused by its size alone, unread."""
    form = FileForm({})
    form.errors.clear()
    form.add_error("fichier", TOO_LARGE)
    return form
