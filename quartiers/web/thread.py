"""The thread as data: what happened to someone or something, told by the component «timeline»."""

from dataclasses import dataclass
from enum import StrEnum


class Knot(StrEnum):
    """What a knot of the thread says: done, happening now, to come, stopped, paused."""

    DONE = "done"
    HERE = "here"
    NEXT = "next"
    STOP = "stop"
    PAUSE = "pause"


@dataclass(frozen=True)
class Event:
    """One fact of the thread. ``when`` is the line of the date and of the author, as people read it."""

    title: str
    text: str = ""
    when: str = ""
    knot: Knot = Knot.DONE
