"""The one form of a registration: sessions, who one is, a need, three agreements."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core import signing

from quartiers.exchanges import actions
from quartiers.exchanges.actions import Asked, Identity, NewNeed
from quartiers.exchanges.forms.questions import Questioning
from quartiers.exchanges.models import Cycle, Question
from quartiers.exchanges.queries.places import place_of
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Audience, Consent, Nature
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.office.rules import one_line

#: A person needs more than this to fill the form, a program less; a day is enough for anybody.
AT_LEAST_S, AT_MOST_S = 3, 24 * 3600
SALT = "exchanges.form"
NAME_MAX, TEXT_MAX = 100, 2000
EMAIL_FAULT = f"Il manque une adresse lisible. Par exemple{NBSP}: awa.diarra@exemple.fr"


def stamped(now: float | None = None) -> str:
    """When the form was opened, signed."""
    return signing.dumps(time.time() if now is None else now, salt=SALT)


def is_too_fast(stamp: str, *, now: float) -> bool:
    """Whether the form came back faster than a person writes, or was never opened here; an old one is welcome."""
    try:
        opened = float(signing.loads(stamp, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return True
    return now - opened < AT_LEAST_S


class Line(forms.CharField):
    """A text that stays on one line, whatever is sent: it goes into mails and calendar files."""

    def clean(self, value: Any) -> str:
        return one_line(str(super().clean(value)))


def line(label: str, *, autocomplete: str, required: str = "", help_text: str = "", size: int = NAME_MAX) -> Any:
    """A line of text; ``required`` is what is said when it is empty."""
    return Line(
        label=label,
        required=bool(required),
        max_length=size,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={
            "required": required,
            "max_length": f"C’est trop long{NBSP}: {size} caractères au plus. Raccourcissez ce texte.",
            "null_characters_not_allowed": "Ce texte contient un caractère illisible. Écrivez-le de nouveau.",
        },
    )


class RegistrationForm(Questioning):
    """Built for the sessions that are open and the questions of the cycle."""

    first_name = line("Prénom", autocomplete="given-name", required="Il manque votre prénom.")
    last_name = line("Nom", autocomplete="family-name", required="Il manque votre nom.")
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        help_text="Nous y envoyons votre lien personnel pour rejoindre les séances.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": EMAIL_FAULT, "invalid": EMAIL_FAULT, "max_length": EMAIL_FAULT},
    )
    organisation = line("Organisation", autocomplete="organization", size=200)
    audience = forms.ChoiceField(
        label="Vous venez comme",
        choices=[("", "Choisir"), *((one.value, one.label) for one in Audience)],
        error_messages={
            "required": "Dites-nous à quel titre vous venez. Choisissez dans la liste.",
            "invalid_choice": "Ce choix n’est pas dans la liste. Choisissez-en un autre.",
        },
    )
    commune = line(
        "Commune ou quartier",
        autocomplete="address-level2",
        size=120,
        help_text=f"Là où vous travaillez ou vivez. Par exemple{NBSP}: Narbonne",
    )
    need = forms.CharField(
        label=f"Qu’aimeriez-vous qu’on éclaire{NARROW}?",
        required=False,
        max_length=TEXT_MAX,
        help_text="Si vous êtes plusieurs à demander la même chose, un second groupe s’ouvre avec un spécialiste.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": f"C’est trop long{NBSP}: {TEXT_MAX} caractères au plus. Raccourcissez ce texte."
        },
    )
    nature = forms.ChoiceField(
        label="C’est une question plutôt",
        required=False,
        choices=[(one.value, one.label) for one in Nature],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Ce choix n’est pas dans la liste. Choisissez-en un autre."},
    )
    about = forms.ChoiceField(
        label="À propos de",
        required=False,
        error_messages={"invalid_choice": "Ce choix n’est pas dans la liste. Choisissez-en un autre."},
    )
    website = forms.CharField(
        label="Ne remplissez pas cette case",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, sessions: Sequence[SessionShown], questions: Sequence[Question] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.open_sessions = {str(one.session.pk): one.session for one in sessions}
        self.fields["sessions"] = forms.MultipleChoiceField(
            label="Vos séances",
            choices=[(number, session.title) for number, session in self.open_sessions.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Aucune séance n’est choisie. Cochez au moins une séance.",
                "invalid_choice": "Une des séances n’accepte plus d’inscription. Cochez-en une autre.",
            },
        )
        self.fields["about"].choices = [  # type: ignore[attr-defined]  # a field with choices
            ("", "La séance cochée, ou tout le cycle"),
            *((number, session.title) for number, session in self.open_sessions.items()),
        ]
        for kind in Consent:
            self.fields[f"consent_{kind.value}"] = forms.BooleanField(label=kind.label, required=False)
        self.ask(questions)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("first_name", "last_name", "organisation", "commune", "need"):
            try:
                check_no_nir(str(cleaned.get(name, "")))
            except RuleBroken as broken:
                self.add_error(name, broken.message)
        if cleaned.get("need") and not cleaned.get("nature"):
            cleaned["nature"] = Nature.AUTRE.value
        return cleaned

    def sent(self, cycle: Cycle, *, now: datetime) -> bool:
        """Register; whether it was done. A refusal becomes an error of the form, and what was typed stays."""
        try:
            actions.register(cycle, self.asked(), now=now)
        except RuleBroken as broken:
            self.add_error("sessions", broken.message)
            return False
        return True

    def asked(self) -> Asked:
        """What the visitor sends."""
        given = self.cleaned_data
        commune_id, neighbourhood_id = place_of(given["commune"])
        identity = Identity(
            email=given["email"],
            first_name=given["first_name"],
            last_name=given["last_name"],
            organisation=given["organisation"],
            audience=Audience(given["audience"]),
            commune_name=given["commune"],
            commune_id=commune_id,
            neighbourhood_id=neighbourhood_id,
        )
        chosen = [self.open_sessions[number] for number in given["sessions"]]
        about = self.open_sessions.get(given["about"]) or (chosen[0] if len(chosen) == 1 else None)
        needs = [NewNeed(given["need"], Nature(given["nature"]), about)] if given["need"] else []
        return Asked(identity, chosen, self.consents(), needs, self.answers())

    def consents(self) -> list[Consent]:
        return [kind for kind in Consent if self.cleaned_data.get(f"consent_{kind.value}")]

    def consent_fields(self) -> list[forms.BoundField]:
        return [self[f"consent_{kind.value}"] for kind in Consent]
