"""What a search finds on the ground: neighbourhoods of the list in force, then communes."""

from datetime import datetime

from django.urls import reverse

from quartiers.kernel.search import MOST, Group, Hit
from quartiers.territory.queries import places
from quartiers.territory.rules import Generation


def search(words: str, *, now: datetime) -> list[Group]:
    """Three queries."""
    quarters = places.holding(places.neighbourhoods().filter(generation=Generation.Y2024), words)[: MOST + 1]
    towns = places.holding(places.communes().filter(parent=None), words)[: MOST + 1]
    return [
        Group(
            "Quartiers prioritaires",
            tuple(
                Hit(
                    one.name,
                    ", ".join([*(town.name for town in one.communes.all()), one.department.name]),
                    reverse("desks:neighbourhood", args=[one.code]),
                )
                for one in quarters
            ),
            reverse("territory:neighbourhoods", query={"q": words}),
        ),
        Group(
            "Communes",
            tuple(
                Hit(one.name, f"{one.department.name}, {one.code}", reverse("territory:commune", args=[one.code]))
                for one in towns
            ),
            reverse("territory:communes", query={"q": words}),
        ),
    ]
