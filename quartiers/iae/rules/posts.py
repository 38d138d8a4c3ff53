"""Posts that structures of insertion offer: contracts, and until when an announcement is believed.

Source: the national platform, which closes what its employer did not confirm for 90 days.
"""

import unicodedata
from datetime import date, timedelta
from enum import StrEnum

from quartiers.iae.rules.values import POST_FRESH_DAYS, POST_OLD_DAYS
from quartiers.kernel.words import Worded

#: Where posts may come from, besides here.
NATIONAL = "emplois-de-linclusion"


class Contract(Worded):
    """How one is hired; the value stands in addresses and files."""

    CDDI = "cddi", "CDD d’insertion"
    CDI_INCLUSION = "cdi_inclusion", "CDI inclusion"
    MISSION = "mission", "mission d’intérim"
    CDDU = "cddu", "CDD d’usage"
    CDD = "cdd", "CDD"
    CDI = "cdi", "CDI"
    APPRENTICESHIP = "apprentissage", "contrat d’apprentissage"
    PROFESSIONAL = "professionnalisation", "contrat de professionnalisation"
    TREMPLIN = "tremplin", "CDD tremplin"
    INDEPENDENT = "independant", "création d’entreprise"
    OTHER = "autre", "autre contrat"


class Freshness(StrEnum):
    """How much an announcement may be believed."""

    FRESH = "fresh"
    OLD = "old"
    STALE = "stale"


#: What the national platform writes, folded, from the most precise; the first that stands in the text decides.
_WORDS = (
    ("cdi inclusion", Contract.CDI_INCLUSION),
    ("inclusion", Contract.CDI_INCLUSION),
    ("insertion", Contract.CDDI),
    ("cdd-i", Contract.CDDI),
    ("cddi", Contract.CDDI),
    ("interim", Contract.MISSION),
    ("mission", Contract.MISSION),
    ("usage", Contract.CDDU),
    ("tremplin", Contract.TREMPLIN),
    ("apprenti", Contract.APPRENTICESHIP),
    ("professionn", Contract.PROFESSIONAL),
    ("professional", Contract.PROFESSIONAL),
    ("creation", Contract.INDEPENDENT),
    ("duree indeterminee", Contract.CDI),
    ("cdi", Contract.CDI),
    ("duree determinee", Contract.CDD),
    ("cdd", Contract.CDD),
)


def contract_of(words: str) -> Contract:
    """The contract that a source's words say; another contract when they say none.

    >>> contract_of("CDD insertion").value, contract_of("Contrat de mission intérimaire").value, contract_of("").value
    ('cddi', 'mission', 'autre')
    """
    text = "".join(one for one in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(one))
    return next((contract for part, contract in _WORDS if part in text), Contract.OTHER)


def freshness(confirmed_on: date, *, on: date) -> Freshness:
    """Fresh, to be confirmed soon, or no longer believed.

    >>> [freshness(date(2026, 1, 1), on=day).value for day in (date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 1))]
    ['fresh', 'old', 'stale']
    """
    days = (on - confirmed_on).days
    if days >= POST_FRESH_DAYS.on(on):
        return Freshness.STALE
    return Freshness.OLD if days >= POST_OLD_DAYS.on(on) else Freshness.FRESH


def believed_since(on: date) -> date:
    """The first day of confirmation that still counts."""
    return on - timedelta(days=POST_FRESH_DAYS.on(on) - 1)
