"""The cycle of 2020 played again: its ground, its clock, its people, and what is read of their mails.

Days, hours and audiences are those of the programme of 2020. Organiser and people are invented.
"""

import base64
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from playwright.sync_api import Page

from quartiers.actors.rules import Role
from quartiers.exchanges.forms.registration import AT_LEAST_S, stamped
from quartiers.exchanges.models import Cycle, Participant, Registration, Session
from quartiers.office.queries import mail_by_number, mails
from tests import factories, people

PARIS = ZoneInfo("Europe/Paris")
SLUG = "cycle-dechanges-2020"
CLAUSES, IAE, CITES = "Clauses environnementales", "L’insertion par l’activité économique", "Cités de l’emploi"
BBB, SECRET = "https://bbb.exemple.fr/bigbluebutton/api", "secret-du-serveur"
JITSI, LINK = "https://jitsi.exemple.fr", "https://visio.exemple.fr/salle-42"
ROOMS = ("bbb.exemple.fr", "jitsi.exemple.fr", "visio.exemple.fr", SECRET)
#: First name, last name, as what, and the need of each.
CAST = {
    "awa": ("Awa", "Diarra", "collectivite", "Comment rédiger une clause sans rompre l’égalité de traitement ?"),
    "bruno": ("Bruno", "Castel", "etat", ""),
    "chloe": ("Chloé", "Faure", "ess", ""),
    "david": ("David", "Lopez", "habitant", "Que risque-t-on si un candidat écarté conteste ?"),
    "elodie": ("Élodie", "Nguyen", "entreprise", "Le critère peut-il peser plus que le prix ?"),
}


@dataclass
class Play:
    """One performance.

    Args:
        site: address of the live server.
        clock: the traveller of ``time_machine``; time goes on from where it is put.
        desk: the tab of the organiser, on a large screen.
        phone: the tab of those who come, 390 px wide.
        axe: fails with the faults of a page as it stands.
        organiser: the account that the tab of the organiser is signed in with.
    """

    site: str
    clock: Any
    desk: Page
    phone: Page
    axe: Callable[[Page], None]
    organiser: Any

    def at(self, paris: str) -> datetime:
        """Put the clock at this hour of Paris; returns the instant."""
        now = datetime.fromisoformat(paris).replace(tzinfo=PARIS)
        self.clock.move_to(now)
        sign_in(self.desk, self.site, self.organiser)
        return now

    def wait(self, seconds: int = 30) -> None:
        """A person takes her time to fill a form."""
        self.clock.shift(seconds)

    def opens(self, tab: Page, path: str, status: int = 200) -> None:
        """Open a page, in which axe finds nothing."""
        answer = tab.goto(self.site + path)
        assert answer is not None
        assert answer.status == status
        self.axe(tab)


def ground() -> Any:
    """The cycle of the year before, to copy from: three sessions with programme, speakers and rooms.

    Returns the account of its organiser.
    """
    organiser = people.member(Role.ADMINISTRATOR)
    cycle = factories.Cycle(
        slug="cycle-2019",
        title="Le cycle de 2019",
        organiser=people.organisation(),
        stage="archived",
        contact_email="echanges@exemple.fr",
    )
    days = (datetime(2019, 11, 19, 9, tzinfo=UTC), datetime(2019, 11, 28, 9, tzinfo=UTC))
    for title, starts_at, provider, room in (
        (CLAUSES, days[0], "bigbluebutton", f"{BBB} {SECRET}"),
        (IAE, days[1], "jitsi", JITSI),
        (CITES, datetime(2019, 12, 10, 9, tzinfo=UTC), "link", LINK),
    ):
        quota = 3 if title == CLAUSES else 30
        given = {"title": title, "starts_at": starts_at, "provider": provider, "room": room, "quota": quota}
        session = factories.Session(cycle=cycle, stage="archived", audiences=["collectivite", "habitant"], **given)
        for rank, part in enumerate(("framing", "talk", "testimony", "questions"), start=1):
            factories.ProgrammeItem(session=session, rank=rank, part=part, title=f"Moment {rank}", minutes=20)
        factories.Speaker(session=session)
        factories.Speaker(session=session, name="Karim Benali", function="acheteur", organisation_name="Une ville")
    former = factories.Participant(cycle=cycle, email="", anonymised_at=datetime(2020, 1, 11, tzinfo=UTC))
    factories.Registration(session=session, participant=former)
    factories.Organisation(name="Barreau solidaire", kind="association")
    return organiser


def sign_in(tab: Page, site: str, user: Any) -> None:
    """Open a session of an account in a tab: those of the year before are over."""
    client = Client()
    people.sign_in_as(client, user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    tab.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def session_of(title: str) -> Session:
    return Session.objects.select_related("cycle").get(cycle__slug=SLUG, title=title)


def cycle() -> Cycle:
    return Cycle.objects.get(slug=SLUG)


def person(key: str) -> Participant:
    return Participant.objects.select_related("cycle").get(cycle__slug=SLUG, email=address(key))


def address(key: str) -> str:
    return f"{key}@journee.exemple.fr"


def place(key: str, title: str) -> str:
    return Registration.objects.get(participant=person(key), session=session_of(title)).place


def posts(key: str, *titles: str, opened_s: int = AT_LEAST_S + 60, **given: Any) -> Any:
    """The one POST of a registration, as a browser sends it."""
    first, last, audience, need = CAST[key]
    typed = {
        "sessions": [session_of(title).pk for title in titles],
        "first_name": first,
        "last_name": last,
        "email": address(key),
        "audience": audience,
        "need": need,
        "nature": "juridique" if need else "",
        "opened": stamped(time.time() - opened_s),
    }
    return Client().post(reverse("exchanges:cycle", args=[SLUG]), typed | given)


def letters(key: str, kind: str) -> list[Any]:
    """The mails of one kind to one of them, whole, oldest first."""
    rows = mails().filter(kind=f"exchanges.{kind}", recipient=address(key)).order_by("pk")
    return [mail_by_number(number) for number in rows.values_list("pk", flat=True)]


def link(key: str, page_name: str, title: str = "") -> str:
    """Her link of this sort, as the last mail that holds one gives it; of one session when it is named."""
    end = f"{session_of(title).pk}/" if title else ""
    found = re.compile(rf"https?://[^/]+(/{page_name}/[^\s/]+/{end})\s")
    texts = mails().filter(recipient=address(key)).order_by("-pk").values_list("text", flat=True)
    return next(match[1] for match in map(found.search, texts) if match)


def events(mail: Any) -> list[dict[str, Any]]:
    """What the calendar files of a mail say."""
    read = []
    for one in mail.attachments:
        raw = base64.b64decode(one["content"]).decode()
        calendar = Calendar.from_ical(raw)
        (event,) = calendar.walk("VEVENT")
        said = {"type": one["type"], "method": str(calendar["method"]), "raw": raw, "uid": str(event["uid"])}
        read.append(said | {"sequence": int(event["sequence"]), "url": str(event["url"])})
    return read


def dump() -> str:
    """Every value of every table, every file of the installation, and the raw pages of the database on SQLite."""
    with connection.cursor() as cursor:
        held = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own tables
            held.append(str(cursor.fetchall()))
    files = [path.read_bytes() for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        files.append(connection.connection.serialize())
    return "\n".join([*held, *(one.decode("utf-8", "replace") for one in files)])
