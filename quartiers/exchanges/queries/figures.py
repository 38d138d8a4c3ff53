"""Figures of a cycle, each through the disclosure control of its audience."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.exchanges.models import Cycle, Need, Registration, Session, SurveyAnswer
from quartiers.exchanges.rules import Audience, Nature, Place, Presence, Stage
from quartiers.kernel import disclosure
from quartiers.kernel.disclosure import Cell, Masked

CAME = (Presence.PRESENT, Presence.LATE)
#: Where somebody comes from when the commune she typed is not one that is known here.
ELSEWHERE = "Ailleurs, ou non précisé"
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
        ):
            for one in lines:
                found.append((table, one.label, *(_plain(cell) for cell in (one.registered, one.present, one.rate))))
        for table, counts in (("Natures de besoin", self.by_nature), ("Avis", self.by_mark)):
            found.extend((table, label, _plain(count), "", "") for label, count in counts)
        return found


@dataclass(frozen=True)
class _Person:
    """Where she comes from, as what, and whether she came; None when nobody noted it."""

    audience: str
    territory: str
    came: bool | None


def figures(cycle: Cycle, *, readers: disclosure.Audience, on: date) -> Figures:
    """Registrations and presences by session, audience and territory, needs by nature, opinions; four queries.

    A territory is the intercommunality of the commune that a person gave.

    Args:
        cycle: whose people, forgotten ones included.
        readers: who will read.
        on: day of the publication.
    """
    placed = Registration.objects.filter(session__cycle=cycle, place=Place.CONFIRMED).order_by()
    rows = list(
        placed.values_list(
            "session", "participant", "participant__audience", "participant__commune__epci__name", "presence"
        )
    )
    people = _people(rows)
    natures = Counter(Need.objects.filter(cycle=cycle).order_by().values_list("nature", flat=True))
    needs = disclosure.protect_list([natures[one] for one in Nature], audience=readers, on=on)
    answers = SurveyAnswer.objects.filter(session__cycle=cycle).order_by()
    given = Counter(answers.values_list("satisfaction", flat=True))
    marks = disclosure.protect_list([given[mark] for mark, _ in MARKS], audience=readers, on=on)
    places = [*sorted({one.territory for one in people} - {ELSEWHERE}), ELSEWHERE]
    audiences, by_audience = _lines(
        {one.value: one.label for one in Audience}, [(one.audience, one.came) for one in people], readers, on
    )
    territories, by_territory = _lines(
        {one: one for one in places}, [(one.territory, one.came) for one in people], readers, on
    )
    return Figures(
        tuple(
            _session(one, [row[-1] for row in rows if row[0] == one.pk], readers, on)
            for one in Session.objects.filter(cycle=cycle).exclude(stage=Stage.DRAFT)
        ),
        audiences,
        territories,
        by_territory if isinstance(by_territory, Masked) else by_audience,
        tuple(zip((one.label for one in Nature), needs.cells, strict=True)),
        needs.total,
        tuple(zip((words for _, words in MARKS), marks.cells, strict=True)),
        marks.total,
    )


def _people(rows: Sequence[tuple[int, int, str, str | None, str]]) -> list[_Person]:
    """Each person once: she came if she came to one session."""
    found: dict[int, _Person] = {}
    for _, number, audience, territory, presence in rows:
        before = found[number].came if number in found else None
        noted = None if presence == Presence.UNKNOWN else presence in CAME
        came = before if noted is None else noted or bool(before)
        found[number] = _Person(audience, territory or ELSEWHERE, came)
    return list(found.values())


def _session(session: Session, presences: Sequence[str], readers: disclosure.Audience, on: date) -> Line:
    came = sum(one in CAME for one in presences)
    if all(one == Presence.UNKNOWN for one in presences):
        return Line(session.title, disclosure.protect_count(len(presences), audience=readers, on=on))
    shown = disclosure.protect_list([came, len(presences) - came], audience=readers, on=on)
    return Line(session.title, shown.total, shown.cells[0], _rate(came, len(presences), shown.cells[0], readers, on))


def _lines(
    labels: Mapping[str, str],
    people: Sequence[tuple[Hashable, bool | None]],
    readers: disclosure.Audience,
    on: date,
) -> tuple[tuple[Line, ...], Cell]:
    """Registered, present and rate under each label, protected together, and how many persons in all.

    Presences are shown only where some were noted.
    """
    registered = Counter(key for key, _ in people)
    came = Counter(key for key, is_present in people if is_present)
    if all(is_present is None for _, is_present in people):
        shown = disclosure.protect_list([registered[key] for key in labels], audience=readers, on=on)
        lines = tuple(Line(label, cell) for label, cell in zip(labels.values(), shown.cells, strict=True))
        return lines, shown.total
    table = disclosure.protect_table(
        [[came[key], registered[key] - came[key]] for key in labels], audience=readers, on=on
    )
    lines = tuple(
        Line(label, whole, cells[0], _rate(came[key], registered[key], cells[0], readers, on))
        for (key, label), whole, cells in zip(labels.items(), table.row_totals, table.cells, strict=True)
    )
    return lines, table.total


def _rate(part: int, whole: int, shown: Cell, readers: disclosure.Audience, on: date) -> Decimal | Masked:
    """A rate would give back a count that is masked beside it."""
    return Masked() if isinstance(shown, Masked) else disclosure.protect_rate(part, whole, audience=readers, on=on)


def _plain(cell: Cell | Decimal | None) -> str | int | Decimal:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, Masked) else cell
