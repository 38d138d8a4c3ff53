"""Sourcing: asking companies before buying. Equal information for all, and companies only, never a person."""

import re
from dataclasses import dataclass
from datetime import date

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, quantity
from quartiers.kernel.nir import check_no_nir
from quartiers.procurement.rules.requirements import Requirement, State, told

PRIOR, EQUAL = "CCP, art. R2111-1", "CCP, art. R2111-2"
SOURCING_MONTHS = Dated(
    "procurement.sourcing_months",
    "Fiche de sourcing gardée par un acheteur, au plus",
    "mois",
    (
        Entry(
            120, None, None, "choix de la plateforme : la durée d’un marché, puis cinq ans (CCP, art. R2184-12)", None
        ),
    ),
)
E_MAIL = re.compile(r"\S@\S")
PHONE = re.compile(r"(?<!\d)(?:\+33|0)[\s.\u00a0\u202f-]?[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}(?!\d)")
TITLE_OF_PERSON = re.compile(r"(?:m\.|mme|mlle|mr|monsieur|madame|mademoiselle)\s", re.IGNORECASE)
#: How many companies make an exchange that favours nobody.
SEVERAL = 2


@dataclass(frozen=True)
class AskedCompany:
    """A company that was asked: its name, the day, and the day of its answer if it came."""

    name: str
    asked_on: date
    answered_on: date | None


@dataclass(frozen=True)
class Given:
    """An information, its day, and the names of the companies that got it."""

    text: str
    given_on: date
    to: frozenset[str]


@dataclass(frozen=True)
class Unequal:
    """An information that some of the companies did not get."""

    given: Given
    lacking: tuple[str, ...]


def check_text(text: str) -> None:
    """A text without the means to reach a person.

    Raises:
        RuleBroken: it holds an e-mail address, a telephone number or a social security number.
    """
    check_no_nir(text)
    if E_MAIL.search(text) or PHONE.search(text):
        raise RuleBroken(
            "Ce texte contient un courriel ou un téléphone. Retirez-le\u00a0: cette fiche garde des entreprises, pas "
            "leurs contacts."
        )


def check_company(name: str) -> None:
    """The name of a company.

    Raises:
        RuleBroken: it is empty, is that of a person, or holds the means to reach one.
    """
    if not name:
        raise RuleBroken("Il manque le nom de l’entreprise. Recopiez celui de son enseigne.")
    if TITLE_OF_PERSON.match(name):
        raise RuleBroken(
            "C’est le nom d’une personne. Écrivez celui de son entreprise\u00a0: rien d’autre n’est gardé."
        )
    check_text(name)


def check_days(asked_on: date | None, answered_on: date | None, *, today: date) -> date:
    """The day a company was asked: known, not to come, and not after its answer.

    Raises:
        RuleBroken: one of these is not so.
    """
    if asked_on is None:
        raise RuleBroken("Il manque le jour où vous l’avez sollicitée. Écrivez-le ainsi\u00a0: 31/01/2027.")
    if asked_on > today or (answered_on is not None and answered_on > today):
        raise RuleBroken("Ce jour est à venir. Notez ce qui a eu lieu.")
    if answered_on is not None and answered_on < asked_on:
        raise RuleBroken("La réponse vient avant la demande. Corrigez l’un des deux jours.")
    return asked_on


def unequal(companies: tuple[AskedCompany, ...], given: tuple[Given, ...]) -> tuple[Unequal, ...]:
    """What was said and not every company got.

    Source: CCP, art. R2111-2: what was said to one must not give it an advantage.

    >>> day = date(2026, 11, 2)
    >>> both = (AskedCompany("A", day, None), AskedCompany("B", day, None))
    >>> [one.lacking for one in unequal(both, (Given("Le plan", day, frozenset({"A"})),))]
    [('B',)]
    """
    names = [one.name for one in companies]
    found = ((one, tuple(name for name in names if name not in one.to)) for one in given)
    return tuple(Unequal(one, lacking) for one, lacking in found if lacking)


def requirements(
    need: str, companies: tuple[AskedCompany, ...], given: tuple[Given, ...], conclusion: str
) -> tuple[Requirement, ...]:
    """What makes this exchange one that favours nobody. Information, never legal advice."""
    lacking = unequal(companies, given)
    return (
        told("need", "Le besoin est décrit", PRIOR, bool(need), "Écrivez ce que vous cherchez, sans marque."),
        told(
            "several",
            "Plusieurs entreprises sont sollicitées",
            EQUAL,
            len(companies) >= SEVERAL,
            "Notez-en au moins deux, dont une petite ou une structure d’insertion.",
        ),
        _given(companies, given, lacking),
        told("end", "Ce que vous en retenez est écrit", PRIOR, bool(conclusion), "Dites ce que cela change."),
    )


def _given(companies: tuple[AskedCompany, ...], given: tuple[Given, ...], lacking: tuple[Unequal, ...]) -> Requirement:
    title = "La même information est donnée à toutes"
    if not given or not companies:
        return Requirement("equal", title, EQUAL, State.UNKNOWN, "Notez chaque information donnée, et à qui.")
    if lacking:
        names = ", ".join(sorted({name for one in lacking for name in one.lacking}))
        words = f"{quantity(len(lacking), 'information')} à donner aussi à{NBSP}: {names}."
        return Requirement("equal", title, EQUAL, State.MISSING, words)
    return told("equal", title, EQUAL, True, "")
