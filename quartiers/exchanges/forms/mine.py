"""What a participant changes on her own page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from quartiers.exchanges.forms.fields import address, choice
from quartiers.exchanges.forms.questions import Questioning
from quartiers.exchanges.models import Participant, Question, Registration, Session
from quartiers.exchanges.queries.private import known_of
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Audience, Consent, Nature
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW
from quartiers.kernel.merge import merge
from quartiers.kernel.nir import check_no_nir
from quartiers.territory.fields import Words

AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "organisation": "organization",
    "commune_name": "address-level2",
    "phone": "tel",
}


class MineForm(forms.Form):
    """Sessions and agreements, as they are now."""

    def __init__(
        self, *args: Any, held: list[Registration], sessions: list[SessionShown], consents: set[Consent], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open_sessions = {str(one.session.pk): one.session for one in sessions}
        chosen = {str(one.session_id) for one in held}
        #: What is ticked now: each session by its number, each agreement by its name.
        self.stored = {number: number in chosen for number in self.open_sessions}
        self.stored |= {kind.value: kind in consents for kind in Consent}
        self.fields["sessions"] = forms.MultipleChoiceField(
            label="Mes séances",
            required=False,
            choices=[(number, session.title) for number, session in self.open_sessions.items()],
            initial=[str(one.session_id) for one in held],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Une des séances n’accepte plus d’inscription. Cochez-en une autre."},
        )
        for kind in Consent:
            self.fields[f"consent_{kind.value}"] = forms.BooleanField(
                label=kind.label, required=False, initial=kind in consents
            )

    def consent_fields(self) -> list[forms.BoundField]:
        return [self[f"consent_{kind.value}"] for kind in Consent]

    def choices(self, base: Mapping[str, Any]) -> tuple[list[Session], dict[Consent, bool]]:
        """Sessions and agreements to save: what she changes here, and what another page or link changed meanwhile.

        Args:
            base: as ``stored``, when the page opened; empty when it does not say.
        """
        ticked = {number: number in self.cleaned_data["sessions"] for number in self.open_sessions}
        ticked |= {kind.value: bool(self.cleaned_data[f"consent_{kind.value}"]) for kind in Consent}
        kept = merge(base or self.stored, ticked, self.stored).values
        sessions = [session for number, session in self.open_sessions.items() if kept[number]]
        return sessions, {kind: kept[kind.value] for kind in Consent}


def about_choices(sessions: Sequence[Session]) -> list[tuple[str, str]]:
    """What a need may be about."""
    return [("", "Tout le cycle"), *((str(one.pk), one.title) for one in sessions)]


class CorrectionForm(Questioning):
    """What is known of her, to correct. Her address stays: her links travel to it."""

    first_name = Words("Prénom", missing="Il manque votre prénom.", max_length=100)
    last_name = Words("Nom", missing="Il manque votre nom.", max_length=100)
    organisation = Words("Organisation")
    audience = choice("Vous venez comme", [(one.value, one.label) for one in Audience])
    commune_name = Words("Commune ou quartier", max_length=120)
    phone = Words("Téléphone", max_length=30)

    def __init__(self, data: Any, *, participant: Participant, questions: Sequence[Question]) -> None:
        super().__init__(data, initial=known_of(participant))
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = token
        if not participant.phone:
            del self.fields["phone"]
        self.ask(questions)

    def state(self) -> dict[str, Any]:
        """As ``queries.private.known_of`` gives it; what is left without answer is empty."""
        return {name: "" if given in (None, []) else given for name, given in self.cleaned_data.items()}


class LinkForm(forms.Form):
    """The address under which somebody registered."""

    email = address("Votre courriel", required=True, help_text="Celui que vous avez donné en vous inscrivant.")


class NeedForm(forms.Form):
    """A need, at any time."""

    need = forms.CharField(
        label=f"Qu’aimeriez-vous qu’on éclaire{NARROW}?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Il manque votre question. Écrivez-la en une phrase ou deux.",
            "max_length": "C’est trop long\u00a0: 2000 caractères au plus. Raccourcissez ce texte.",
            "null_characters_not_allowed": "Ce texte contient un caractère illisible. Écrivez-le de nouveau.",
        },
    )
    nature = forms.ChoiceField(
        label="C’est une question plutôt",
        choices=[(one.value, one.label) for one in Nature],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites de quelle nature est votre question. Choisissez «\u00a0Autre\u00a0» au besoin."
        },
    )

    about = forms.ChoiceField(
        label="À propos de",
        required=False,
        error_messages={"invalid_choice": "Cette séance n’est pas la vôtre. Choisissez-en une de la liste."},
    )

    def __init__(self, *args: Any, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.pk): one for one in sessions}
        self.fields["about"].choices = about_choices(sessions)  # type: ignore[attr-defined]  # a field with choices

    def session(self) -> Session | None:
        """The session that the need is about; None for the whole cycle."""
        return self.sessions.get(self.cleaned_data["about"])

    def clean_need(self) -> str:
        text = str(self.cleaned_data["need"])
        try:
            check_no_nir(text)
        except RuleBroken as broken:
            raise forms.ValidationError(broken.message) from broken
        return text
