"""Facts: what a lower room tells, and an upper room listens to, in the same transaction.

A fact is a frozen dataclass in the ``rules.py`` of the room where it happens. ``grep '@on('`` lists every reaction.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F")
_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on(kind: type[F]) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Register the decorated function as a listener of ``kind``; registering twice changes nothing."""

    def register(listener: Callable[[F], None]) -> Callable[[F], None]:
        if listener not in _listeners[kind]:
            _listeners[kind].append(listener)
        return listener

    return register


def publish(fact: object) -> None:
    """Call each listener of the fact's type, in the order of their registration."""
    for listener in _listeners[type(fact)]:
        listener(fact)
