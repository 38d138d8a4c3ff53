"""The scheme that promotes responsible public procurement (SPASER): what the law asks of it, and its indicators.

Only three words: an indicator, its target, its actual by buyer and by year. A contract that says nothing is never
counted as one without.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, day, number
from quartiers.kernel.words import Worded
from quartiers.procurement.rules.decp.values import end
from quartiers.procurement.rules.requirements import Requirement, State, told
from quartiers.procurement.rules.values import READ

LAW = "CCP, art. L2111-3"
SPASER_THRESHOLD = Dated(
    "procurement.spaser_threshold",
    "Achats annuels au-delà desquels un acheteur adopte un schéma de promotion des achats responsables",
    "€ HT par an",
    (
        Entry(
            50_000_000,
            date(2023, 1, 1),
            None,
            "CCP, art. D2111-3",
            READ,
            note="Supérieur à\u00a0: pas à montant égal.",
        ),
    ),
)
SPASER_MONTHS = Dated(
    "procurement.spaser_months",
    "Délai entre deux publications des indicateurs du schéma",
    "mois",
    (Entry(24, date(2023, 1, 1), None, LAW, READ),),
)


class Axis(Worded):
    """What an indicator is about."""

    SOCIAL = "social", "social et emploi"
    ECOLOGICAL = "ecological", "écologie"
    ACCESS = "access", "accès des entreprises et suivi"


class Unit(Worded):
    """How an indicator is told."""

    CONTRACTS = "contracts", "% du nombre de marchés"
    VALUE = "value", "% de la valeur"
    SHARE = "share", "% des personnes"
    COUNT = "count", ""

    @property
    def is_share(self) -> bool:
        return self is not Unit.COUNT


class Origin(Worded):
    """Where an actual comes from."""

    PUBLISHED = "published", "données publiées de la commande publique (DECP)"
    HERE = "here", "ce que l’acheteur suit ici"
    TYPED = "typed", "noté à la main"


@dataclass(frozen=True)
class Indicator:
    """One line of the scheme.

    Args:
        code: stable.
        label: French.
        axis: what it is about.
        unit: how it is told.
        origin: where its actual comes from.
    """

    code: str
    label: str
    axis: Axis
    unit: Unit
    origin: Origin = Origin.TYPED

    @property
    def words(self) -> str:
        """Its label with its unit.

        >>> BY_CODE["reserved_value"].words.replace(NBSP, " ")
        'Marchés réservés, % de la valeur'
        """
        return f"{self.label}, {self.unit.label}" if self.unit.label else self.label


def _both(code: str, label: str, axis: Axis) -> tuple[Indicator, Indicator]:
    return (
        Indicator(f"{code}_contracts", label, axis, Unit.CONTRACTS, Origin.PUBLISHED),
        Indicator(f"{code}_value", label, axis, Unit.VALUE, Origin.PUBLISHED),
    )


#: The smallest set that answers the law; article L2111-3, last paragraphs.
INDICATORS = (
    *_both("social_clause", "Marchés avec une clause sociale", Axis.SOCIAL),
    *_both("social_criterion", "Marchés avec un critère social", Axis.SOCIAL),
    *_both("reserved", "Marchés réservés", Axis.SOCIAL),
    Indicator("esus_value", "Achats aux entreprises solidaires (ESUS)", Axis.SOCIAL, Unit.VALUE),
    Indicator("siae_value", "Achats aux structures d’insertion (SIAE)", Axis.SOCIAL, Unit.VALUE),
    Indicator("ea_esat_value", "Achats aux entreprises adaptées et ESAT", Axis.SOCIAL, Unit.VALUE),
    Indicator("ess_value", "Achats à l’économie sociale et solidaire", Axis.SOCIAL, Unit.VALUE),
    Indicator("hours_due", "Heures d’insertion dues, estimées", Axis.SOCIAL, Unit.COUNT, Origin.HERE),
    Indicator("hours_done", "Heures d’insertion faites", Axis.SOCIAL, Unit.COUNT),
    Indicator("people", "Personnes embauchées par les clauses", Axis.SOCIAL, Unit.COUNT),
    Indicator("qpv_share", "dont habitants des quartiers prioritaires", Axis.SOCIAL, Unit.SHARE),
    Indicator("women_share", "dont femmes", Axis.SOCIAL, Unit.SHARE),
    Indicator("under26_share", "dont moins de 26 ans", Axis.SOCIAL, Unit.SHARE),
    Indicator("over50_share", "dont plus de 50 ans", Axis.SOCIAL, Unit.SHARE),
    Indicator("exits_share", "dont en emploi ou en formation à la sortie", Axis.SOCIAL, Unit.SHARE),
    *_both("green_clause", "Marchés avec une clause environnementale", Axis.ECOLOGICAL),
    *_both("green_criterion", "Marchés avec un critère environnemental", Axis.ECOLOGICAL),
    Indicator("agec_value", "Achats issus du réemploi ou du recyclage (loi AGEC)", Axis.ECOLOGICAL, Unit.VALUE),
    Indicator("egalim_value", "Denrées durables et de qualité (loi EGalim)", Axis.ECOLOGICAL, Unit.VALUE),
    Indicator("sme_contracts", "Marchés confiés à une PME", Axis.ACCESS, Unit.CONTRACTS, Origin.PUBLISHED),
    Indicator("offers", "Offres reçues, en moyenne", Axis.ACCESS, Unit.COUNT, Origin.PUBLISHED),
    Indicator("reserved_lots", "Lots réservés", Axis.ACCESS, Unit.COUNT, Origin.HERE),
    Indicator("motives", "Motifs qui écartent la condition sociale", Axis.ACCESS, Unit.COUNT, Origin.HERE),
)
BY_CODE = {one.code: one for one in INDICATORS}
#: What a scheme may aim at: nobody aims at motives.
AIMED = tuple(one for one in INDICATORS if one.code != "motives")
SPENDING = "spending"
#: The people behind the shares of people.
PEOPLE = "people"
#: Firms that employ disadvantaged or vulnerable people.
EMPLOYERS = frozenset({"siae_value", "ea_esat_value", "reserved_contracts", "reserved_value"})
MOST_COUNT = Decimal(10**12)


@dataclass(frozen=True)
class BuyerFacts:
    """A buyer of the scheme: its name, what it spends in a year (None: nobody said), what is measured of it."""

    name: str
    spending: Decimal | None
    measured: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """What is known of a scheme. Each text is told or not; each day is None when nobody said it."""

    social: bool
    ecological: bool
    implementation: bool
    follow_up: bool
    durability: bool
    adopted_on: date | None
    published_on: date | None
    has_address: bool
    indicators_on: date | None
    targets: frozenset[str]
    buyers: tuple[BuyerFacts, ...]


def check_value(code: str, value: Decimal) -> None:
    """A target or an actual that can be.

    Args:
        code: of an indicator, or ``SPENDING``.
        value: from 0 to 1 for a share, else a number.

    Raises:
        RuleBroken: no such indicator, under 0, over 100 %, or beyond any buyer.
    """
    found = BY_CODE.get(code)
    if found is None and code != SPENDING:
        raise RuleBroken("Cet indicateur n’existe pas. Prenez l’un de ceux de la page.")
    if value < 0:
        raise RuleBroken("Ce nombre est sous zéro. Donnez zéro ou plus.")
    if found is not None and found.unit.is_share and value > 1:
        raise RuleBroken(f"Une part va jusqu’à 100{NARROW}%. Corrigez ce nombre.")
    if value > MOST_COUNT:
        raise RuleBroken("Ce nombre est trop grand. Vérifiez le nombre de chiffres.")


def check_year(year: int, *, today: date) -> None:
    """A year of which something can be noted: from that of the obligation to this one.

    Raises:
        RuleBroken: it is out of these.
    """
    if not 2015 <= year <= today.year:
        raise RuleBroken(f"Cette année ne se note pas. Prenez-en une de 2015 à {today.year}.")


def check_source(values: Mapping[str, object], source: str) -> None:
    """What is noted has a source.

    Raises:
        RuleBroken: something is noted and nothing says where it comes from.
    """
    if values and not source:
        raise RuleBroken("Il manque la source de ces chiffres. Un chiffre sans source ne se publie pas.")


def is_due(spending: Decimal, *, on: date) -> bool:
    """Whether a buyer that spends so much in a year owes a scheme.

    Args:
        spending: euros before tax in a year.
        on: the day one asks.

    Raises:
        RuleBroken: nothing says the threshold of that day.

    Source: CCP, art. D2111-3: above the amount, not at it.

    >>> is_due(Decimal(50_000_000), on=date(2026, 1, 1)), is_due(Decimal(50_000_001), on=date(2026, 1, 1))
    (False, True)
    """
    return spending > SPASER_THRESHOLD.on(on)


def next_publication(adopted_on: date | None, indicators_on: date | None, *, on: date) -> date | None:
    """The day by which the indicators are to be published; None while the scheme is not adopted.

    >>> next_publication(date(2024, 6, 1), date(2025, 3, 10), on=date(2026, 1, 1))
    datetime.date(2027, 3, 10)
    """
    return end(indicators_on or adopted_on, SPASER_MONTHS.on(on))


def met(target: Decimal | None, actual: Decimal | None) -> bool | None:
    """Whether a target is reached; None when one of the two is not told."""
    return None if target is None or actual is None else actual >= target


def requirements(facts: Facts, *, on: date) -> tuple[Requirement, ...]:
    """What the law asks of a scheme, in its order, and what is missing. Information, never legal advice."""
    return (
        _duty(facts.buyers, on=on),
        _told("adopted", "Le schéma est adopté", facts.adopted_on is not None, "Donnez le jour de la délibération."),
        _told(
            "published",
            "Il est publié sur un site",
            facts.published_on is not None and facts.has_address,
            "Donnez l’adresse de la page et le jour de sa publication.",
        ),
        _told(
            "social",
            "Il dit ses objectifs sociaux",
            facts.social,
            "Écrivez comment vous intégrez des personnes handicapées ou défavorisées.",
        ),
        _told(
            "ecological",
            "Il dit ses objectifs écologiques",
            facts.ecological,
            "Écrivez-les\u00a0: gaz à effet de serre, énergie, eau, matériaux.",
        ),
        _told(
            "durability",
            "Il parle de durabilité, de sobriété numérique et d’économie circulaire",
            facts.durability,
            "Écrivez ce que vous en attendez de vos achats.",
        ),
        _told(
            "implementation",
            "Il dit sa mise en œuvre et son suivi annuel",
            facts.implementation and facts.follow_up,
            "Écrivez qui fait quoi, et comment vous en rendez compte chaque année.",
        ),
        _told(
            "targets",
            "Chaque catégorie a un objectif, en nombre de marchés ou en valeur",
            all(_aimed(facts.targets, axis) for axis in (Axis.SOCIAL, Axis.ECOLOGICAL)),
            "Donnez au moins un objectif social et un objectif écologique.",
        ),
        _told(
            "esus",
            "Un objectif vise les entreprises solidaires (ESUS)",
            "esus_value" in facts.targets,
            "Donnez la part de vos achats qui leur ira.",
        ),
        _told(
            "employers",
            "Un objectif vise les entreprises qui emploient des personnes défavorisées",
            bool(EMPLOYERS & facts.targets),
            "Donnez un objectif pour les SIAE, les EA et ESAT, ou les marchés réservés.",
        ),
        _published(facts, on=on),
        _measured(facts),
    )


def _duty(buyers: Iterable[BuyerFacts], *, on: date) -> Requirement:
    title, article = "Le schéma est-il obligatoire\u202f?", "CCP, art. D2111-3"
    limit = f"{number(SPASER_THRESHOLD.on(on) / 1_000_000)}{NBSP}M€"
    rows = tuple(buyers)
    owing = [one.name for one in rows if one.spending is not None and is_due(one.spending, on=on)]
    silent = [one.name for one in rows if one.spending is None]
    if owing:
        words = f"Oui pour {', '.join(owing)}{NBSP}: plus de {limit} d’achats par an."
        return Requirement("duty", title, article, State.TOLD, words)
    if silent or not rows:
        who = ", ".join(silent) or "l’acheteur"
        words = f"Non vérifié{NBSP}: il manque les achats annuels de {who}."
        return Requirement("duty", title, article, State.UNKNOWN, words)
    words = f"Non{NBSP}: aucun acheteur ne passe {limit} par an. Le schéma est volontaire."
    return Requirement("duty", title, article, State.TOLD, words)


def _told(code: str, title: str, is_there: bool, remedy: str) -> Requirement:
    return told(code, title, LAW, is_there, remedy)


def _aimed(targets: frozenset[str], axis: Axis) -> bool:
    return any(BY_CODE[code].axis is axis for code in targets if code in BY_CODE)


def _published(facts: Facts, *, on: date) -> Requirement:
    title = "Les indicateurs sont publiés tous les deux ans"
    due = next_publication(facts.adopted_on, facts.indicators_on, on=on)
    if due is None:
        return _told("indicators", title, False, "Donnez d’abord le jour où le schéma est adopté.")
    if due < on:
        return _told(
            "indicators", title, False, f"Ils devaient l’être le {day(due)}. Publiez-les, puis notez le jour."
        )
    return Requirement("indicators", title, LAW, State.DONE, f"Prochaine publication avant le {day(due)}.")


def _measured(facts: Facts) -> Requirement:
    """Each target has an actual, for each buyer."""
    title = "Chaque objectif a son taux réel, acheteur par acheteur"
    lacking = [one.name for one in facts.buyers if facts.targets - one.measured]
    if lacking or not facts.targets or not facts.buyers:
        who = f" Il en manque à {', '.join(lacking)}." if lacking else ""
        return _told("actuals", title, False, f"Notez les chiffres de chaque année.{who}")
    return _told("actuals", title, True, "")
