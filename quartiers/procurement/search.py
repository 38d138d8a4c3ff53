"""What a search finds for who buys: clauses to copy."""

from datetime import datetime

from django.urls import reverse

from quartiers.kernel.search import MOST, Group, Hit
from quartiers.procurement.rules.catalogue import FAMILIES, find

FAMILY = {one.code: one.title for one in FAMILIES}


def search(words: str, *, now: datetime) -> list[Group]:
    """No query: clauses are rules."""
    return [
        Group(
            "Clauses à copier",
            tuple(
                Hit(one.title, FAMILY[one.family], reverse("procurement:clause", args=[one.code]))
                for one in find(words)[: MOST + 1]
            ),
            reverse("procurement:clauses", query={"q": words}),
        )
    ]
