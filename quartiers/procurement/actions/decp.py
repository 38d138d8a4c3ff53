"""Load published contracts (DECP) from a file, as often as one likes.

By batches, each in its transaction: a load that stops is simply run again. A contract whose print is known changes
nothing; of two publications of one contract the newer wins; two of the same day in one file are one contract and its
duplicate.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number, quantity
from quartiers.office.actions import Run, audit
from quartiers.office.rules import Author, Verb
from quartiers.procurement.actions.decp_writing import (
    are_shares_owed,
    owe_shares,
    stored,
    wide_cache,
    write,
    write_shares,
)
from quartiers.procurement.decp_files import JsonContract, Reading, TableContract, Trouble, read
from quartiers.procurement.rules.decp import (
    EXPLAINED,
    HOLDERS,
    NUMBER,
    NUMBERED,
    OBJECT,
    PUBLISHED_ON,
    UID,
    Note,
    Trap,
    Values,
    columns,
    normalised,
    of_row,
)

Progress: TypeAlias = Callable[[int, int], None]
#: Line of the file, values, print.
Line: TypeAlias = tuple[int, Values, str]
LOAD = "procurement.decp_load"
#: Contracts of a transaction. Indexes are written again by each: few large ones cost less than many small ones, and
#: this many are written in a second or two, while others wait.
BATCH = 20_000
#: Letters of objects and holders of a transaction: contracts of hundreds of holders make smaller ones.
HEAVY = 8_000_000
#: Contracts between two words of progress.
STEP = 2_000
MOST_FAULTS, MOST_EXAMPLES = 200, 3
KILO = 1024
UNCHANGED = "Rien n’a changé\u00a0: tout était déjà enregistré."


@dataclass(frozen=True)
class Example:
    """Where a trap was met: line of the file, contract, field, what stood there."""

    line: int
    uid: str
    field: str
    value: str


@dataclass
class DecpReport:
    """What a load did. ``faults`` holds the first records that could not be read, ``refused`` counts them all.

    ``duplicates`` are publications that lost to a newer or earlier one of the same contract; ``past_rows`` rows of the
    table that describe a former state; ``is_whole`` is False when the file stops before its end.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    refused: int = 0
    past_rows: int = 0
    is_whole: bool = True
    faults: list[str] = field(default_factory=list)
    traps: Counter[Trap] = field(default_factory=Counter)
    examples: dict[Trap, list[Example]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Publications met in the file, good or not."""
        return self.created + self.changed + self.unchanged + self.duplicates + self.refused

    @property
    def is_replay(self) -> bool:
        return not self.created and not self.changed

    def note(self, line: int, uid: str, notes: Iterable[Note]) -> None:
        """Count each trap once a contract, and keep the first examples."""
        met: list[Trap] = []
        for one in notes:
            if one.trap not in met:
                met.append(one.trap)
                self.count(one.trap, line, uid, one.field, one.value)

    def count(self, trap: Trap, line: int, uid: str, field: str, value: str) -> None:
        self.traps[trap] += 1
        kept = self.examples.setdefault(trap, [])
        if len(kept) < MOST_EXAMPLES:
            kept.append(Example(line, uid, field, value))

    def refuse(self, line: int, message: str) -> None:
        self.refused += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(f"Ligne {number(line)}{NBSP}: {message}")

    def as_json(self) -> dict[str, Any]:
        """As a file or a page keeps it."""
        return {
            "read": self.read,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "duplicates": self.duplicates,
            "refused": self.refused,
            "past_rows": self.past_rows,
            "is_whole": self.is_whole,
            "sentences": sentences(self),
            "faults": self.faults,
            "traps": [
                {
                    "number": NUMBERED[trap],
                    "code": trap.value,
                    "count": self.traps[trap],
                    "explained": EXPLAINED[trap],
                    "examples": [asdict(one) for one in self.examples.get(trap, [])],
                }
                for trap in Trap
                if self.traps[trap]
            ],
        }


def sentences(report: DecpReport) -> list[str]:
    """What a load did, one French sentence a line."""
    counts = (
        quantity(report.created, "nouveau", "nouveaux"),
        quantity(report.changed, "modifié"),
        quantity(report.unchanged, "inchangé"),
        quantity(report.duplicates, "doublon"),
        quantity(report.refused, "refusé"),
    )
    said = [f"{quantity(report.read, 'contrat lu', 'contrats lus')}{NBSP}: {', '.join(counts)}."]
    if report.is_replay and report.unchanged + report.duplicates:
        said.append(UNCHANGED)
    if report.past_rows:
        rows = quantity(report.past_rows, "ligne d’un état passé", "lignes d’un état passé")
        said.append(
            f"{rows}, laissées de côté.".replace("laissées", "laissées" if report.past_rows > 1 else "laissée")
        )
    if not report.is_whole:
        said.append(
            "Le fichier n’est pas entier. Ce qui précède la coupure est enregistré\u202f; rechargez-le complet."
        )
    return said


def import_decp(path: Path, *, by: Author, now: datetime, progress: Progress, fictional: bool = False) -> DecpReport:
    """Load the contracts of a file, JSON or CSV.

    Args:
        path: the file.
        by: who loads.
        now: instant of the load; its day tells which dates are not credible.
        progress: called now and then with what is read and the whole, in kilobytes; what it raises stops the load.
        fictional: the contracts are invented, for a demonstration.

    Raises:
        RuleBroken: no file, or one that holds no published contracts.
    """
    report, reading = DecpReport(), Reading()
    read_now = _told(_understood(read(path, reading), report, today=now.date()), reading, progress)
    try:
        with _Seen() as seen, wide_cache():
            for batch in _batches(read_now):
                with transaction.atomic():
                    _load(batch, seen, report, now=now, fictional=fictional)
    finally:  # one that is stopped leaves true shares too; one that is killed leaves a debt
        with transaction.atomic():
            if are_shares_owed():
                write_shares()
    progress(reading.done // KILO, max(1, reading.total // KILO))
    report.past_rows = reading.past_rows
    for line in reading.past_lines[:MOST_EXAMPLES]:
        report.count(Trap.PAST_STATE, line, "", "donneesActuelles", "false")
    if reading.past_rows:
        report.traps[Trap.PAST_STATE] = reading.past_rows
    audit(Verb.UPDATE, kind=LOAD, object_id=None, by=by, now=now)
    return report


def load_decp(path: Path, extent: str, by: Author, run: Run) -> dict[str, Any]:
    """Load the file that somebody left on the page, and give the report."""
    report = import_decp(path, by=by, now=run.clock(), progress=run.progress).as_json()
    return report | {"lead": " ".join(report["sentences"])}


# --- Contract by contract -------------------------------------------------------------------------------------------


def _told(found: Iterator[Line], reading: Reading, progress: Progress) -> Iterator[Line]:
    """The same, with a word of progress now and then."""
    for rank, one in enumerate(found, start=1):
        yield one
        if not rank % STEP:
            progress(reading.done // KILO, max(1, reading.total // KILO))


def _batches(found: Iterable[Line]) -> Iterator[list[Line]]:
    """What is written together; the list is emptied when the next is asked, for memory never to hold two."""
    batch: list[Line] = []
    weight = 0
    for one in found:
        batch.append(one)
        weight += len(one[1][OBJECT]) + len(one[1][HOLDERS])
        if len(batch) >= BATCH or weight >= HEAVY:
            yield batch
            batch.clear()
            weight = 0
    if batch:
        yield batch


def _understood(
    found: Iterable[JsonContract | TableContract | Trouble], report: DecpReport, *, today: date
) -> Iterator[Line]:
    """Line of the file, values and print of each contract that can be read."""
    for one in found:
        if isinstance(one, Trouble):
            report.refuse(one.line, one.message)
            report.is_whole = report.is_whole and not one.is_end
            continue
        try:
            if isinstance(one, JsonContract):
                made, notes = normalised(one.record, concession=one.concession, today=today)
            else:
                made, notes = of_row(one.rows, today=today)
        except RuleBroken as broken:
            report.refuse(one.line, broken.message)
            continue
        if notes:
            report.note(one.line, made.uid, notes)
        yield one.line, *columns(made)


class _Seen:
    """Which contracts the file already had, in a private file that the system erases: memory does not follow."""

    def __init__(self) -> None:
        self.base = sqlite3.connect("")
        self.base.execute("PRAGMA journal_mode=OFF")
        self.base.execute("PRAGMA cache_size=-16000")
        self.base.execute("CREATE TABLE seen (uid TEXT PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> "_Seen":
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    def among(self, uids: list[str]) -> set[str]:
        """Those of an earlier batch."""
        marks = ",".join("?" * len(uids))
        return {uid for (uid,) in self.base.execute(f"SELECT uid FROM seen WHERE uid IN ({marks})", uids)}  # noqa: S608  # question marks

    def add(self, uids: Iterable[str]) -> None:
        self.base.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((uid,) for uid in uids))


def _load(batch: list[Line], seen: _Seen, report: DecpReport, *, now: datetime, fictional: bool) -> None:
    uids = sorted({values[UID] for _, values, _ in batch})
    before = stored(uids)
    met = seen.among(list(before)) if before else set()  # what an earlier batch had is stored
    latest = dict(before)
    wanted: dict[str, tuple[Values, str]] = {}
    for line, values, digest in batch:
        uid, published = values[UID], values[PUBLISHED_ON] or ""
        known = latest.get(uid)
        if known is None:
            report.created += 1
        elif known[0] == digest:
            if uid in met:
                _duplicate(line, values, report)
            else:
                report.unchanged += 1
            met.add(uid)
            continue
        elif published < known[1] or (published == known[1] and uid in met):  # what is there is newer, or as new
            _duplicate(line, values, report)
            met.add(uid)
            continue
        elif uid in met:  # a newer publication of one that this load already counted
            _duplicate(line, values, report)
        else:
            report.changed += 1
        met.add(uid)
        latest[uid] = (digest, published)
        wanted[uid] = (values, digest)
    if wanted:
        write([wanted[uid] for uid in uids if uid in wanted], now=now, fictional=fictional)
        owe_shares()
    seen.add(uids)


def _duplicate(line: int, values: Values, report: DecpReport) -> None:
    report.duplicates += 1
    report.count(Trap.DUPLICATE, line, values[UID], "id", values[NUMBER])
