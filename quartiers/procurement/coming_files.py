"""What is to come, as files that other software follows: a calendar, a feed, a table. Public, without subscription."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from icalendar import Calendar, Event, vText

from quartiers.kernel.french import NBSP, day
from quartiers.procurement.published_lists import amount_words, buyer_words, what
from quartiers.procurement.rules.coming import Ahead, full_time_of
from quartiers.web.exports import writable

PRODUCT = "-//Emploi et Quartiers//Contrats qui finissent//FR"
TITLE = "Contrats publics qui finissent bientôt"
MONTHS_HEADER = (
    "Mois", "Contrats qui finissent", "Heures estimées", "dont accords-cadres, au plus", "Heures en préparation",
    "Emplois à temps plein",
)  # fmt: skip


def calendar(rows: Iterable[Any], *, now: datetime) -> bytes:
    """A day for each contract that ends (RFC 5545)."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", TITLE)
    for row in rows:
        event = Event()
        event["uid"] = vText(f"contrat-{row.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
        event.add("summary", f"Fin prévue{NBSP}: {what(row)}")
        event.add("dtstart", row.ends_on)
        event.add("dtend", row.ends_on + timedelta(days=1))
        event.add("dtstamp", now)
        event.add("transp", "TRANSPARENT")
        event.add("url", _address(row))
        event.add("description", _words(row))
        found.add_component(event)
    written: bytes = found.to_ical()
    return written


def feed(rows: Iterable[Any], *, address: str, now: datetime) -> str:
    """An Atom feed (RFC 4287) that any reader follows: a contract enters it when its end comes near."""
    found = Atom1Feed(
        title=TITLE,
        link=settings.SITE_URL + reverse("procurement:coming"),
        description="Une entrée par contrat public qui finit dans les dix-huit mois.",
        language="fr",
        feed_url=settings.SITE_URL + address,
        author_name="Emploi & Quartiers",
    )
    for row in rows:
        found.add_item(
            title=writable(f"{what(row)}, {buyer_words(row)}"),
            link=_address(row),
            description=writable(_words(row)),
            unique_id=_address(row),
            pubdate=row.loaded_at,
            updateddate=row.loaded_at,
        )
    return found.writeString("utf-8")


def months(found: Ahead, *, hours_a_year: int) -> list[list[date | int | Any]]:
    """The rows of the table of months."""
    return [
        [
            one.first,
            one.ending,
            one.renewed,
            one.of_frameworks,
            one.prepared,
            full_time_of(one.hours, hours_a_year=hours_a_year),
        ]
        for one in found.months
    ]


def _address(row: Any) -> str:
    return settings.SITE_URL + reverse("procurement:published_contract", args=[row.pk])


def _words(row: Any) -> str:
    return (
        f"{buyer_words(row)}. {amount_words(row)} hors taxes. Fin prévue le {day(row.ends_on)}, calculée d’après la "
        "durée publiée. L’acheteur peut le relancer, le prolonger ou l’arrêter."
    )
