"""The practices as a feed that any reader follows (RFC 4287)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from quartiers.exchanges.models import Practice
from quartiers.web.exports import writable
from quartiers.web.links import absolute

TITLE = "Pratiques entendues dans les échanges"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
MOST = 30


def practice_feed(practices: Iterable[Practice]) -> str:
    """An entry for each published card, in the order given."""
    found = Atom1Feed(
        title=TITLE,
        link=absolute(reverse("exchanges:practices")),
        description="Le contexte, ce qui a été fait, le résultat.",
        language="fr",
        feed_url=absolute(reverse("exchanges:practice_feed")),
        author_name="Emploi & Quartiers",
    )
    for one in practices:
        address = absolute(reverse("exchanges:practice", args=[one.pk]))
        on = datetime.combine(one.published_on or date.min, time(), UTC)
        found.add_item(
            title=writable(one.title),
            link=address,
            description=writable(f"{one.context} {one.done} {one.result}"),
            unique_id=address,
            pubdate=on,
            updateddate=on,
        )
    written: str = found.writeString("utf-8")
    return written
