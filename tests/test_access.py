"""The access matrix: what each kind of user gets at each address. An address that is missing here fails.

Nobody gets an answer that another site may frame, or that a browser keeps of what was made for somebody.
"""

import json
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

LINES = [pytest.param(*line, id=" ".join(line[:2]).strip()) for line in doors()]


def test_every_address_of_the_project_is_in_the_table():
    assert set(routes()) == set(ACCESS), "add the address to tests/access, or take it away"


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [False, True], ids=["installation", "demonstration"])
@pytest.mark.parametrize(("name", "relation", "door"), LINES)
def test_a_visitor_gets_what_the_table_says(client, settings, name, relation, door, demo):
    settings.DEMO = demo
    pages.ground()
    people.cite()

    expected = door.demo if demo and door.demo is not None else door.visitor
    assert knock(client, name, door) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "relation", "door"), LINES)
def test_each_kind_of_user_gets_what_the_table_says(name, relation, door):
    pages.ground()

    assert {kind: answer_to(kind, name, door) for kind in people.KINDS} == {
        kind: door.status_for(kind) for kind in people.KINDS
    }


def answer_to(kind: str, name: str, door: Door) -> int:
    """What one kind of user gets; nothing of it stays for the next one."""
    with transaction.atomic():
        client = Client()
        people.sign_in(client, kind)
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
