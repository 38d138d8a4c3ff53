"""What the reading of a file gives: a record, the rows of one contract, or what could not be read."""

from dataclasses import dataclass, field
from typing import Any

from quartiers.kernel.french import NBSP, number


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read: its line in the file, from 1, and a sentence. ``is_end`` when nothing after it is."""

    line: int
    message: str
    is_end: bool = False

    def __str__(self) -> str:
        return f"Ligne {number(self.line)}{NBSP}: {self.message}"


@dataclass(frozen=True, slots=True)
class JsonContract:
    """A record of the schema, with its line."""

    line: int
    record: Any
    concession: bool


@dataclass(frozen=True, slots=True)
class TableContract:
    """The rows of one contract, with the line of the first."""

    line: int
    rows: list[dict[str, str]]


@dataclass
class Reading:
    """How far the reading of a file is, in bytes, and the rows of past states that were left aside."""

    done: int = 0
    total: int = 0
    past_rows: int = 0
    past_lines: list[int] = field(default_factory=list)
