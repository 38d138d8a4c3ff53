"""The form of a file of published contracts: shape only."""

from django import forms

from quartiers.kernel.french import NBSP

MAX_BYTES = 2 * 1024**3


class DecpForm(forms.Form):
    """A file, JSON or CSV; what it holds is looked at by the job."""

    fichier = forms.FileField(
        label="Fichier de contrats publiés",
        help_text=f"JSON du ministère ou de votre profil d’acheteur, ou CSV de decp.info. Au plus 2{NBSP}Go.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide. Téléchargez-le de nouveau, ou choisissez-en un autre.",
        },
    )

    def clean_fichier(self) -> object:
        file = self.cleaned_data["fichier"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Ce fichier dépasse 2{NBSP}Go. Chargez-le par la commande quartiers import_decp, ou découpez-le."
            )
        return file
