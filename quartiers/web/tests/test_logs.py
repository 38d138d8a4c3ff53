"""No log line holds what a person typed: not in the path, the query, the form, nor in the text of an exception."""

import io
import json
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.web.logs import JsonFormatter

ADDRESS = "12 rue des Lilas, 11000 Carcassonne"
MAIL = "awa.diarra@exemple.fr"
TOKEN = "Zk3fJ9sQ0pLxV7mWc2TnB5yR8dHgA1uE6iO4aX-_Kjq"
SECRETS = ("Lilas", "Carcassonne", "diarra", "exemple.fr", TOKEN, "Lambda")


def broken(request: HttpRequest, token: str) -> HttpResponse:
    try:
        raise KeyError(ADDRESS)
    except KeyError as error:
        raise ValueError(f"{MAIL} {token}") from error


def refused(request: HttpRequest, token: str) -> HttpResponse:
    raise RuleBroken(ADDRESS)


def fine(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("casse/<token>/", broken, name="broken"),
    path("refus/<token>/", refused, name="refused"),
    path("bien/<token>/", fine, name="fine"),
]


@pytest.fixture
def log():
    """What the formatter writes while the test runs, as the console would show it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("view", ["casse", "refus", "bien", "rien"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_line_of_a_request_holds_what_was_typed(log, db, view, method):
    client = Client(raise_request_exception=False)
    getattr(client, method)(f"/{view}/{TOKEN}/?adresse={ADDRESS}", {"nom": "Lambda", "mail": MAIL})

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert lines
    for secret in SECRETS:
        assert secret not in log.getvalue()


@pytest.mark.urls(__name__)
def test_an_exception_keeps_its_types_and_its_places(log, db):
    Client(raise_request_exception=False).get(f"/casse/{TOKEN}/")

    line = next(line for line in map(json.loads, log.getvalue().splitlines()) if "trace" in line)
    assert line["errors"] == ["builtins.ValueError", "builtins.KeyError"]
    assert line["trace"][-1].endswith(" broken")


@pytest.mark.urls(__name__)
def test_a_request_is_one_line_with_its_route_and_its_status(log, db):
    Client().get(f"/bien/{TOKEN}/?q={ADDRESS}")

    line = json.loads(log.getvalue())
    assert (line["route"], line["status"], line["method"]) == ("fine", 200, "GET")
    assert line["ms"] >= 0


def test_a_forged_host_is_not_repeated(log, db):
    Client(headers={"host": "lilas@carcassonne"}).get("/")

    assert log.getvalue()
    assert "carcassonne" not in log.getvalue()


@given(secret=st.text(min_size=4))
def test_the_arguments_of_a_message_are_never_written(secret):
    record = logging.LogRecord("autre", logging.INFO, "f.py", 1, "found %s", (secret,), None)
    line = json.loads(JsonFormatter().format(record))

    assert line["event"] == "found %s"
    assert set(line) == {"at", "level", "logger", "event"}
