"""Forms that hold no domain."""

from django import forms

from quartiers.kernel.french import NBSP
from quartiers.web.reading import LETTERS, THEMES

MISSING = "Il manque ce choix. Prenez l’un de ceux de la liste."
UNKNOWN = "Ce choix n’existe pas. Prenez l’un de ceux de la liste."


class ReadingForm(forms.Form):
    """How the reader wants the pages."""

    theme = forms.ChoiceField(
        label="Couleurs",
        choices=THEMES,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": UNKNOWN, "required": MISSING},
    )
    letters = forms.ChoiceField(
        label="Écriture",
        choices=LETTERS,
        widget=forms.RadioSelect,
        help_text=f"Lecture facile{NBSP}: plus grand, plus espacé, des lettres que l’on ne confond pas.",
        error_messages={"invalid_choice": UNKNOWN, "required": MISSING},
    )
