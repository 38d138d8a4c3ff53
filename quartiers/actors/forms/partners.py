"""Partners of a Cité, what they declare and sign, and the roles of people."""

from itertools import groupby
from typing import Any

from django import forms

from quartiers.actors.forms.fields import DayField, WordsField, choice
from quartiers.actors.models import Cite
from quartiers.actors.queries.cites import memberships_in
from quartiers.actors.rules.cites import Basis, Part
from quartiers.actors.rules.roles import CITE_ROLES, Role
from quartiers.kernel.french import NARROW, NBSP
from quartiers.office.rules.stored import MAX_BYTES

#: The choice that takes a declared basis back.
WITHDRAWN = "retrait"
PARTS = [(one.value, one.label) for one in Part]
ROLE_HELP = {
    Role.COORDINATOR: "anime, ouvre et ferme les accès",
    Role.PARTNER: "ouvre ses personnes, si l’annexe est signée",
    Role.OBSERVER: "des chiffres et des comités, jamais de personnes",
    Role.DATA_PROTECTION_OFFICER: "conventions et journal des accès",
}


class PartForm(forms.Form):
    """The part of a partner, and whether the public sees it."""

    part = choice("Sa part", PARTS)
    is_public = forms.BooleanField(label="Montrée sur la page publique", required=False)


class JoinForm(PartForm):
    """An organisation that comes in."""

    organisation = forms.IntegerField(widget=forms.HiddenInput)
    joined_on = DayField("Participe depuis le", missing="Il manque la date d’arrivée.")


class BasisForm(forms.Form):
    """The legal basis that a partner declares."""

    basis = choice(
        "Base légale",
        [
            *((one.value, one.label) for one in Basis),
            (WITHDRAWN, "aucune : retirer celle qui était déclarée".replace(" :", f"{NBSP}:")),
        ],
        help_text="Un organisme public s’appuie sur sa mission (6.1.e) ; une association, le plus souvent, sur "
        "l’intérêt légitime (6.1.f).".replace(" ;", f"{NARROW};"),
    )
    declared_by = WordsField("Déclarée par", missing="Il manque la personne. Écrivez son nom et sa fonction.")
    declared_on = DayField("Le", missing="Il manque la date de la déclaration.")


class AnnexForm(forms.Form):
    """A signed annex."""

    version = WordsField(
        "Version de l’annexe", missing="Il manque la version. Recopiez celle du document signé.", max_length=30
    )
    signed_by = WordsField("Signée par", missing="Il manque la personne. Écrivez son nom et sa fonction.")
    signed_on = DayField("Le", missing="Il manque la date de la signature.")
    document = forms.FileField(
        label="Document signé",
        required=False,
        help_text=f"PDF, image ou texte, {MAX_BYTES // 1024**2}{NBSP}Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx,.odt"}),
        error_messages={"empty": "Ce fichier est vide. Choisissez le document signé."},
    )


class EndForm(forms.Form):
    """The day something stops."""

    ended_on = DayField("Dernier jour", missing="Il manque le dernier jour.")


class RoleForm(forms.Form):
    """A role for somebody of a partner."""

    membership = forms.TypedChoiceField(
        label="Qui",
        coerce=int,
        help_text="Les comptes ouverts des organisations partenaires.",
        error_messages={
            "required": "Il manque la personne. Prenez-en une de la liste.",
            "invalid_choice": "Cette personne n’est plus dans une organisation partenaire. Prenez-en une de la liste.",
        },
    )
    role = choice(
        "Quel rôle",
        [(one.value, f"{one.label}{NBSP}: {ROLE_HELP[one]}") for one in CITE_ROLES],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, cite: Cite, **more: Any) -> None:
        super().__init__(*args, **more)
        people = groupby(memberships_in(cite), key=lambda one: one.organisation)
        self.fields["membership"].choices = [  # type: ignore[attr-defined]  # a field with choices
            ("", "Choisissez une personne"),
            *((organisation.name, [(one.pk, str(one.user)) for one in rows]) for organisation, rows in people),
        ]
