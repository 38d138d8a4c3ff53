"""What a search finds in exchanges: sessions to come, practices."""

from datetime import datetime

from django.urls import reverse

from quartiers.exchanges.queries import public
from quartiers.exchanges.rules import Lever
from quartiers.exchanges.shown import when
from quartiers.kernel.search import MOST, Group, Hit
from quartiers.territory.names import search_name

#: Sessions to come that are read: none has its words folded in the database.
READ = 200


def search(words: str, *, now: datetime) -> list[Group]:
    """Two queries."""
    asked = search_name(words).split()
    sessions = [
        one
        for one in public.coming_sessions(now=now)[:READ]
        if all(word in search_name(f"{one.title} {one.question} {one.cycle.title}") for word in asked)
    ]
    cards = public.practices()
    for word in asked:
        cards = cards.filter(search_text__contains=word)
    return [
        Group(
            "Rencontres à venir",
            tuple(
                Hit(one.title, when(one), reverse("exchanges:cycle", args=[one.cycle.slug]))
                for one in sessions[: MOST + 1]
            ),
            reverse("exchanges:cycles"),
        ),
        Group(
            "Pratiques",
            tuple(
                Hit(one.title, Lever(one.lever).label, reverse("exchanges:practice", args=[one.pk]))
                for one in cards[: MOST + 1]
            ),
            reverse("exchanges:practices", query={"q": words}),
        ),
    ]
