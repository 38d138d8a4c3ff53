"""The access matrix: what each kind of user gets at each address. An address that is missing here fails.

There is one kind of user today: the visitor, on an installation or on a demonstration.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import pages
from tests.project import routes


@dataclass(frozen=True)
class Door:
    """How to knock, and who gets what.

    Args:
        visitor: status for a visitor.
        demo: status for a visitor of a demonstration, when it differs.
        method: HTTP method.
        kwargs: what the address holds.
        query: what stands after the question mark.
        body: of a request to the API, sent as JSON.
    """

    visitor: int
    demo: int | None = None
    method: str = "get"
    kwargs: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None


POINT = {"latitude": 43.2130, "longitude": 2.3522}
ACCESS = {
    "territory:home": Door(visitor=200),
    "web:reading": Door(visitor=200),
    "web:help": Door(visitor=200),
    "web:accessibility": Door(visitor=200),
    "web:legal_notice": Door(visitor=200),
    "web:personal_data": Door(visitor=200),
    "web:gallery": Door(visitor=404, demo=200),
    "web:rules": Door(visitor=200),
    "web:health": Door(visitor=200),
    "territory:address": Door(visitor=200),
    "territory:address_answer": Door(visitor=410, kwargs={"token": "t" * 43}),
    "territory:point": Door(visitor=200, query=POINT),
    "territory:file": Door(visitor=200),
    "territory:file_model": Door(visitor=200),
    "territory:file_job": Door(visitor=410, kwargs={"token": "t" * 43}),
    "territory:file_cancel": Door(visitor=410, method="post", kwargs={"token": "t" * 43}),
    "territory:file_download": Door(visitor=410, method="post", kwargs={"token": "t" * 43}),
    "territory:neighbourhoods": Door(visitor=200),
    "territory:neighbourhood": Door(visitor=200, kwargs={"code": pages.NEIGHBOURHOOD}),
    "territory:communes": Door(visitor=200),
    "territory:commune": Door(visitor=200, kwargs={"code": pages.COMMUNE}),
    "territory:places": Door(visitor=200),
    "territory:department": Door(visitor=200, kwargs={"code": pages.DEPARTMENT}),
    "territory:epci": Door(visitor=200, kwargs={"code": pages.EPCI}),
    "territory:open_data": Door(visitor=200),
    "api-1:api-root": Door(visitor=404),
    "api-1:openapi-json": Door(visitor=200),
    "api-1:rules": Door(visitor=200),
    "api-1:locate": Door(visitor=200, query=POINT),
    "api-1:locate_many": Door(visitor=200, method="post", body={"points": [POINT]}),
    "api-1:ask_address": Door(visitor=202, method="post", body={"address": "12 rue de la Paix, Narbonne"}),
    "api-1:address_answer": Door(visitor=404, kwargs={"token": "t" * 43}),
    "api-1:neighbourhoods": Door(visitor=200),
    "api-1:neighbourhoods_geojson": Door(visitor=200, query={"department": pages.DEPARTMENT}),
    "api-1:neighbourhood": Door(visitor=200, kwargs={"code": pages.NEIGHBOURHOOD}),
    "api-1:communes": Door(visitor=200, query={"department": pages.DEPARTMENT}),
    "api-1:communes_geojson": Door(visitor=200, query={"department": pages.DEPARTMENT}),
    "api-1:departments": Door(visitor=200),
    "api-1:departments_geojson": Door(visitor=200),
    "api-1:epci": Door(visitor=200),
}


def test_every_address_of_the_project_is_in_the_table():
    assert set(routes()) == set(ACCESS), "add the address to ACCESS, or take it away"


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [False, True], ids=["installation", "demonstration"])
@pytest.mark.parametrize("name", sorted(ACCESS))
def test_a_visitor_gets_what_the_table_says(client, settings, name, demo):
    settings.DEMO = demo
    pages.ground()
    door = ACCESS[name]

    expected = door.demo if demo and door.demo is not None else door.visitor
    assert knock(client, name, door).status_code == expected


def knock(client: Client, name: str, door: Door) -> Any:
    address = reverse(name, kwargs=door.kwargs, query=door.query or None)
    if door.body is not None:
        return client.generic(door.method.upper(), address, json.dumps(door.body), content_type="application/json")
    return getattr(client, door.method)(address)
