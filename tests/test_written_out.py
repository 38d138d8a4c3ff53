"""What leaves in a file, whatever was typed: no control character, no line end, no script makes a file fail."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from docx import Document
from icalendar import Calendar
from lxml import etree

from quartiers.exchanges.certificates import certificate
from quartiers.exchanges.models import Session
from quartiers.exchanges.rules import Presence
from quartiers.web.exports import writable
from tests import factories, people
from tests.factories import schemes

HOSTILE = "=1+1\x01\x0b\x1f\u202e\ufffe\r\nX-MAL: 1\t\x85\u2028<b>]]>"
HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_feeds_stay_readable(client):
    factories.Practice(title=HOSTILE, context=HOSTILE)
    factories.PublishedContract(ends_on=localdate() + timedelta(days=60), object=HOSTILE, buyer_name=HOSTILE)

    for at in (reverse("exchanges:practice_feed"), reverse("procurement:coming_feed")):
        entries = etree.fromstring(client.get(at).content).findall("{http://www.w3.org/2005/Atom}entry")
        assert len(entries) == 1
        assert "<b>]]>" in entries[0].findtext("{http://www.w3.org/2005/Atom}title")


def test_a_calendar_holds_one_event_and_no_line_of_its_own(client):
    cycle = factories.Cycle(slug="le-notre", organiser=people.organisation())
    type(cycle.organiser).objects.update(name=HOSTILE)
    factories.Session(cycle=cycle, title=HOSTILE, question=HOSTILE)
    content = client.get(reverse("exchanges:calendar", args=[cycle.slug])).content

    assert len(Calendar.from_ical(content).walk("VEVENT")) == 1
    assert not any(line.startswith(b"X-MAL") for line in content.splitlines())


def test_a_document_keeps_the_words_without_what_it_cannot_hold(client):
    owner = people.organisation()
    type(owner).objects.update(name=HOSTILE)
    made = schemes.scheme(owner, is_published=True, name=HOSTILE[:200])
    content = client.get(reverse("procurement:scheme_document", args=[made.pk])).content

    assert writable(HOSTILE.splitlines()[0]) in "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize("name", ["አበበ ቢቂላ", "李小龍", "محمد", "Nguyễn", "🎉", "A\x01\x0bwa"])
def test_a_certificate_is_made_in_every_script(name):
    session = factories.Session(starts_at=HELD)
    one = factories.Registration(session=session, presence=Presence.PRESENT, participant__first_name=name)

    assert certificate(one).startswith(b"%PDF")


def test_minutes_with_a_drawing_are_made(client):
    session = factories.Session(starts_at=HELD, slug="passee")
    Session.objects.update(minutes="Bravo 🎉\x01 à toutes")
    answer = client.get(reverse("exchanges:minutes", args=[session.cycle.slug, session.slug]))

    assert answer.content.startswith(b"%PDF")
