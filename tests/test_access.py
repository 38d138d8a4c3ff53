"""The access matrix: what each kind of user gets at each address. An address that is missing here fails.

Nobody gets an answer that another site may frame, or that a browser keeps of what was made for somebody.
"""

import json
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from quartiers.web.access import was_made_for_somebody
from tests import pages, people
from tests.access import ACCESS, doors
from tests.access.doors import Door, filled
from tests.project import routes

LINES = doors()


def room_of(name: str) -> str:
    """What stands before the colon of an address; those without are the ones of the accounts."""
    return name.partition(":")[0] if ":" in name else "accounts"


ROOMS = sorted({room_of(name) for name, _, _ in LINES})


def test_every_address_of_the_project_is_in_the_table():
    assert set(routes()) == set(ACCESS), "add the address to tests/access, or take it away"


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [False, True], ids=["installation", "demonstration"])
@pytest.mark.parametrize("room", ROOMS)
def test_a_visitor_gets_what_the_table_says(settings, room, demo):
    settings.DEMO = demo
    pages.ground()
    people.cite()

    assert answers(room, SimpleCookie()) == {
        line: door.demo if demo and door.demo is not None else door.visitor for line, door in lines(room)
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", people.KINDS)
@pytest.mark.parametrize("room", ROOMS)
def test_each_kind_of_user_gets_what_the_table_says(room, kind):
    pages.ground()
    client = Client()
    people.sign_in(client, kind)

    assert answers(room, client.cookies) == {line: door.status_for(kind) for line, door in lines(room)}


def lines(room: str) -> Iterator[tuple[tuple[str, str], Door]]:
    """The lines of the table about one room: name of the address with the relation to the object, and the door."""
    return (((name, relation), door) for name, relation, door in LINES if room_of(name) == room)


def answers(room: str, cookies: SimpleCookie) -> dict[tuple[str, str], int]:
    """What the owner of these cookies gets at each door of the room; nothing of one stays for the next."""
    return {line: answer_to(line[0], door, cookies) for line, door in lines(room)}


def answer_to(name: str, door: Door, cookies: SimpleCookie) -> int:
    with transaction.atomic():
        client = Client()
        client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
        status = knock(client, name, door)
        transaction.set_rollback(True)
    cache.clear()
    return status


def knock(client: Client, name: str, door: Door) -> int:
    """The status of the answer; its files are closed, not the answer itself, which would close the database too."""
    answer = sent(client, name, door)
    for close in answer._resource_closers if answer.streaming else ():
        close()
    assert shut(answer), f"{name}: {dict(answer.items())}"
    status: int = answer.status_code
    return status


def shut(answer: Any) -> bool:
    """Framed by nobody, guessed by no browser, no inline script; kept by none when it was made for somebody."""
    kept = answer.get("Cache-Control", "")
    made_for_somebody = was_made_for_somebody(answer.wsgi_request)
    return (
        answer["X-Frame-Options"] == "DENY"
        and answer["X-Content-Type-Options"] == "nosniff"
        and answer["Referrer-Policy"] == "same-origin"
        and (
            "default-src 'self'" in answer["Content-Security-Policy"] or "sandbox" in answer["Content-Security-Policy"]
        )
        and "unsafe" not in answer["Content-Security-Policy"]
        and (not made_for_somebody or "no-store" in kept or kept.startswith("private, max-age=60"))
    )


def sent(client: Client, name: str, door: Door) -> Any:
    address = reverse(name, kwargs=filled(door.kwargs), query=door.query or None)
    if door.body is not None:
        return client.generic(door.method.upper(), address, json.dumps(door.body), content_type="application/json")
    return getattr(client, door.method)(address, filled(door.data))
