"""What a search finds in insertion: open posts that may be believed."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from quartiers.iae.queries.employers import posts
from quartiers.kernel.search import MOST, Group, Hit
from quartiers.territory.names import search_name


def search(words: str, *, now: datetime) -> list[Group]:
    """One query."""
    rows = posts(timezone.localdate(now))
    for word in search_name(words).split():
        rows = rows.filter(search_text__contains=word)
    return [
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
        )
    ]
