"""The rules of the legal check, as dated data: what each asks, where it is written, who may confirm it.

A rule blocks when its text is plain; one whose reading nobody has confirmed only warns, until an administrator of the
installation confirms it. Nothing here is legal advice.
"""

from dataclasses import dataclass
from datetime import date

from quartiers.kernel.words import Worded
from quartiers.procurement.rules.values import READ

#: Edition of the rules, kept with each check: the day they were last reread.
EDITION = "2026-11-24"


class Severity(Worded):
    """How much a finding weighs."""

    BLOCK = "block", "Bloque"
    WARN = "warn", "À revoir"
    INFO = "info", "À savoir"


@dataclass(frozen=True)
class Rule:
    """One rule of the check.

    Args:
        code: ``R01``.
        title: what it asks, in plain French.
        article: where it is written, as it is shown.
        severity: how much it weighs once confirmed.
        valid_from: first day of the consultation it applies to; None for «since always».
        verified_on: day somebody read the source; None for «non vérifié».
        blocks_by_default: whether it blocks before anybody confirmed it.
        until_confirmed: how much it weighs before that; None for a warning where it would block.
    """

    code: str
    title: str
    article: str
    severity: Severity
    valid_from: date | None = None
    verified_on: date | None = None
    blocks_by_default: bool = False
    until_confirmed: Severity | None = None

    def weight(self, confirmed: frozenset[str]) -> Severity:
        """The severity to show, given what an administrator has confirmed."""
        if self.blocks_by_default or self.code in confirmed:
            return self.severity
        blocks = self.severity is Severity.BLOCK
        return self.until_confirmed or (Severity.WARN if blocks else self.severity)

    @property
    def is_unread(self) -> bool:
        """Whether nobody of the project has read its text: an administrator may, and say where."""
        return self.verified_on is None

    def applies_on(self, consultation_on: date) -> bool:
        return self.valid_from is None or consultation_on >= self.valid_from


CRITERION_FROM, CONDITION_FROM = date(2026, 8, 21), date(2026, 8, 22)
BLOCK, WARN, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO

RULES = (
    Rule("R01", "Un critère tient compte de l’environnement", "CCP, art. R2152-7", BLOCK, CRITERION_FROM, READ, True),
    Rule(
        "R02",
        "Une condition d’exécution tient compte de l’environnement",
        "CCP, art. L2112-2",
        BLOCK,
        CONDITION_FROM,
        READ,
        True,
    ),
    Rule("R03", "Le prix n’est jamais le seul critère", "CCP, art. R2152-7", BLOCK, CRITERION_FROM, READ, True),
    Rule(
        "R04",
        "Une condition sociale, au-dessus du seuil européen",
        "CCP, art. L2112-2-1",
        BLOCK,
        CONDITION_FROM,
        READ,
        True,
    ),
    Rule(
        "R05",
        "Ni le siège de l’entreprise, ni l’origine des produits",
        "CCP, art. L3 ; CE, 20 décembre 2019, n° 428290",
        BLOCK,
        None,
        None,
        True,
    ),
    Rule("R06", "Des heures d’insertion en proportion du marché", "CCP, art. L2112-2", WARN),
    Rule("R07", "L’entreprise choisit comment faire les heures", "CCP, art. L2112-2", WARN),
    Rule("R08", "Un label, toujours « ou équivalent »", "CCP, art. R2111-16 et R2111-17", BLOCK, None, READ, True),
    Rule("R09", "Les mêmes heures ne comptent pas deux fois", "CCP, art. L2112-3 et R2152-7", WARN),
    Rule("R10", "Une clause se vérifie", "CCP, art. L2112-2 et R2111-4", WARN),
    Rule("R11", "La clause porte sur le marché, pas sur l’entreprise", "CCP, art. L2112-3", BLOCK, None, READ, True),
    Rule(
        "R12",
        "Un marché réservé le dit dans l’avis",
        "CCP, art. L2113-12 à L2113-14 et R2113-7",
        BLOCK,
        None,
        READ,
        True,
    ),
    Rule(
        "R13",
        "Réservé à l’ESS : services sociaux, 36 mois au plus",
        "CCP, art. L2113-15 et L2113-16",
        BLOCK,
        None,
        READ,
        True,
    ),
    Rule("R14", "Une pénalité en proportion de l’heure", "CCP, art. L2112-2", WARN),
    Rule("R15", "Les dérogations au CCAG sont listées", "CCP, art. R2112-3", WARN),
    Rule("R16", "Pas plus de données personnelles que le nécessaire", "RGPD, art. 5.1.c", BLOCK),
    Rule("R17", "Allotir, ou dire pourquoi non", "CCP, art. L2113-10 et L2113-11", WARN, None, READ),
    Rule(
        "R18", "Un chiffre d’affaires exigé qui laisse entrer les PME", "CCP, art. R2142-7", WARN, until_confirmed=INFO
    ),
    Rule("R19", "L’avance due à une PME", "CCP, art. R2191-7", WARN, None, READ),
    Rule("R20", "La part des PME dans un marché global", "CCP, art. L2171-8 et R2171-23", WARN, None, READ),
)
BY_CODE = {rule.code: rule for rule in RULES}
#: Those that an administrator may confirm: they would block, and do not yet.
TO_CONFIRM = tuple(rule for rule in RULES if rule.severity is BLOCK and not rule.blocks_by_default)


#: Those whose text nobody has read yet.
UNREAD = tuple(rule for rule in RULES if rule.is_unread)


@dataclass(frozen=True)
class Finding:
    """What the check found.

    Args:
        code: of the rule.
        severity: how much it weighs here.
        article: where it is written.
        message: what is wrong, in French.
        remedy: what to write or do instead, in French.
        clause: rank of the clause, from 0; None for the whole contract.
        quote: the sentence of the clause; empty for the whole contract.
        missing: whether the rule could not be checked for want of an answer.
    """

    code: str
    severity: Severity
    article: str
    message: str
    remedy: str
    clause: int | None = None
    quote: str = ""
    missing: bool = False

    @property
    def rule(self) -> Rule:
        return BY_CODE[self.code]

    def as_data(self) -> dict[str, str]:
        """The five words that the command and the API give."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "article": self.article,
            "message": self.message,
            "remedy": self.remedy,
        }
