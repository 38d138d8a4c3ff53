"""What a search finds among organisations: the structures of the directory, the Cités."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from quartiers.actors.queries import directory
from quartiers.actors.queries.accounts import kind_label
from quartiers.actors.queries.cites import cites
from quartiers.kernel.search import MOST, Group, Hit
from quartiers.territory.names import search_name
from quartiers.territory.queries.places import holding


def search(words: str, *, now: datetime) -> list[Group]:
    """Two queries."""
    structures = holding(directory.structures(), words)[: MOST + 1]
    asked = search_name(words).split()
    named = [one for one in cites() if all(word in search_name(f"{one.name} {settings.CITE_NAME}") for word in asked)]
    return [
        Group(
            "Structures",
            tuple(
                Hit(
                    one.name,
                    ", ".join(filter(None, (kind_label(one.kind), one.site_city))),
                    reverse("structures:structure", args=[one.pk]),
                )
                for one in structures
            ),
            reverse("structures:list", query={"q": words}),
        ),
        Group(
            settings.CITE_NAME,
            tuple(Hit(one.name, str(one.bearer), reverse("cites:cite", args=[one.slug])) for one in named[: MOST + 1]),
            reverse("cites:list"),
        ),
    ]
