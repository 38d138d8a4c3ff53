"""A sourcing card, a company that was asked, an information that was given."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from quartiers.actors.rules.siret import check_siret
from quartiers.kernel.typed import day
from quartiers.procurement.rules.contracts import check_cpv
from quartiers.procurement.rules.sourcing import check_company, check_days, check_text
from quartiers.territory.fields import Day, Words, ruled
from quartiers.web.numbers import UNKNOWN, choice

NO_DAY = "Il manque le jour. Écrivez-le ainsi\u00a0: 31/01/2027."


class _Plain(Words):
    """Words without a contact."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        ruled(check_text, text)
        return text


class CardForm(forms.Form):
    """What is sought, and what came of it."""

    name = _Plain("Nom de la fiche", missing="Il manque le nom. Par exemple\u00a0: Entretien des espaces verts.")
    need = _Plain(
        "Ce que vous cherchez",
        lines=5,
        max_length=4000,
        help_text="Le besoin, sans marque ni origine. C’est ce que toutes les entreprises liront.",
    )
    cpv = Words("Code CPV", max_length=10, help_text="Huit chiffres.")
    operation = choice("Opération", [], required=False)
    opened_on = Day("Commencé le")
    closed_on = Day("Terminé le")
    conclusion = _Plain("Ce que vous en retenez", lines=4, max_length=4000, help_text="Ce que cela change au marché.")

    def __init__(self, *args: Any, operations: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["operation"]
        field.choices = [("", "Aucune"), *((str(pk), label) for pk, label in operations)]
        _need(
            self.fields["opened_on"], "Il manque le jour où le sourcing commence. Écrivez-le ainsi\u00a0: 31/01/2027."
        )

    def clean_cpv(self) -> str:
        code = str(self.cleaned_data["cpv"]).replace(" ", "")
        ruled(check_cpv, code)
        return code

    def clean_closed_on(self) -> str:
        opened, closed = self.cleaned_data.get("opened_on"), str(self.cleaned_data["closed_on"])
        if opened and closed and closed < opened:
            raise forms.ValidationError("La fin vient avant le début. Corrigez l’un des deux jours.")
        return closed

    def values(self) -> dict[str, Any]:
        """As ``queries.sourcing.state_of_card`` writes them."""
        found = dict(self.cleaned_data)
        return found | {"operation": int(found["operation"]) if found["operation"] else ""}


class CompanyForm(forms.Form):
    """A company, never a person."""

    name = Words("Entreprise", missing="Il manque le nom de l’entreprise. Recopiez celui de son enseigne.")
    siret = Words("SIRET", max_length=20)
    is_small = forms.BooleanField(label="Petite entreprise ou structure d’insertion", required=False)
    asked_on = Day("Sollicitée le")
    answered_on = Day("A répondu le")
    answer = _Plain(
        "Sa réponse", lines=4, max_length=1000, help_text="Ce qu’elle sait faire, ses délais, ses limites."
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        _need(self.fields["asked_on"], NO_DAY)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        ruled(check_company, name)
        return name

    def clean_siret(self) -> str:
        return str(ruled(check_siret, self.cleaned_data["siret"]))

    def clean_asked_on(self) -> str:
        asked = str(self.cleaned_data["asked_on"])
        ruled(lambda: check_days(day(asked), None, today=self.today))
        return asked

    def clean_answered_on(self) -> str:
        asked, answered = self.cleaned_data.get("asked_on"), str(self.cleaned_data["answered_on"])
        if asked:
            ruled(lambda: check_days(day(asked), day(answered), today=self.today))
        return answered

    def values(self) -> dict[str, Any]:
        """As ``queries.sourcing.state_of_company`` writes them."""
        return dict(self.cleaned_data)


class InformationForm(forms.Form):
    """What was said, when, to whom: all of them are ticked when the page opens."""

    text = _Plain(
        "Information donnée",
        missing="Il manque l’information. Écrivez-la comme vous l’avez dite.",
        lines=3,
        max_length=1000,
    )
    given_on = Day("Donnée le")
    companies = forms.MultipleChoiceField(
        label="À qui",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Dites à quelles entreprises elle a été donnée. Cochez-en au moins une.",
            "invalid_choice": UNKNOWN,
            "invalid_list": UNKNOWN,
        },
    )

    def __init__(self, *args: Any, companies: Iterable[tuple[int, str]], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        field: Any = self.fields["companies"]
        field.choices = [(str(pk), label) for pk, label in companies]
        _need(self.fields["given_on"], NO_DAY)

    def clean_given_on(self) -> str:
        told = str(self.cleaned_data["given_on"])
        ruled(lambda: check_days(day(told), None, today=self.today))
        return told


def _need(field: forms.Field, missing: str) -> None:
    field.required, field.error_messages["required"] = True, missing
