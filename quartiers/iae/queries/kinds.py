"""What each kind of structure does, in plain words, with what it asks of a person."""

from dataclasses import dataclass
from datetime import date

from quartiers.iae.rules import EmployerKind, level_2_required

_WORDS = {
    EmployerKind.ACI: (
        "Un chantier utile au territoire, avec un encadrant technique et un accompagnement.",
        "association, commune, CCAS, intercommunalité, département…",
        "reprendre pied : jardins, espaces verts, bâtiment, recyclerie.",
    ),
    EmployerKind.AI: (
        "Une association qui met ses salariés à disposition de particuliers, d’entreprises ou de communes.",
        "association",
        "des heures tout de suite, près de chez soi : ménage, jardin, remplacement.",
    ),
    EmployerKind.EI: (
        "Une entreprise qui vend sa production et forme des personnes éloignées de l’emploi.",
        "toute forme : association, société, coopérative",
        "un métier, au rythme d’une entreprise.",
    ),
    EmployerKind.ETTI: (
        "Une agence d’intérim qui suit ses intérimaires de mission en mission.",
        "toute forme, activité d’intérim seulement",
        "des missions en entreprise, avec un suivi.",
    ),
    EmployerKind.EITI: (
        "Une structure qui aide à travailler à son compte et apporte des clients.",
        "entreprise ou plateforme",
        "travailler à son compte sans être seul.",
    ),
    EmployerKind.GEIQ: (
        "Des entreprises qui embauchent ensemble en alternance, avec un tuteur et un accompagnement.",
        "association d’entreprises",
        "une qualification et un emploi chez un adhérent.",
    ),
    EmployerKind.OPCS: (
        "Une équipe qui place les heures d’insertion des marchés publics.",
        "maison de l’emploi, PLIE, collectivité…",
        "les offres réservées par les clauses sociales.",
    ),
}


@dataclass(frozen=True)
class KindSheet:
    """One kind of structure.

    Args:
        kind: its code and its name.
        does: French, what it is, one sentence.
        bearer: French, who may carry it.
        suits: French, when one thinks of it.
        level_2: criteria of level 2 that are enough there; None where no PASS IAE is needed.
    """

    kind: EmployerKind
    does: str
    bearer: str
    suits: str
    level_2: int | None


def kind_sheets(*, on: date) -> list[KindSheet]:
    """A sheet for each kind, SIAE first."""
    return [
        KindSheet(
            kind,
            does=_spaced(does),
            bearer=_spaced(bearer),
            suits=_spaced(suits),
            level_2=level_2_required(kind, on=on) if kind.is_siae else None,
        )
        for kind, (does, bearer, suits) in _WORDS.items()
    ]


def _spaced(text: str) -> str:
    return text.replace(" :", "\u00a0:")
