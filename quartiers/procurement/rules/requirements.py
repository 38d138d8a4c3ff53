"""What a text asks of something, line by line: a red line that says what to do, and turns green once it is done."""

from dataclasses import dataclass

from quartiers.kernel.words import Worded


class State(Worded):
    """The kind of a badge, and its words."""

    DONE = "ok", "fait"
    MISSING = "bad", "il manque"
    UNKNOWN = "warn", "non vérifié"
    TOLD = "info", "à savoir"


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked, whether it is there, and what to do.

    Args:
        code: stable.
        title: French.
        article: where it is written.
        state: whether it is there.
        words: what to do, or what to know; may be empty.
    """

    code: str
    title: str
    article: str
    state: State
    words: str


def told(code: str, title: str, article: str, is_there: bool, remedy: str) -> Requirement:
    """A line that is there, or that says what to do."""
    return Requirement(code, title, article, State.DONE if is_there else State.MISSING, "" if is_there else remedy)
