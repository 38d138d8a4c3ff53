"""Files on the disk, outside whatever the web serves: those of a job, in a private folder named by its token, and
those that somebody gave, each under a token of its own.

Folders are readable by the platform's own user alone. They leave with their job; ``purge_expired`` takes those whose
job is gone.
"""

import os
import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import TOKEN

NO_ROOM = "La plateforme n’a pas pu garder votre fichier le temps de le lire. Réessayez dans quelques minutes."


def file_of(token: str, name: str) -> Path:
    """Where a job keeps one of its files, there or not.

    Args:
        token: of the job.
        name: chosen by the code, never by a person.
    """
    return _folder(token) / name


def save_file(token: str, name: str, chunks: Iterable[bytes]) -> Path:
    """Write a file of a job, readable by the platform alone.

    Raises:
        RuleBroken: no room, or no right to write.
    """
    path = file_of(token, name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(chunks)
    except OSError as error:
        erase_files(token)
        raise RuleBroken(NO_ROOM) from error
    return path


def erase_files(token: str) -> None:
    """Erase the folder of a job; safe when there is none."""
    shutil.rmtree(_folder(token), ignore_errors=True)


def tokens_with_files(*, older_than: datetime) -> set[str]:
    """Tokens whose folder has not changed since that instant."""
    root = _root()
    if not root.is_dir():
        return set()
    limit = older_than.timestamp()
    return {folder.name for folder in root.iterdir() if TOKEN.fullmatch(folder.name) and _changed(folder) < limit}


def stored_path(token: str) -> Path:
    """Where the bytes of a file that somebody gave stand, there or not."""
    return _stored_root() / _checked(token)[:2] / token


def store(token: str, content: bytes) -> None:
    """Write the bytes of a file that somebody gave.

    Raises:
        RuleBroken: no room, or no right to write.
    """
    path = stored_path(token)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as error:
        erase_stored(token)
        raise RuleBroken(NO_ROOM) from error


def erase_stored(token: str) -> None:
    """Erase the bytes of a file that somebody gave; safe when there are none."""
    stored_path(token).unlink(missing_ok=True)


def orphans(*, owned: set[str], older_than: datetime) -> set[str]:
    """Tokens of stored bytes that nobody owns, written before that instant."""
    limit = older_than.timestamp()
    found = {path.name for path in _stored_root().glob("*/*") if TOKEN.fullmatch(path.name) and _changed(path) < limit}
    return found - owned


def _stored_root() -> Path:
    return Path(settings.DATA_DIR) / "files"


def _root() -> Path:
    return Path(settings.DATA_DIR) / "tmp"


def _folder(token: str) -> Path:
    return _root() / _checked(token)


def _checked(token: str) -> str:
    if not TOKEN.fullmatch(token):
        raise ValueError("A token is 43 characters of base 64, so that it is never a path.")
    return token


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # erased by another worker meanwhile
        return float("inf")
