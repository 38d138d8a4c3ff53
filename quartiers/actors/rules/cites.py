"""Cités: who took the initiative, what part each organisation has, and who may open the files of persons.

Sources: programme of the Cités de l'emploi (2020-2024), whose label ended; règlement (UE) 2016/679 (RGPD).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.rules.roles import Role
from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import short_day
from quartiers.kernel.periods import Period
from quartiers.kernel.words import Worded

ANNEX_FILE_MONTHS = Dated(
    "actors.annex_file_months",
    "Document d’une annexe signée, gardé au plus",
    "mois",
    (Entry(60, None, None, "code civil, art. 2224 (prescription de cinq ans), à relire", None),),
)
PUBLIC_TASK_SOURCE = "RGPD, art. 6, § 1, dernier alinéa"


class Impulse(Worded):
    """Who took the initiative of a Cité."""

    STATE = "state", "l’État"
    AUTHORITY = "authority", "une collectivité"
    EMPLOYMENT = "employment", "un acteur du service public de l’emploi"
    ASSOCIATION = "association", "une association"
    RESIDENTS = "residents", "des habitants"
    OTHER = "other", "un autre acteur"


class Part(Worded):
    """What an organisation does in a Cité, in the order in which pages show it."""

    STATE_PILOT = "state_pilot", "copilotage pour l’État"
    AUTHORITY_PILOT = "authority_pilot", "copilotage pour la collectivité"
    EMPLOYMENT = "employment", "service public de l’emploi"
    DEPARTMENT = "department", "insertion et RSA"
    SOCIAL = "social", "action sociale de proximité"
    SIAE = "siae", "insertion par l’activité économique"
    TRAINING = "training", "formation"
    FAMILY = "family", "famille et garde d’enfant"
    HOUSING = "housing", "logement"
    COMPANY = "company", "entreprise engagée"
    RESIDENTS = "residents", "parole des habitants"
    RESOURCE = "resource", "appui et ressources"
    OTHER = "other", "autre part"


PILOTS = (Part.STATE_PILOT, Part.AUTHORITY_PILOT)
_KINDS = OrganisationKind
#: The part that each kind of organisation most often has.
USUAL_PARTS: dict[OrganisationKind, Part] = {
    **dict.fromkeys((_KINDS.PREFECTURE, _KINDS.DDETS), Part.STATE_PILOT),
    **dict.fromkeys((_KINDS.COMMUNE, _KINDS.EPCI, _KINDS.REGION), Part.AUTHORITY_PILOT),
    **dict.fromkeys((_KINDS.FRANCE_TRAVAIL, _KINDS.MISSION_LOCALE, _KINDS.CAP_EMPLOI), Part.EMPLOYMENT),
    **dict.fromkeys((_KINDS.DEPARTEMENT, _KINDS.PLIE), Part.DEPARTMENT),
    **dict.fromkeys((_KINDS.CENTRE_SOCIAL, _KINDS.PREVENTION_SPECIALISEE, _KINDS.CCAS), Part.SOCIAL),
    **dict.fromkeys(
        (_KINDS.ACI, _KINDS.AI, _KINDS.EI, _KINDS.ETTI, _KINDS.EITI, _KINDS.GEIQ, _KINDS.EA, _KINDS.EATT, _KINDS.ESAT,
         _KINDS.REGIE_DE_QUARTIER),
        Part.SIAE,
    ),
    _KINDS.BAILLEUR: Part.HOUSING,
    _KINDS.ENTREPRISE: Part.COMPANY,
    _KINDS.CONSEIL_CITOYEN: Part.RESIDENTS,
    **dict.fromkeys((_KINDS.CENTRE_DE_RESSOURCES, _KINDS.RESEAU), Part.RESOURCE),
}  # fmt: skip


def usual_part(kind: OrganisationKind) -> Part:
    """The part that this kind of organisation most often has in a Cité: what a form proposes first."""
    return USUAL_PARTS.get(kind, Part.OTHER)


class Basis(Worded):
    """Why a body may lawfully follow persons: article 6 of the RGPD."""

    PUBLIC_TASK = "6.1.e", "mission d’intérêt public (6.1.e)"
    LEGITIMATE_INTEREST = "6.1.f", "intérêt légitime (6.1.f)"


#: They work with figures, never with files of persons.
AGGREGATES_ONLY = frozenset(
    {
        OrganisationKind.PREFECTURE,
        OrganisationKind.DDETS,
        OrganisationKind.ACHETEUR,
        OrganisationKind.CONSEIL_CITOYEN,
        OrganisationKind.CENTRE_DE_RESSOURCES,
        OrganisationKind.RESEAU,
    }
)
COMPANIES = frozenset({OrganisationKind.ENTREPRISE})
#: Public authorities, for whom the legitimate interest is no basis of their tasks.
AUTHORITIES = frozenset(
    {
        OrganisationKind.COMMUNE,
        OrganisationKind.EPCI,
        OrganisationKind.DEPARTEMENT,
        OrganisationKind.REGION,
        OrganisationKind.PREFECTURE,
        OrganisationKind.DDETS,
        OrganisationKind.FRANCE_TRAVAIL,
        OrganisationKind.CCAS,
    }
)


@dataclass(frozen=True)
class Declared:
    """A basis that a partner declared, from a day on; ``basis`` None is a withdrawal."""

    on: date
    basis: Basis | None


@dataclass(frozen=True)
class Signed:
    """A signed annex: its version, the day of the signature, and the day it stopped if it did."""

    version: str
    on: date
    until: date | None = None


@dataclass(frozen=True)
class PartnerFacts:
    """What decides whether a partner may open persons.

    Args:
        kind: of the organisation.
        joined_on: first day in the Cité.
        left_on: last day; None while it takes part.
        declarations: of the legal basis, in any order.
        annexes: signed, in any order.
    """

    kind: OrganisationKind
    joined_on: date
    left_on: date | None = None
    declarations: tuple[Declared, ...] = ()
    annexes: tuple[Signed, ...] = ()


@dataclass(frozen=True)
class Opening:
    """Whether persons may be opened.

    Args:
        reasons: what stands in the way, one French sentence each.
        is_final: no paper would change it.
    """

    reasons: tuple[str, ...]
    is_final: bool = False

    @property
    def is_open(self) -> bool:
        return not self.reasons


def partner_may_open_persons(partner: PartnerFacts, on: date) -> Opening:
    """Whether this partner may open persons that day: it takes part, declared its basis and signed its annex.

    Source: RGPD, art. 6 (basis) and 26 (joint controllers, their arrangement). Companies and bodies that work with
    figures never may.

    >>> sample = PartnerFacts(OrganisationKind.CENTRE_SOCIAL, date(2026, 1, 5))
    >>> partner_may_open_persons(sample, date(2026, 2, 1)).reasons
    ('La base légale n’est pas déclarée.', 'L’annexe n’est pas signée.')
    """
    if partner.kind in COMPANIES:
        return Opening(("Une entreprise n’ouvre jamais le dossier d’une personne.",), is_final=True)
    if partner.kind in AGGREGATES_ONLY:
        return Opening(("Cette organisation travaille sur des chiffres, jamais sur des dossiers.",), is_final=True)
    if partner.kind is OrganisationKind.UNKNOWN:
        return Opening(("La nature de l’organisation n’est pas connue. Précisez-la dans sa fiche.",))
    if not takes_part(partner.joined_on, partner.left_on, on):
        return Opening(("L’organisation ne participe pas ce jour-là.",))
    reasons = []
    if basis_on(partner.declarations, on) is None:
        reasons.append("La base légale n’est pas déclarée.")
    if annex_on(partner.annexes, on) is None:
        reasons.append("L’annexe n’est pas signée.")
    return Opening(tuple(reasons))


def takes_part(joined_on: date, left_on: date | None, on: date) -> bool:
    """Whether an organisation is in the Cité that day; the day it leaves is its last one."""
    return Period(joined_on, left_on).contains(on)


def basis_on(declarations: Iterable[Declared], on: date) -> Basis | None:
    """The basis in force that day: the last one declared, unless it was withdrawn."""
    latest = _latest(declarations, on)
    return latest.basis if latest else None


def annex_on(annexes: Iterable[Signed], on: date) -> Signed | None:
    """The annex in force that day: the last one signed, unless it stopped."""
    latest = _latest(annexes, on)
    return latest if latest and (latest.until is None or on <= latest.until) else None


D = TypeVar("D", Declared, Signed)


def _latest(facts: Iterable[D], on: date) -> D | None:
    """The last fact known that day; of two of the same day, the one given last."""
    known = [one for one in facts if one.on <= on]
    newest = max((one.on for one in known), default=None)
    return next((one for one in reversed(known) if one.on == newest), None)


def check_basis(kind: OrganisationKind, basis: Basis) -> None:
    """Refuse a basis that this kind of body cannot have.

    Raises:
        RuleBroken: a public authority declares the legitimate interest.
    """
    if basis is Basis.LEGITIMATE_INTEREST and kind in AUTHORITIES:
        raise RuleBroken(
            "Une autorité publique ne peut pas s’appuyer sur l’intérêt légitime pour ses missions. "
            f"Déclarez la {Basis.PUBLIC_TASK.label}.",
            source=PUBLIC_TASK_SOURCE,
        )


def usual_basis(kind: OrganisationKind) -> Basis:
    """What such a body relies on, unless it says otherwise.

    >>> usual_basis(OrganisationKind.COMMUNE).value
    '6.1.e'
    """
    return Basis.PUBLIC_TASK if kind in AUTHORITIES else Basis.LEGITIMATE_INTEREST


def check_past(on: date, *, today: date) -> None:
    """Refuse the day of a declaration or signature that has not come yet.

    Raises:
        RuleBroken: it comes after today.
    """
    if on > today:
        raise RuleBroken(f"Cette date est à venir, le {short_day(on)}. Notez-la le jour où c’est fait.")


def check_role(kind: OrganisationKind, role: Role) -> None:
    """Refuse a role that a member of this kind of organisation cannot have in a Cité.

    Raises:
        RuleBroken: a company, or a body that works with figures only.
    """
    if kind in COMPANIES:
        raise RuleBroken(
            "Une entreprise n’a pas de rôle ici : elle ne voit jamais les personnes. "
            "Elle dépose ses besoins et ses offres dans son propre espace.".replace(" :", "\u00a0:")
        )
    if kind in AGGREGATES_ONLY and role in {Role.COORDINATOR, Role.PARTNER}:
        raise RuleBroken(
            "Cette organisation travaille sur des chiffres, jamais sur des dossiers. Donnez-lui le rôle d’observation."
        )


def check_coordinators(others: int) -> None:
    """Refuse to leave a Cité without coordinator.

    Args:
        others: coordinators who would remain.

    Raises:
        RuleBroken: none.
    """
    if others < 1:
        raise RuleBroken(
            "C’est la dernière personne qui coordonne. Donnez d’abord ce rôle à quelqu’un d’autre, puis revenez."
        )
