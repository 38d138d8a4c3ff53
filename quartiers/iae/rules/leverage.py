"""What one local euro carries.

No official definition was found: four ratios are shown by name, each with its formula and its years, never one alone.
Money is in euros, ``Decimal``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from quartiers.iae.rules.plans import ZERO, Lines, PlanLine, Side, funder_of, sums, total
from quartiers.iae.rules.sources import AID, AIDS_BY_POST, FDI, MODULATED
from quartiers.kernel.french import NBSP, number
from quartiers.kernel.words import Worded

#: How the sentences count the years of a plan.
SPANS = {0: "à l’investissement", 1: "sur un an", 2: "sur deux ans", 3: "sur trois ans"}
NATIONAL = (
    f"Pour le territoire, l’effet est réel. Pour le pays, c’est surtout un transfert{NBSP}: l’enveloppe de l’aide au "
    "poste est fermée, et baisse depuis 2024."
)


class Perimeter(Worded):
    """Whose euros are the local ones."""

    EPCI = "epci", "l’intercommunalité seule"
    LOCAL = "local", "l’intercommunalité et les communes"


@dataclass(frozen=True)
class Leverage:
    """A ratio, which never goes without its formula and its years.

    Args:
        code: L1 to L4, or a name of our own.
        name: French.
        formula: French, in words.
        meaning: French, what it does not say included.
        years: «2027», «sur trois ans».
        carried: numerator, in euros.
        local: denominator, in euros.
        note: why there is no ratio, or what it leaves out.
    """

    code: str
    name: str
    formula: str
    meaning: str
    years: str
    carried: Decimal
    local: Decimal
    note: str = ""

    @property
    def ratio(self) -> Decimal | None:
        """Euros for one local euro; None without a local euro."""
        return self.carried / self.local if self.local else None


def leverages(lines: Lines, year: int, perimeter: Perimeter) -> list[Leverage]:
    """L1 to L4 for one year, in money; what is in kind is valued apart."""
    found = sums(lines, year)
    local = found.epci if perimeter is Perimeter.EPCI else found.local
    external = found.resources - local
    here = [one for one in lines if one.year == year and one.side is Side.RESOURCE and not one.in_kind]
    aid = total(one.counted for one in here if one.code in AIDS_BY_POST | {FDI})
    state = total(one.counted for one in here if one.code in {AID, MODULATED, FDI})
    falls = found.result >= 0 > found.result - local
    why = "" if falls else _why_no_marginal(found.result)
    told = str(year)
    return [
        Leverage("L1", "Brut", "charges ÷ argent local", "Flatteur. Jamais seul.", told, found.charges, local),
        Leverage(
            "L2",
            "Externe",
            "(ressources − argent local) ÷ argent local",
            "Un euro en amène tant.",
            told,
            external,
            local,
        ),
        Leverage(
            "L3",
            "Aide au poste",
            "(aide au poste, quel que soit le payeur, et FDI) ÷ argent local",
            f"La part de l’État seul{NBSP}: {ratio_words(state, local)}.",
            told,
            aid,
            local,
        ),
        Leverage(
            "L4",
            "Décisif",
            "ressources perdues si l’argent local se retire ÷ argent local",
            "Sans lui le budget passe en déficit et le projet tombe.",
            told,
            external if falls else ZERO,
            local,
            why,
        ),
    ]


def whole_effort(lines: Lines, *, public_only: bool = False) -> Leverage:
    """All that comes from elsewhere over all the local effort, all years and investment: the figure to tell first.

    Local: money and kind of the intercommunality and of the communes. From elsewhere: money only, loans and sales
    included unless ``public_only``.
    """
    resources = [one for one in lines if one.side is Side.RESOURCE]
    local = total(one.counted for one in resources if funder_of(one).is_local)
    elsewhere = [one for one in resources if not funder_of(one).is_local and not one.in_kind]
    if public_only:
        elsewhere = [one for one in elsewhere if funder_of(one).is_public]
    years = len({one.year for one in lines if one.year is not None})
    what = "argent public venu d’ailleurs" if public_only else "argent venu d’ailleurs, prêts et ventes compris"
    return Leverage(
        "public" if public_only else "effort",
        "Tout l’effort, argent public" if public_only else "Tout l’effort",
        f"{what} ÷ effort local, en argent et en nature, investissement compris",
        "Le chiffre à dire d’abord." if not public_only else "Le même, sans ventes, dons ni prêts.",
        SPANS.get(years, "sur toute la durée"),
        total(one.counted for one in elsewhere),
        local,
    )


@dataclass(frozen=True)
class PlacedPlan:
    """A plan, the places that it serves, its lines."""

    places: tuple[str, ...]
    first_year: int
    lines: Lines


@dataclass(frozen=True)
class PlaceYear:
    """What plans that serve a place count on, one year, in euros.

    A plan that serves several places counts whole in each of them: rows do not add up.
    """

    place: str
    year: int
    plans: int
    local: Decimal
    elsewhere: Decimal
    local_paid: Decimal
    elsewhere_paid: Decimal

    @property
    def ratio(self) -> Decimal | None:
        return self.elsewhere / self.local if self.local else None

    @property
    def ratio_paid(self) -> Decimal | None:
        """The same on what was really paid."""
        return self.elsewhere_paid / self.local_paid if self.local_paid else None


def by_place(plans: Iterable[PlacedPlan]) -> list[PlaceYear]:
    """Each place and year, by place then year; the investment counts in the first year of its plan.

    Local and from elsewhere as in ``whole_effort``.
    """
    found: dict[tuple[str, int], list[Lines]] = defaultdict(list)
    for plan in plans:
        by_year: dict[int, list[PlanLine]] = defaultdict(list)
        for line in plan.lines:
            if line.side is Side.RESOURCE:
                by_year[plan.first_year if line.year is None else line.year].append(line)
        for place in plan.places:
            for year, lines in by_year.items():
                found[place, year].append(lines)
    return [_place_year(place, year, groups) for (place, year), groups in sorted(found.items())]


def _place_year(place: str, year: int, groups: Sequence[Lines]) -> PlaceYear:
    lines = [line for group in groups for line in group]
    local = [one for one in lines if funder_of(one).is_local]
    elsewhere = [one for one in lines if not funder_of(one).is_local and not one.in_kind]
    return PlaceYear(
        place,
        year,
        len(groups),
        total(one.counted for one in local),
        total(one.counted for one in elsewhere),
        total(one.received for one in local),
        total(one.received for one in elsewhere),
    )


def headline(found: Leverage) -> str:
    """The sentence to say first.

    >>> headline(Leverage("effort", "", "", "", "sur un an", Decimal(1211702), Decimal(155000)))
    'Un euro local en porte 7,8 sur un an.'
    """
    if found.ratio is None:
        return "Aucun euro local n’est encore dans ce plan."
    return f"Un euro local en porte {number(found.ratio, 1)} {found.years}."


def ratio_words(carried: Decimal, local: Decimal) -> str:
    """A ratio, or that there is none."""
    return number(carried / local, 1) if local else "aucun euro local"


def _why_no_marginal(result: Decimal) -> str:
    if result < 0:
        return f"Le budget n’est pas encore équilibré{NBSP}: rien à mesurer."
    return f"Le budget tient sans l’argent local{NBSP}: rien n’est perdu."
