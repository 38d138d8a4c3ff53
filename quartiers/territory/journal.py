"""Answers written as they come, so that a long work that is killed goes on where it stopped.

One JSON value a line: first what the work is about, then the answers of each chunk. A line that was cut is dropped.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.web.exports import Cell


class Journal:
    """The answers already found; ``rows`` says how many. One process at a time holds it."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.rows = 0
        self._file = file
        self._start = 0

    def append(self, answers: Sequence[Sequence[Cell]]) -> None:
        """Keep the answers of a chunk: they are on the disk when it returns."""
        self._write(answers)
        self.rows += len(answers)

    def answers(self) -> Iterator[list[Cell]]:
        """Every answer, in the order of the rows; one chunk in memory."""
        self._file.seek(self._start)
        for line in self._file:
            yield from json.loads(line)

    def read(self, about: dict[str, Any]) -> bool:
        """Find where the work stopped; False when the journal is about another work."""
        first = self._file.readline()
        if not first.endswith(b"\n"):
            self._restart(about)
            return True
        if json.loads(first) != about:
            return False
        end = self._start = self._file.tell()
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            self.rows += len(json.loads(line))
            end += len(line)
        self._file.truncate(end)
        self._file.seek(end)
        return True

    def _restart(self, about: dict[str, Any]) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._write(about)
        self._start = self._file.tell()

    def _write(self, value: Any) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def open_journal(path: Path, about: dict[str, Any], *, resume: bool) -> Iterator[Journal]:
    """The journal of a work, begun or continued; the caller removes it when the answers are delivered.

    Args:
        path: where it stands, readable by its owner alone.
        about: whatever would change the answers; a journal about something else is not continued.
        resume: False begins anew.

    Raises:
        RuleBroken: it cannot be written, another process holds it, or it is about another work.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise RuleBroken(
            f"Impossible d’écrire dans le dossier «{NBSP}{path.parent.name}{NBSP}». Vérifiez qu’il existe et que vous "
            "avez le droit d’y écrire."
        ) from error
    with os.fdopen(descriptor, "r+b") as file:
        _hold(file)
        if not resume:
            file.truncate(0)
        journal = Journal(path, file)
        if not journal.read(about):
            raise RuleBroken(
                f"Un travail interrompu attend ici, mais le fichier, la date, les contours ou les options ont changé "
                f"depuis. Ajoutez --no-resume pour tout recommencer, ou effacez «{NBSP}{path.name}{NBSP}»."
            )
        yield journal


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read block by block."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put_in_place(draft: Path, target: Path) -> None:
    """Give a finished file its name: whole on the disk before, and the name kept after a power cut."""
    for path in (draft, draft.parent):
        _sync(path)
    draft.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _hold(file: IO[bytes]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise RuleBroken("Ce fichier est déjà en cours de traitement. Attendez la fin, puis recommencez.") from error
