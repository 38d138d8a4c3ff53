"""The access matrix: what each kind of user gets at each address. An address that is missing here fails."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

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
    assert knock(client, name, door).status_code == expected


@pytest.mark.django_db
@pytest.mark.parametrize("kind", people.KINDS)
@pytest.mark.parametrize(("name", "relation", "door"), LINES)
def test_each_kind_of_user_gets_what_the_table_says(client, name, relation, door, kind):
    pages.ground()
    people.sign_in(client, kind)

    assert knock(client, name, door).status_code == door.status_for(kind)


def knock(client: Client, name: str, door: Door) -> Any:
    address = reverse(name, kwargs=filled(door.kwargs), query=door.query or None)
    if door.body is not None:
        return client.generic(door.method.upper(), address, json.dumps(door.body), content_type="application/json")
    return getattr(client, door.method)(address, filled(door.data))
