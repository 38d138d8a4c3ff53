"""Figures of a cycle, each through the disclosure control of its audience."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.exchanges.models import Cycle, Need, Registration, Session, SurveyAnswer
from quartiers.exchanges.rules import Audience, Nature, Place, Presence, Stage
from quartiers.kernel import disclosure
from quartiers.kernel.disclosure import Cell, Masked

CAME = (Presence.PRESENT, Presence.LATE)


@dataclass(frozen=True)
class SessionFigures:
    """A session that took place, or will: registered, present, and the rate of presence."""

    title: str
    registered: Cell
    present: Cell | None
    rate: Decimal | Masked | None


@dataclass(frozen=True)
class Figures:
    """What a cycle gathered: (label, count) pairs, then their total."""

    sessions: tuple[SessionFigures, ...]
    by_audience: tuple[tuple[str, Cell], ...]
    registered: Cell
    by_nature: tuple[tuple[str, Cell], ...]
    needs: Cell
    by_mark: tuple[tuple[str, Cell], ...]
    opinions: Cell


#: What a mark says, from the best.
MARKS = ((5, "beaucoup"), (4, "assez"), (3, "en partie"), (2, "peu"), (1, "pas du tout"))


def figures(cycle: Cycle, *, readers: disclosure.Audience, on: date) -> Figures:
    """Registrations and presences by session, registrations by audience, needs by nature, opinions; five queries.

    The counts of sessions are shown without total: one person may come to several.

    Args:
        cycle: whose people, forgotten ones included.
        readers: who will read.
        on: day of the publication.
    """
    placed = Registration.objects.filter(session__cycle=cycle, place=Place.CONFIRMED)
    rows = list(placed.values_list("session", "participant", "participant__audience", "presence"))
    sessions = [
        _session(one, [row for row in rows if row[0] == one.pk], readers, on)
        for one in Session.objects.filter(cycle=cycle).exclude(stage=Stage.DRAFT)
    ]
    audiences = Counter({participant: audience for _, participant, audience, _ in rows}.values())
    natures = Counter(Need.objects.filter(cycle=cycle).order_by().values_list("nature", flat=True))
    people = disclosure.protect_list([audiences[one] for one in Audience], audience=readers, on=on)
    needs = disclosure.protect_list([natures[one] for one in Nature], audience=readers, on=on)
    given = Counter(
        SurveyAnswer.objects.filter(session__cycle=cycle).order_by().values_list("satisfaction", flat=True)
    )
    marks = disclosure.protect_list([given[mark] for mark, _ in MARKS], audience=readers, on=on)
    return Figures(
        tuple(sessions),
        tuple(zip((one.label for one in Audience), people.cells, strict=True)),
        people.total,
        tuple(zip((one.label for one in Nature), needs.cells, strict=True)),
        needs.total,
        tuple(zip((words for _, words in MARKS), marks.cells, strict=True)),
        marks.total,
    )


def _session(
    session: Session, rows: Sequence[tuple[int, int, str, str]], readers: disclosure.Audience, on: date
) -> SessionFigures:
    noted = [presence for *_, presence in rows if presence != Presence.UNKNOWN]
    came = sum(one in CAME for one in noted)
    if not noted:
        return SessionFigures(session.title, disclosure.protect_count(len(rows), audience=readers, on=on), None, None)
    shown = disclosure.protect_list([came, len(rows) - came], audience=readers, on=on)
    rate = disclosure.protect_rate(came, len(rows), audience=readers, on=on)
    return SessionFigures(session.title, shown.total, shown.cells[0], rate)
