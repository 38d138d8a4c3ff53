"""A large file of an official source."""

from typing import Any

from django import forms

from quartiers.kernel.french import NBSP, number
from quartiers.office.actions.loads import other_kind
from quartiers.office.file_load import FileLoad


class LoadForm(forms.Form):
    """The file, and what it holds where that changes what a load does; its content is looked at by the job."""

    file = forms.FileField(
        max_length=255,
        error_messages={
            "required": "Il manque le fichier. Choisissez-le sur votre ordinateur.",
            "invalid": "Le fichier n’est pas arrivé. Choisissez-le de nouveau.",
            "empty": "Ce fichier est vide. Téléchargez-le de nouveau, ou choisissez-en un autre.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis envoyez-le de nouveau.",
        },
    )

    def __init__(self, *args: Any, spec: FileLoad, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        size = f"Au plus {number(spec.max_bytes // 1024**2)}{NBSP}Mo."
        self.fields["file"].label, self.fields["file"].help_text = spec.label, f"{spec.help} {size}"
        self.fields["file"].widget.attrs["accept"] = ",".join(spec.suffixes)
        if spec.extents:
            self.fields["extent"] = forms.ChoiceField(
                label="Que contient ce fichier\u202f?",
                choices=spec.extents,
                initial=spec.extents[0][0],
                widget=forms.RadioSelect,
                error_messages={"required": "Dites ce que contient ce fichier."},
            )

    def clean_file(self) -> Any:
        file, spec = self.cleaned_data["file"], self.spec
        if spec.suffix_of(file.name) is None:
            raise forms.ValidationError(other_kind(spec))
        if file.size > spec.max_bytes:
            raise forms.ValidationError(
                f"Ce fichier dépasse {number(spec.max_bytes // 1024**2)}{NBSP}Mo. Chargez-le par la commande "
                f"{spec.command}, ou découpez-le. Rien n’a été gardé."
            )
        return file
