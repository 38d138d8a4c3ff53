"""The words of a mail before it leaves."""

from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import quantity
from quartiers.office.models import Mail
from quartiers.office.rules import check_subject


class MailForm(forms.Form):
    """Subject and text of a draft, and whether its twins of the campaign change too."""

    subject = forms.CharField(
        label="Sujet", error_messages={"required": "Il manque le sujet. Écrivez-le en une ligne."}
    )
    text = forms.CharField(
        label="Texte",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Une ligne vide sépare deux paragraphes. Une ligne qui commence par un tiret est un point de liste.",
        error_messages={"required": "Il manque le texte. Écrivez au moins une phrase."},
    )
    alike = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, mail: Mail, alike: int) -> None:
        """``alike``: how many other drafts of the campaign say the same."""
        super().__init__(data, initial={"subject": mail.subject, "text": mail.text, "alike": True})
        others = quantity(alike, "autre courriel identique", "autres courriels identiques")
        self.fields["alike"].label = f"Changer aussi {others}"
        if not alike:
            del self.fields["alike"]

    def clean_subject(self) -> str:
        subject: str = self.cleaned_data["subject"]
        try:
            check_subject(subject)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return subject


class ExpectedForm(forms.Form):
    """How many mails whoever decides believes that there are."""

    expected = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
