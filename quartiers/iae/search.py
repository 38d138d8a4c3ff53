"""What a search finds in insertion: what a territory lacks, open posts that may be believed."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from quartiers.iae.queries.employers import posts
from quartiers.kernel.search import MOST, Group, Hit
from quartiers.territory.names import search_name
from quartiers.territory.queries import grounds

LEVELS = {"departement": "département", "epci": "intercommunalité", "region": "région"}


def search(words: str, *, now: datetime) -> list[Group]:
    """Two queries."""
    rows = posts(timezone.localdate(now))
    for word in search_name(words).split():
        rows = rows.filter(search_text__contains=word)
    return [
        Group(
            "Zones blanches d’un territoire",
            tuple(
                Hit(where.name, LEVELS[where.level], reverse("iae:zones", query={"territoire": where.key}))
                for where in grounds.territories_named(words)[: MOST + 1]
            ),
            reverse("iae:zones"),
        ),
        Group(
            "Postes ouverts en insertion",
            tuple(
                Hit(
                    one.title,
                    ", ".join(filter(None, (one.organisation.name, one.site_city))),
                    reverse("iae:employer", args=[one.organisation_id]),
                )
                for one in rows.order_by("title", "pk")[: MOST + 1]
            ),
            reverse("iae:posts", query={"q": words}),
        ),
    ]
