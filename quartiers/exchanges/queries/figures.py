"""Figures of a cycle, each through the disclosure control of its audience."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from quartiers.exchanges.models import Cycle, Need, Registration, Session, SurveyAnswer
from quartiers.exchanges.queries.places import quarters_of
from quartiers.exchanges.rules import Audience, Nature, Place, Presence, Stage
from quartiers.kernel import disclosure
from quartiers.kernel.disclosure import Cell, Masked

CAME = (Presence.PRESENT, Presence.LATE)
#: Where somebody comes from when the commune she typed is not one that is known here.
ELSEWHERE = "Ailleurs, ou non précisé"
#: Who typed no priority neighbourhood, or one that is not known here.
NO_QUARTER = "Aucun quartier reconnu"
#: What a mark says, from the best.
MARKS = ((5, "beaucoup"), (4, "assez"), (3, "en partie"), (2, "peu"), (1, "pas du tout"))


@dataclass(frozen=True)
class Line:
    """People under one label: registered, present, and the part of those who came; None where nothing was noted."""

    label: str
    registered: Cell
    present: Cell | None = None
    rate: Decimal | Masked | None = None


@dataclass(frozen=True)
class Figures:
    """What a cycle gathered. Sessions have no total: one person may come to several."""

    sessions: tuple[Line, ...]
    by_audience: tuple[Line, ...]
    by_territory: tuple[Line, ...]
    by_neighbourhood: tuple[Line, ...]
    registered: Cell
    by_nature: tuple[tuple[str, Cell], ...]
    needs: Cell
    by_mark: tuple[tuple[str, Cell], ...]
    opinions: Cell

    def rows(self) -> list[tuple[str | int | Decimal, ...]]:
        """Everything in one sheet: table, line, count, present, rate; what is masked in its words."""
        found: list[tuple[str | int | Decimal, ...]] = []
        for table, lines in (
            ("Séances", self.sessions),
            ("Publics", self.by_audience),
            ("Territoires", self.by_territory),
            ("Quartiers", self.by_neighbourhood),
        ):
            for one in lines:
                found.append((table, one.label, *(_plain(cell) for cell in (one.registered, one.present, one.rate))))
        for table, counts in (("Natures de besoin", self.by_nature), ("Avis", self.by_mark)):
            found.extend((table, label, _plain(count), "", "") for label, count in counts)
        return found


@dataclass(frozen=True)
class _Table:
    """The same people under the labels of one table, how many in all, and how many came; None when it is not told."""

    lines: tuple[Line, ...]
    registered: Cell
    present: Cell | None


@dataclass(frozen=True)
class _Person:
    """Where she comes from, as what, and whether she came; None when nobody noted it."""

    audience: str
    territory: str
    neighbourhood: str
    came: bool | None


def figures(cycle: Cycle, *, readers: disclosure.Audience, on: date) -> Figures:
    """Registrations and presences by session, audience and territory, needs by nature, opinions; at most six queries.

    A territory is the intercommunality of the commune, or of the neighbourhood, that a person gave; neighbourhoods are
    counted where at least one was recognised.

    Args:
        cycle: whose people, forgotten ones included.
        readers: who will read.
        on: day of the publication.
    """
    placed = Registration.objects.filter(session__cycle=cycle, place=Place.CONFIRMED).order_by()
    rows = list(
        placed.values_list(
            "session",
            "participant",
            "participant__audience",
            "participant__commune__epci__name",
            "participant__neighbourhood",
            "presence",
        )
    )
    people = _people(rows, quarters_of({row[4] for row in rows} - {None}))
    natures = Counter(Need.objects.filter(cycle=cycle).order_by().values_list("nature", flat=True))
    needs = disclosure.protect_list([natures[one] for one in Nature], audience=readers, on=on)
    answers = SurveyAnswer.objects.filter(session__cycle=cycle).order_by()
    given = Counter(answers.values_list("satisfaction", flat=True))
    marks = disclosure.protect_list([given[mark] for mark, _ in MARKS], audience=readers, on=on)
    places = [*sorted({one.territory for one in people} - {ELSEWHERE}), ELSEWHERE]
    by_audience = _table(
        {one.value: one.label for one in Audience}, [(one.audience, one.came) for one in people], readers, on
    )
    by_territory = _table({one: one for one in places}, [(one.territory, one.came) for one in people], readers, on)
    quarters = [*sorted({one.neighbourhood for one in people} - {NO_QUARTER}), NO_QUARTER]
    by_neighbourhood = _table(
        {one: one for one in quarters}, [(one.neighbourhood, one.came) for one in people], readers, on
    )
    sessions = [
        _session(one, [row[-1] for row in rows if row[0] == one.pk], readers, on)
        for one in Session.objects.filter(cycle=cycle).exclude(stage=Stage.DRAFT)
    ]
    # Everybody of a cycle of one session came to that one: its row counts the same people as the tables.
    alone = [_Table((one,), one.registered, one.present) for one in sessions] if len(sessions) == 1 else []
    audiences, territories, inside, *only = linked([by_audience, by_territory, by_neighbourhood, *alone])
    return Figures(
        only[0].lines if only else tuple(sessions),
        audiences.lines,
        territories.lines,
        inside.lines if len(quarters) > 1 else (),
        audiences.registered,
        tuple(zip((one.label for one in Nature), needs.cells, strict=True)),
        needs.total,
        tuple(zip((words for _, words in MARKS), marks.cells, strict=True)),
        marks.total,
    )


def _people(
    rows: Sequence[tuple[int, int, str, str | None, str | None, str]], quarters: Mapping[str, tuple[str, str]]
) -> list[_Person]:
    """Each person once: she came if she came to one session."""
    found: dict[int, _Person] = {}
    for _, number, audience, territory, quarter, presence in rows:
        before = found[number].came if number in found else None
        noted = None if presence == Presence.UNKNOWN else presence in CAME
        came = before if noted is None else noted or bool(before)
        name, around = quarters.get(quarter or "", (NO_QUARTER, ""))
        found[number] = _Person(audience, territory or around or ELSEWHERE, name, came)
    return list(found.values())


def _session(session: Session, presences: Sequence[str], readers: disclosure.Audience, on: date) -> Line:
    came = sum(one in CAME for one in presences)
    if all(one == Presence.UNKNOWN for one in presences):
        return Line(session.title, disclosure.protect_count(len(presences), audience=readers, on=on))
    shown = disclosure.protect_list([came, len(presences) - came], audience=readers, on=on)
    return Line(session.title, shown.total, shown.cells[0], _rate(came, len(presences), shown.cells[0], readers, on))


def linked(tables: Sequence[_Table]) -> list[_Table]:
    """Tables of the same people: a total that one of them masks is given back by none of the others.

    A table whose own total is shown would tell it: its lines are masked.
    """
    if any(isinstance(one.registered, Masked) for one in tables):
        tables = [one if isinstance(one.registered, Masked) else _masked(one) for one in tables]
    if any(isinstance(one.present, Masked) for one in tables):
        tables = [one if isinstance(one.present, Masked) else _without_presences(one) for one in tables]
    return list(tables)


def _masked(table: _Table) -> _Table:
    lines = tuple(replace(one, registered=Masked()) for one in table.lines)
    return _without_presences(replace(table, lines=lines, registered=Masked()))


def _without_presences(table: _Table) -> _Table:
    if table.present is None:
        return table
    return replace(
        table, lines=tuple(replace(one, present=Masked(), rate=Masked()) for one in table.lines), present=Masked()
    )


def _table(
    labels: Mapping[str, str],
    people: Sequence[tuple[Hashable, bool | None]],
    readers: disclosure.Audience,
    on: date,
) -> _Table:
    """Registered, present and rate under each label, protected together, and how many persons in all.

    Presences are shown only where some were noted, and only where showing them does not cost the total.
    """
    registered = Counter(key for key, _ in people)
    came = Counter(key for key, is_present in people if is_present)
    alone = _registered(labels, registered, readers, on)
    if all(is_present is None for _, is_present in people):
        return alone
    table = disclosure.protect_table(
        [[came[key], registered[key] - came[key]] for key in labels], audience=readers, on=on
    )
    if isinstance(table.total, Masked):
        untold = tuple(replace(one, present=Masked(), rate=Masked()) for one in alone.lines)
        return replace(alone, lines=untold)
    lines = tuple(
        Line(label, whole, cells[0], _rate(came[key], registered[key], cells[0], readers, on))
        for (key, label), whole, cells in zip(labels.items(), table.row_totals, table.cells, strict=True)
    )
    return _Table(lines, table.total, table.column_totals[0])


def _registered(
    labels: Mapping[str, str], registered: Mapping[Hashable, int], readers: disclosure.Audience, on: date
) -> _Table:
    shown = disclosure.protect_list([registered.get(key, 0) for key in labels], audience=readers, on=on)
    lines = tuple(Line(label, cell) for label, cell in zip(labels.values(), shown.cells, strict=True))
    return _Table(lines, shown.total, None)


def _rate(part: int, whole: int, shown: Cell, readers: disclosure.Audience, on: date) -> Decimal | Masked:
    """A rate would give back a count that is masked beside it."""
    return Masked() if isinstance(shown, Masked) else disclosure.protect_rate(part, whole, audience=readers, on=on)


def _plain(cell: Cell | Decimal | None) -> str | int | Decimal:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, Masked) else cell
