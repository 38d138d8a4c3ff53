"""Hours to come: what contracts that end will ask for if they are bought again, month by month.

An estimate, never a promise: a contract that ends is supposed to be bought again, for the same amount and the same
duration, from its last day; its hours of insertion are those of formula F1 with the values of the trade of its CPV
code, and spread evenly over its months. Labour shares, hourly costs and the rate are ``trades.LABOUR`` and
``trades.RATE``: nobody verified them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import lcm
from typing import TypeVar

from quartiers.procurement.rules.trades import LABOUR, RATE, Labour, Trade

K = TypeVar("K")
#: How far one looks, in months: the question of the facilitator, and what a consultation takes.
HORIZON = 18
#: The trade of a CPV code: the longest prefix that fits. Ours; studies and supplies without labour have none.
CPV_TRADES: tuple[tuple[str, Trade], ...] = (
    ("45111", Trade.DEMOLITION),
    ("45262", Trade.STRUCTURE),
    ("45223", Trade.STRUCTURE),
    ("4521", Trade.BUILDING),
    ("45233", Trade.ROADS),
    ("4523", Trade.ROADS),
    ("4524", Trade.ROADS),
    ("45112", Trade.GREEN_SPACES),
    ("45311", Trade.ELECTRICITY),
    ("4531", Trade.ELECTRICITY),
    ("4532", Trade.FACADE),
    ("45443", Trade.FACADE),
    ("4533", Trade.PLUMBING),
    ("4542", Trade.JOINERY),
    ("4526", Trade.STRUCTURE),
    ("4544", Trade.PAINTING),
    ("45", Trade.BUILDING),
    ("5072", Trade.PLUMBING),
    ("555", Trade.CATERING),
    ("7971", Trade.SECURITY),
    ("773", Trade.GREEN_SPACES),
    ("77", Trade.GREEN_SPACES),
    ("905", Trade.WASTE),
    ("906", Trade.WASTE),
    ("909", Trade.CLEANING),
    ("71", Trade.STUDIES),
    ("72", Trade.STUDIES),
    ("73", Trade.STUDIES),
    ("80", Trade.STUDIES),
)
_BY_LENGTH = sorted(CPV_TRADES, key=lambda one: -len(one[0]))


@dataclass(frozen=True)
class Ending:
    """Contracts that end in the same month, alike: their amounts together.

    Args:
        year: of their end.
        month: of their end, 1 to 12.
        cpv: first figures of their code, at least two.
        months: their duration, 1 or more.
        framework: whether their amounts are maximums.
        commune: INSEE code; empty when it is not published.
        amount: euros before tax, together; None when none is published.
        count: how many.
    """

    year: int
    month: int
    cpv: str
    months: int
    framework: bool
    commune: str
    amount: Decimal | None
    count: int


@dataclass(frozen=True)
class Prepared:
    """Hours of a contract in preparation, by trade, over its months; the neighbourhoods it concerns share them."""

    first: date
    months: int
    by_trade: Mapping[Trade, int]
    commune: str = ""
    neighbourhoods: tuple[str, ...] = ()


@dataclass(frozen=True)
class MonthAhead:
    """A month to come: whole hours, at most, of what part frameworks are the maximum; contracts that end in it."""

    first: date
    ending: int
    renewed: int
    of_frameworks: int
    prepared: int

    @property
    def hours(self) -> int:
        return self.renewed + self.prepared


@dataclass(frozen=True)
class Ahead:
    """What is to come over the horizon. ``uncounted`` contracts have no amount, or a trade without known labour.

    ``by_neighbourhood`` counts contracts in preparation only: no published contract says its neighbourhood.
    """

    months: tuple[MonthAhead, ...]
    by_trade: tuple[tuple[Trade, int], ...]
    by_commune: tuple[tuple[str, int], ...]
    by_neighbourhood: tuple[tuple[str, int], ...]
    ending: int
    uncounted: int

    @property
    def hours(self) -> int:
        return sum(one.hours for one in self.months)

    @property
    def peak(self) -> MonthAhead | None:
        return max(self.months, key=lambda one: one.hours) if self.hours else None

    @property
    def lull(self) -> MonthAhead | None:
        return min(self.months, key=lambda one: one.hours) if self.hours else None


@lru_cache(maxsize=16_384)
def trade_of(cpv: str) -> Trade | None:
    """The trade of a CPV code; None for what holds little labour here, or none that we know.

    >>> trade_of("45442100"), trade_of("30213000")
    (<Trade.PAINTING: 'painting'>, None)
    """
    return next((trade for prefix, trade in _BY_LENGTH if cpv.startswith(prefix)), None)


def month_after(first: date, count: int) -> date:
    """The first day of the month, so many months later.

    >>> month_after(date(2026, 11, 24), 2)
    datetime.date(2027, 1, 1)
    """
    years, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(years, month + 1, 1)


def ahead(endings: Iterable[Ending], prepared: Iterable[Prepared] = (), *, today: date) -> Ahead:
    """Hours of each of the months to come, the first being the next month.

    Hours are exact until the end; each month is then rounded half up, so that the sum of the months may differ from
    the sum of the trades by a few hours.

    Args:
        endings: contracts that end from today on, in any order.
        prepared: contracts in preparation.
        today: the day one looks: what starts before the next month counts from there.
    """
    window = _Window(today)
    ending = uncounted = 0
    for one in endings:
        rank = window.rank(date(one.year, one.month, 1))
        ending += one.count
        window.count(rank, one.count)
        found = trade_of(one.cpv)
        if found is None or one.amount is None:
            uncounted += one.count
            continue
        window.buy(rank + 1, one.months, one.amount, found, one.commune, framework=one.framework)
    for coming in prepared:
        rank = window.rank(coming.first)
        for trade, due in coming.by_trade.items():
            window.prepare(rank, max(1, coming.months), due, trade, coming.commune, coming.neighbourhoods)
    return window.closed(ending, uncounted)


#: A number that every duration of less than a century divides: hours are whole numbers of a tiny part until the end,
#: exact, and a hundred thousand contracts are added up in no time.
PARTS = lcm(*range(1, 1_201))
CENTS = 100


class _Window:
    """The months to come, as they fill; 0 is the next month.

    Hours are counted in ``whole`` parts. ``steps`` tells how much more, or less, each month holds than the one before.
    """

    def __init__(self, today: date) -> None:
        self.first = month_after(today, 1)
        of_a_euro = {trade: _hours_of_a_euro(labour, RATE.on(today)) for trade, labour in LABOUR.on(today).items()}
        share = lcm(*(one.denominator for one in of_a_euro.values()))
        self.whole = share * CENTS * PARTS
        self.of_a_cent = {trade: int(one * share) for trade, one in of_a_euro.items()}
        self.ending = [0] * HORIZON
        self.steps = {kind: [0] * (HORIZON + 1) for kind in ("firm", "framework", "prepared")}
        self.trades: dict[Trade, int] = {}
        self.communes: dict[str, int] = {}
        self.neighbourhoods: dict[str, Fraction] = {}

    def rank(self, day: date) -> int:
        return (day.year - self.first.year) * 12 + day.month - self.first.month

    def count(self, rank: int, contracts: int) -> None:
        if 0 <= rank < HORIZON:
            self.ending[rank] += contracts

    def buy(self, start: int, months: int, amount: Decimal, trade: Trade, commune: str, *, framework: bool) -> None:
        """Spread the hours of so many euros over these months."""
        parts = int(amount * CENTS) * self.of_a_cent[trade] * PARTS
        self._spread(start, months, parts, trade, commune, "framework" if framework else "firm")

    def prepare(
        self, start: int, months: int, hours: int, trade: Trade, commune: str, neighbourhoods: Sequence[str]
    ) -> None:
        """Spread the hours of a contract in preparation over its months; neighbourhoods share those of the window."""
        inside = self._spread(start, months, hours * self.whole, trade, commune, "prepared")
        for code in neighbourhoods:
            found = self.neighbourhoods.get(code, Fraction(0))
            self.neighbourhoods[code] = found + Fraction(inside, len(neighbourhoods))

    def _spread(self, start: int, months: int, parts: int, trade: Trade, commune: str, kind: str) -> int:
        begin, end = max(0, start), min(HORIZON, start + months)
        if begin >= end:
            return 0
        each = parts // months
        self.steps[kind][begin] += each
        self.steps[kind][end] -= each
        inside = each * (end - begin)
        self.trades[trade] = self.trades.get(trade, 0) + inside
        self.communes[commune] = self.communes.get(commune, 0) + inside
        return inside

    def closed(self, ending: int, uncounted: int) -> Ahead:
        firm, framework, prepared = (list(accumulate(steps)) for steps in self.steps.values())
        months = tuple(
            MonthAhead(
                month_after(self.first, rank),
                self.ending[rank],
                self._rounded(firm[rank] + framework[rank]),
                self._rounded(framework[rank]),
                self._rounded(prepared[rank]),
            )
            for rank in range(HORIZON)
        )
        places = self._ranked(self.communes), self._ranked(self.neighbourhoods)
        return Ahead(months, self._ranked(self.trades), *places, ending, uncounted)

    def _ranked(self, found: Mapping[K, int] | Mapping[K, Fraction]) -> tuple[tuple[K, int], ...]:
        rounded = [(key, self._rounded(parts)) for key, parts in found.items()]
        return tuple(sorted((one for one in rounded if one[1]), key=lambda one: (-one[1], str(one[0]))))

    def _rounded(self, parts: int | Fraction) -> int:
        """Hours, half up."""
        return (2 * parts + self.whole) // (2 * self.whole)


def _hours_of_a_euro(labour: Labour, rate: Decimal) -> Fraction:
    return Fraction(labour.share) * Fraction(rate) / Fraction(labour.hourly_cost)


def full_time_of(month_hours: int, *, hours_a_year: int) -> Decimal:
    """Full-time jobs that the hours of one month keep busy, to a tenth.

    >>> full_time_of(800, hours_a_year=1600)
    Decimal('6.0')
    """
    exact = Decimal(month_hours) * 12 / Decimal(hours_a_year)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def listed(prefixes: Sequence[tuple[str, Trade]] = CPV_TRADES) -> dict[Trade, list[str]]:
    """The CPV prefixes of each trade, for the page that explains."""
    found: dict[Trade, list[str]] = {}
    for prefix, trade in prefixes:
        found.setdefault(trade, []).append(prefix)
    return found
