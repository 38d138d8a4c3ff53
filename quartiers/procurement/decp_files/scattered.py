"""Contracts whose rows stand apart in a table, put together on the disk: memory does not follow."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeAlias

from quartiers.procurement.decp_files.records import TableContract

#: The rows that tell the present state, among those of one contract.
Current: TypeAlias = Callable[[list[dict[str, str]]], list[dict[str, str]]]


class Scattered:
    """The contracts whose rows do not follow each other, in a private file that the system erases."""

    def __init__(self, current: Current) -> None:
        self.current = current
        self.base = sqlite3.connect("")
        self.base.execute("PRAGMA journal_mode=OFF")
        self.base.execute("PRAGMA cache_size=-16000")
        self.base.execute("CREATE TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("CREATE TABLE apart (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("CREATE TABLE kept (name TEXT, line INTEGER, row TEXT)")
        self.any = False

    def __enter__(self) -> "Scattered":
        return self

    def __exit__(self, *_: object) -> None:
        self.base.close()

    def find(self, names: Iterator[str]) -> int:
        """Read the names once; how many rows there are."""
        count, before, run = 0, None, []
        for name in names:
            count += 1
            if name == before:
                continue
            before = name
            run.append(name)
            if len(run) == 2_000:
                self._note(run)
                run = []
        self._note(run)
        self.base.execute("DROP TABLE seen")
        return count

    def _note(self, run: list[str]) -> None:
        twice = {name for name, count in Counter(run).items() if count > 1}
        marks = ",".join("?" * len(run))
        twice |= {name for (name,) in self.base.execute(f"SELECT name FROM seen WHERE name IN ({marks})", run)}  # noqa: S608  # question marks
        self.base.executemany("INSERT OR IGNORE INTO seen VALUES (?)", ((name,) for name in run))
        self.base.executemany("INSERT OR IGNORE INTO apart VALUES (?)", ((name,) for name in twice))
        self.any = self.any or bool(twice)

    def holds(self, name: str) -> bool:
        if not self.any:
            return False
        return self.base.execute("SELECT 1 FROM apart WHERE name = ?", (name,)).fetchone() is not None

    def keep(self, name: str, line: int, row: dict[str, str]) -> None:
        self.base.execute("INSERT INTO kept VALUES (?, ?, ?)", (name, line, json.dumps(row)))

    def contracts(self) -> Iterator[TableContract]:
        name, first = None, 0
        group: list[dict[str, str]] = []
        for other, line, row in self.base.execute("SELECT name, line, row FROM kept ORDER BY name, line"):
            if other != name and group:
                yield TableContract(first, self.current(group))
                group = []
            if not group:
                first = line
            name = other
            group.append(json.loads(row))
        if group:
            yield TableContract(first, self.current(group))
