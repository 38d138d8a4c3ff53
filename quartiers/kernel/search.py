"""What a search over everything public finds: plain data, that each room brings for its own matters.

A room brings ``search.py`` with ``search(words, *, now) -> list[Group]``: only what anybody may read, nothing of
persons, in the same number of queries whatever there is. The floor above shows the groups, floor by floor.
"""

from dataclasses import dataclass

#: Hits of one group on the page of the search; its own list holds them all.
MOST = 5


@dataclass(frozen=True)
class Hit:
    """One answer: its name, what tells it from another, its page."""

    title: str
    under: str
    address: str


@dataclass(frozen=True)
class Group:
    """The answers of one kind.

    Args:
        title: what they are, a plural.
        hits: one more than ``MOST`` when there are more.
        all: address of their own list, asked for the same words.
    """

    title: str
    hits: tuple[Hit, ...]
    all: str

    @property
    def shown(self) -> tuple[Hit, ...]:
        return self.hits[:MOST]

    @property
    def has_more(self) -> bool:
        return len(self.hits) > MOST
