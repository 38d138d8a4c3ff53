"""The words of a mail before it leaves."""

from django import forms

from quartiers.office.rules import SUBJECT_MAX


class MailForm(forms.Form):
    """Subject and text of a draft."""

    subject = forms.CharField(
        label="Sujet",
        max_length=SUBJECT_MAX,
        error_messages={
            "required": "Il manque le sujet. Écrivez-le en une ligne.",
            "max_length": f"Le sujet est trop long\u00a0: {SUBJECT_MAX} caractères au plus.",
        },
    )
    text = forms.CharField(
        label="Texte",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Une ligne vide sépare deux paragraphes. Une ligne qui commence par un tiret est un point de liste.",
        error_messages={"required": "Il manque le texte. Écrivez au moins une phrase."},
    )
