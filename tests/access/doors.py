"""One line of the access matrix: how to knock at an address, and who gets what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Filled: TypeAlias = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
#: A visitor is sent to sign in.
SIGN_IN = 302


@dataclass(frozen=True)
class Door:
    """How to knock, and who gets what.

    Args:
        visitor: status for a visitor.
        demo: status for a visitor of a demonstration, when it differs.
        signed: status for whoever has an account; that of the visitor when it is not given.
        kinds: status for these kinds of user (names of ``tests.people.KINDS``), when it differs from ``signed``.
        method: HTTP method.
        kwargs: what the address holds, or a function that makes it once the people are there.
        query: what stands after the question mark.
        body: of a request to the API, sent as JSON.
        data: of a form.
    """

    visitor: int
    demo: int | None = None
    signed: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    method: str = "get"
    kwargs: Filled = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    data: Filled = field(default_factory=dict)

    def status_for(self, kind: str) -> int:
        """What this kind of user must get."""
        signed = self.visitor if self.signed is None else self.signed
        return self.kinds.get(kind, signed)


def filled(values: Filled) -> dict[str, Any]:
    return dict(values() if callable(values) else values)
