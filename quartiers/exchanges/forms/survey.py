"""The survey at the end of a session: three questions."""

from datetime import datetime
from typing import Any

from django import forms

from quartiers.exchanges import actions
from quartiers.exchanges.actions.surveys import Opinion
from quartiers.exchanges.forms.fields import CHOICE
from quartiers.exchanges.models import Participant, Session
from quartiers.exchanges.queries.figures import MARKS
from quartiers.exchanges.rules import Consent
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW
from quartiers.territory.fields import Words


class SurveyForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=f"Cette séance vous a-t-elle servi{NARROW}?",
        choices=[(mark, words.capitalize()) for mark, words in MARKS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=CHOICE | {"required": "Il manque cette réponse. Choisissez celle qui s’approche le plus."},
    )
    useful = Words(f"Qu’avez-vous trouvé d’utile{NARROW}?", lines=3, max_length=2000)
    missing = Words(f"Qu’a-t-il manqué{NARROW}?", lines=3, max_length=2000)
    is_anonymous = forms.BooleanField(label="Répondre sans mon nom", required=False)
    wants_second_group = forms.BooleanField(label="Je veux poursuivre en second groupe", required=False)
    may_contact = forms.BooleanField(label=Consent.RECONTACT.label, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_anonymous") and (cleaned.get("wants_second_group") or cleaned.get("may_contact")):
            self.add_error("is_anonymous", "Sans votre nom, nous ne pourrons pas vous inviter. Gardez l’un des deux.")
        return cleaned

    def opinion(self) -> Opinion:
        return Opinion(**self.cleaned_data)

    def sent(self, participant: Participant, session: Session, *, now: datetime) -> bool:
        """Give the opinion; whether it was kept. A refusal becomes an error of the form, and what was typed stays."""
        try:
            actions.answer_survey(participant, session, self.opinion(), now=now)
        except RuleBroken as broken:
            self.add_error("satisfaction", broken.message)
            return False
        return True
