"""The legal check: a contract and its clauses, as a buyer describes them. Nothing is kept."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, typed
from quartiers.procurement.forms.examples import as_sent
from quartiers.procurement.rules import (
    Binds,
    Buyer,
    Clause,
    Exemption,
    Kind,
    Project,
    Reserved,
    Stage,
)
from quartiers.web.numbers import NumberField, PercentField, choice

MAX_CLAUSES = 40
MOST_TEXT = 5_000
CLAUSE = ("stage", "text", "binds", "label", "proof", "control", "penalty")
UNREADABLE = "Ce texte contient un caractère illisible. Écrivez-le de nouveau."
DAY = f"Cette date n’est pas lisible. Écrivez-la ainsi{NBSP}: 30/11/2026."
YES_NO = (("", "Je ne sais pas"), ("oui", "Oui"), ("non", "Non"))


class CheckForm(forms.Form):
    """A contract, what it already holds, and as many clauses as there are rows; an empty row is no clause.

    A hidden number counts the rows, so that a button adds one without a script.
    """

    kind = choice("Ce que vous achetez", [(one.value, one.label) for one in Kind])
    buyer = choice("Qui achète", [(one.value, one.label) for one in Buyer], initial=Buyer.LOCAL.value)
    value = NumberField(
        "Valeur du marché, en € HT",
        required=True,
        high=10**13,
        missing="Il manque la valeur du marché. Tous les lots, options et reconductions.",
        help_text="Tous les lots, options et reconductions.",
    )
    operation_value = NumberField(
        "Valeur de toute l’opération, en € HT", high=10**13, help_text="Pour des travaux : tous les marchés ensemble."
    )
    duration_months = NumberField("Durée, en mois", high=1200, help_text="Reconductions comprises.")
    consultation_on = forms.DateField(
        label="Consultation lancée le",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Il manque la date de la consultation. Mettez celle que vous prévoyez.",
            "invalid": DAY,
        },
    )
    concession = forms.BooleanField(label="C’est une concession", required=False)
    defence = forms.BooleanField(label="C’est un marché de défense ou de sécurité", required=False)
    environmental_criterion = forms.BooleanField(label="Un critère note l’environnement", required=False)
    environmental_condition = forms.BooleanField(
        label="Une condition d’exécution porte sur l’environnement", required=False
    )
    price_only = forms.BooleanField(label="Le prix est le seul critère", required=False)
    social_condition = forms.BooleanField(
        label="Une condition d’exécution porte sur le social ou l’emploi", required=False
    )
    social_exemption = choice(
        "Sinon, pour quel motif ?".replace(" ?", "\u202f?"),
        [("", "Aucun motif"), *((one.value, one.label) for one in Exemption)],
        required=False,
    )
    social_services = forms.BooleanField(
        label="Ce sont des services sociaux ou spécifiques", required=False, help_text="Insertion, formation, santé…"
    )
    reserved_to = forms.MultipleChoiceField(
        label="Réservé à",
        choices=[(one.value, one.label) for one in Reserved],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce choix n’existe pas. Cochez ceux de la liste."},
    )
    notice_cites_reservation = choice("L’avis cite l’article de la réserve", list(YES_NO), required=False)
    hours_due = NumberField("Heures d’insertion demandées", high=10**9)
    hours_total = NumberField("Heures de travail du marché", high=10**9)
    modalities = NumberField(
        "Combien de façons de faire les heures",
        places=0,
        high=10,
        help_text="Embauche, mise à disposition, sous-traitance…",
    )
    penalty_per_hour = NumberField("Pénalité par heure non faite, en €", high=10**6)
    lots = NumberField("Nombre de lots", places=0, high=1000)
    no_allotment_reason = forms.CharField(
        label="Pourquoi un seul lot", required=False, max_length=500,
        error_messages={"null_characters_not_allowed": UNREADABLE, "max_length": "Gardez 500 caractères."},
    )  # fmt: skip
    required_turnover = NumberField(
        "Chiffre d’affaires exigé, en €", high=10**13, help_text="0 si vous n’en exigez pas."
    )
    advance_rate = PercentField("Avance, en %")
    running_costs = NumberField("Vos dépenses annuelles de fonctionnement, en €", high=10**13)
    global_contract = forms.BooleanField(label="C’est un marché global", required=False)
    sme_share = PercentField("Part confiée à des PME, en %")
    holder_is_sme = forms.BooleanField(label="Le titulaire est lui-même une PME", required=False)
    derogations_listed = forms.BooleanField(
        label="Le dernier article du CCAP liste les dérogations au CCAG", required=False
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, today: date, rows: list[dict[str, str]] | None = None
    ) -> None:
        super().__init__(data, initial={"consultation_on": today})
        self.adding = (data or {}).get("ajouter") == "clause"
        asked = _count(data) if data is not None else len(rows or ()) or 1
        self.count = min(asked + self.adding, MAX_CLAUSES)
        for rank in range(self.count):
            self._add_clause(rank, (rows or [])[rank] if rank < len(rows or []) else {})

    def _add_clause(self, rank: int, first: Mapping[str, str]) -> None:
        lines: dict[str, forms.Field] = {
            "stage": choice("Où se place-t-elle", [(one.value, one.label) for one in Stage], required=False),
            "text": clause_text(f"Texte de la clause {rank + 1}", lines=3),
            "binds": choice(
                "Ce qu’elle lie",
                [("", f"Je ne sais pas{NBSP}: lire le texte"), *((one.value, one.label) for one in Binds)],
                required=False,
            ),
            "label": clause_text("Label demandé"),
            "proof": clause_text("Preuve à remettre"),
            "control": clause_text("Quand vous contrôlez"),
            "penalty": clause_text("Ce qui se passe sinon"),
        }
        for name, field in lines.items():
            field.initial = first.get(name, Stage.CONDITION.value if name == "stage" else "")
            self.fields[f"clause_{rank}_{name}"] = field

    @property
    def may_grow(self) -> bool:
        return self.count < MAX_CLAUSES

    def show_rows_only(self) -> None:
        """Forget the faults: a button that adds a clause is no question yet."""
        self.full_clean()
        self.errors.clear()

    @property
    def clauses(self) -> list[dict[str, forms.BoundField]]:
        return [{name: self[f"clause_{rank}_{name}"] for name in CLAUSE} for rank in range(self.count)]

    @property
    def ranks(self) -> list[int]:
        """Where each clause of the project stands in the form: empty rows are none."""
        return [rank for rank in range(self.count) if self.cleaned_data.get(f"clause_{rank}_text")]

    def project(self) -> Project | None:
        """The contract as far as it can be read; None without its value or its date."""
        asked = self.cleaned_data
        if asked.get("value") is None or not asked.get("consultation_on"):
            return None
        exemption, notice = asked.get("social_exemption"), asked.get("notice_cites_reservation")
        return Project(
            kind=Kind(asked.get("kind") or Kind.WORKS),
            buyer=Buyer(asked.get("buyer") or Buyer.LOCAL),
            value=asked["value"],
            consultation_on=asked["consultation_on"],
            social_exemption=Exemption(exemption) if exemption else None,
            reserved_to=frozenset(Reserved(one) for one in asked.get("reserved_to", [])),
            notice_cites_reservation=None if not notice else notice == "oui",
            derogations_listed=asked.get("derogations_listed") or None,
            no_allotment_reason=asked.get("no_allotment_reason", ""),
            clauses=tuple(self._clauses()),
            **self._named(),
        )

    def _named(self) -> dict[str, Any]:
        """What the project calls as the form does."""
        flags: dict[str, Any] = {name: bool(self.cleaned_data.get(name)) for name in FLAGS}
        counts = {name: self.cleaned_data.get(name) for name in COUNTS}
        whole = {name: None if count is None else int(count) for name, count in counts.items()}
        return flags | whole | {name: self.cleaned_data.get(name) for name in (*NUMBERS, *SHARES)}

    def _clauses(self) -> Iterator[Clause]:
        for rank in self.ranks:
            yield _clause({name: self.cleaned_data.get(f"clause_{rank}_{name}") or "" for name in CLAUSE})


FLAGS = (
    "concession",
    "defence",
    "environmental_criterion",
    "environmental_condition",
    "price_only",
    "social_condition",
    "social_services",
    "global_contract",
    "holder_is_sme",
)
COUNTS = ("lots", "modalities")
SHARES = ("advance_rate", "sme_share")
NUMBERS = (
    "operation_value",
    "duration_months",
    "hours_due",
    "hours_total",
    "penalty_per_hour",
    "required_turnover",
    "running_costs",
)
TOO_MANY = (
    f"Ce contrôle tient plus de {MAX_CLAUSES} clauses{NBSP}: cette page n’en tient pas tant. Reprenez-le avec la "
    "commande check_contract, ou par parties."
)


def opened_with(project: Project, *, today: date) -> CheckForm:
    """The form as it is typed to describe this contract, and sent.

    Raises:
        RuleBroken: it has more clauses than the page holds.
    """
    if len(project.clauses) > MAX_CLAUSES:
        raise RuleBroken(TOO_MANY)
    rows = [{name: getattr(one, name) or "" for name in CLAUSE} for one in project.clauses]
    form = CheckForm(today=today, rows=rows)
    form.initial.update(_typed(project))
    return CheckForm({**as_sent(form), "clauses": form.count}, today=today)


def _typed(project: Project) -> dict[str, Any]:
    cites = {None: "", True: "oui", False: "non"}
    said: dict[str, Any] = {
        "kind": project.kind,
        "buyer": project.buyer,
        "value": typed(project.value),
        "consultation_on": project.consultation_on,
        "social_exemption": project.social_exemption or "",
        "reserved_to": sorted(project.reserved_to),
        "notice_cites_reservation": cites[project.notice_cites_reservation],
        "derogations_listed": bool(project.derogations_listed),
        "no_allotment_reason": project.no_allotment_reason,
    }
    shares = {name: getattr(project, name) for name in SHARES}
    said |= {name: "" if share is None else typed(share * 100) for name, share in shares.items()}
    said |= {name: typed(getattr(project, name)) for name in NUMBERS}
    counts = {name: getattr(project, name) for name in COUNTS}
    said |= {name: "" if count is None else str(count) for name, count in counts.items()}
    return said | {name: getattr(project, name) for name in FLAGS}


def _clause(asked: Mapping[str, str]) -> Clause:
    return Clause(
        stage=Stage(asked["stage"] or Stage.CONDITION),
        text=asked["text"],
        proof=asked["proof"],
        control=asked["control"],
        penalty=asked["penalty"],
        label=asked["label"],
        binds=Binds(asked["binds"]) if asked["binds"] else None,
    )


def clause_text(label: str, *, lines: int = 1) -> forms.CharField:
    """A part of a clause, as long as a clause can be."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "max_length": f"Ce texte est trop long. Gardez {MOST_TEXT} caractères, ou faites deux clauses.",
            "null_characters_not_allowed": UNREADABLE,
        },
    )


def _count(data: Mapping[str, Any]) -> int:
    """How many rows were sent: what cannot be a number of clauses is one."""
    asked = str(data.get("clauses", ""))
    return max(1, min(int(asked), MAX_CLAUSES)) if asked.isdecimal() and len(asked) < 4 else 1
