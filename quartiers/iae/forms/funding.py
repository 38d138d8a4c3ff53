"""A funding plan, and its lines one by one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from quartiers.actors.queries.organisations import open_organisations_named
from quartiers.iae.rules.employers import EMPLOYERS, VALUES
from quartiers.iae.rules.plans import MOST, MOST_YEARS, Basis, Charge, PlanLine, Side, State, check_line
from quartiers.iae.rules.sources import open_sources, source_of
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, typed
from quartiers.kernel.typed import day
from quartiers.territory.fields import Day, Named, NamedList, Words
from quartiers.territory.queries import places
from quartiers.web.numbers import NumberField, choice

Choices = Iterable[tuple[str, str]]
MONEY = ("amount", "granted", "paid")
DAYS = ("asked_on", "granted_on", "paid_on")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class PlanForm(forms.Form):
    """What a plan covers; whose plan it is stands only where it begins."""

    project = choice(
        "Projet de structure",
        [],
        required=False,
        help_text="Ceux que votre organisation suit, et qui n’ont pas de plan.",
    )
    structure = Named(
        "Ou une structure qui existe",
        rows=lambda: open_organisations_named("", frozenset(VALUES)),
        noun="la structure",
        help_text="Son nom dans l’annuaire, si ce n’est pas un projet.",
    )
    name = Words("Nom du plan", help_text="Vide, celui du projet ou de la structure.")
    first_year = NumberField(
        "Première année", low=2015, high=2060, places=0, required=True, missing="Il manque la première année."
    )
    years = choice(
        "Combien d’années", [(str(one), f"{one} an{'s' if one > 1 else ''}") for one in range(1, MOST_YEARS + 1)]
    )
    kind = choice(
        "Type de structure",
        [("", "Pas encore choisi"), *((one.value, capital(one.label)) for one in EMPLOYERS)],
        required=False,
    )
    fte = NumberField("Emplois d’insertion, en ETP", high=999, places=4, help_text=f"Par exemple{NBSP}: 8,91.")
    cite = choice("Territoire de coopération", [], required=False)
    neighbourhoods = NamedList(
        "Quartiers que la structure sert",
        rows=places.neighbourhoods,
        noun="ce quartier",
        lines=3,
        max_length=6000,
        help_text=f"Un par ligne{NBSP}: son nom, ou son code. Un projet a déjà les siens.",
    )
    note = Words("À savoir", lines=3, max_length=3000, help_text="Des organisations, jamais des personnes.")

    def __init__(
        self,
        data: Any = None,
        *,
        cites: Iterable[tuple[int, str]],
        projects: Iterable[tuple[int, str]] | None = None,
        of_project: bool = False,
        initial: Any = None,
    ) -> None:
        """``projects``: those that may get a plan, where one begins; None for a plan that stands already."""
        super().__init__(data, initial=initial)
        self.begins = projects is not None
        fields: Any = self.fields
        fields["cite"].choices = [("", "Aucun"), *((str(pk), label) for pk, label in cites)]
        if projects is None:
            del fields["project"], fields["structure"]
            fields["name"].help_text = ""
        else:
            fields["project"].choices = [("", "Aucun"), *((str(pk), label) for pk, label in projects)]
        if of_project:
            del fields["cite"], fields["neighbourhoods"]

    def clean_first_year(self) -> str:
        return str(self.cleaned_data["first_year"])

    def clean_fte(self) -> str:
        found = self.cleaned_data["fte"]
        if found == 0:
            raise forms.ValidationError("Écrivez un nombre d’ETP plus grand que 0, ou rien.")
        return typed(found)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.begins and "structure" in cleaned and bool(cleaned.get("project")) == bool(cleaned["structure"]):
            self.add_error("project", "Choisissez un projet, ou écrivez une structure. L’un des deux, pas les deux.")
        if not self.begins and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Il manque le nom du plan. Par exemple\u00a0: un chantier de maraîchage.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """As ``queries.funding.state_of`` writes them."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in {"project", "structure"}}
        if "cite" in found:
            found["cite"] = int(found["cite"]) if found["cite"] else ""
        return found


class LineForm(forms.Form):
    """A charge or a resource. A charge has neither state nor days."""

    code = choice("Nature", [])
    label = Words("En clair", help_text="Vide, le nom de la liste.")
    year = choice("Année", [], required=False)
    amount = NumberField(
        "Montant, en €", high=int(MOST), required=True, missing="Il manque le montant. Écrivez 0 s’il n’est pas connu."
    )
    basis = choice("Ce que vaut ce chiffre", [(one.value, capital(one.label)) for one in Basis])
    how = Words("Comment il est compté", max_length=300, help_text=f"Par exemple{NBSP}: délibération du 3 mars.")
    in_kind = forms.BooleanField(
        label="En nature", required=False, help_text="Un terrain, des locaux, du temps\u00a0: compté à côté du budget."
    )
    state = choice("État", [(one.value, capital(one.label)) for one in State])
    asked_on = Day("Demandé le")
    granted = NumberField("Montant accordé, en €", high=int(MOST))
    granted_on = Day("Accordé le")
    paid = NumberField("Montant versé, en €", high=int(MOST))
    paid_on = Day("Versé le")

    def __init__(self, data: Any = None, *, side: Side, years: list[int], on: date, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.side, self.years, self.on = side, years, on
        self.before = (initial or {}).get("code", "")
        fields: Any = self.fields
        fields["year"].choices = [*((str(one), str(one)) for one in years), ("", "Investissement")]
        if side is Side.CHARGE:
            fields["code"].choices = [(one.value, one.label) for one in Charge]
            for name in ("in_kind", "state", *DAYS, "granted", "paid"):
                del fields[name]
        else:
            fields["code"].label = "Source"
            open_now = open_sources(on=on)
            kept = (
                [source_of(self.before)] if self.before and self.before not in {one.code for one in open_now} else []
            )
            fields["code"].choices = [(one.code, one.label) for one in [*open_now, *kept]]
            fields["amount"].label = "Montant prévu ou demandé, en €"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            days = [day(cleaned.get(name)) for name in DAYS]
            try:
                check_line(
                    self._line(),
                    first_year=self.years[0],
                    years=len(self.years),
                    days=(days[0], days[1], days[2]),
                    on=self.on,
                    kept=cleaned["code"] == self.before,
                )
            except RuleBroken as refused:
                self.add_error("state" if "state" in self.fields else "code", refused.message)
        return cleaned

    def _line(self) -> PlanLine:
        given = self.cleaned_data
        return PlanLine(
            self.side,
            given["code"],
            given["amount"],
            int(given["year"]) if given["year"] else None,
            bool(given.get("in_kind")),
            State(given.get("state", State.PLANNED)),
            given.get("granted"),
            given.get("paid"),
        )

    def values(self) -> dict[str, Any]:
        """As ``queries.funding.state_of_line`` writes them."""
        found = dict(self.cleaned_data)
        return found | {name: typed(found[name]) for name in MONEY if name in found}


class CopyForm(forms.Form):
    """A year that is copied to another one."""

    target = choice("Vers l’année", [])

    def __init__(self, data: Any = None, *, years: Iterable[int]) -> None:
        super().__init__(data)
        field: Any = self.fields["target"]
        field.choices = [(str(one), str(one)) for one in years]
