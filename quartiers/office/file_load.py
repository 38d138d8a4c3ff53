"""The one way to bring a large file of an official source in by a page, for who administers the platform.

A room lists its files in ``file_loads.py``, ``LOADS = [FileLoad(…)]``; the pages (deposit, progress, stop, report) and
the job come with it, at ``/chargements/<code>/``. A table that somebody filled in is another thing: ``table_import``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from quartiers.office.rules import Author
from quartiers.web.rooms import room_modules

if TYPE_CHECKING:
    from quartiers.office.actions import Run

Load: TypeAlias = "Callable[[Path, str, Author, Run], dict[str, Any]]"


@dataclass(frozen=True)
class FileLoad:
    """A kind of file, declared once.

    Args:
        code: in the address, unaccented.
        title: of the page: what one comes to do.
        lead: what such a file is, and that it can be loaded again without risk.
        label: of the field.
        help: what is accepted, in words.
        suffixes: how the name of a file may end; the copy that is read ends alike.
        max_bytes: beyond, the page sends to ``command``.
        command: the command that does the same without a browser.
        aside: template of what stands beside the form: where such files are found.
        report: template of what a load did, shown under ``result["lead"]``.
        stopped: what became of a load that is stopped, in one sentence.
        back: words and name of the page to go to afterwards.
        load: reads the file and writes, with the choice among ``extents``; tells ``run.progress`` in kilobytes, at
            least every minute; what it returns is JSON with its sentence under ``lead``. It may run twice.
        extents: what the file holds, as choices; the first is the safest.
    """

    code: str
    title: str
    lead: str
    label: str
    help: str
    suffixes: tuple[str, ...]
    max_bytes: int
    command: str
    aside: str
    report: str
    stopped: str
    back: tuple[str, str]
    load: Load
    extents: tuple[tuple[str, str], ...] = ()

    def suffix_of(self, name: str) -> str | None:
        """How this name ends, among those that are accepted."""
        return next((one for one in self.suffixes if name.lower().endswith(one)), None)


def file_load(code: str) -> FileLoad | None:
    """The kind of file of this code."""
    return next((one for module in room_modules("file_loads") for one in module.LOADS if one.code == code), None)
