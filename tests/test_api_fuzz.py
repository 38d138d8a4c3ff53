"""The API keeps its own description, whatever it is sent: no 5xx, only declared answers, of the declared shape."""

import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.api import api
from tests import pages

SCHEMA = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_dict(SCHEMA)
schema.app = get_wsgi_application()


@pytest.fixture
def ground(db) -> Iterator[None]:
    """The data, and one connection for the whole test: each request would close it, with the test's transaction."""
    pages.ground()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_an_operation_answers_as_it_says(ground, case):
    response = case.call(base_url="http://localhost", headers={"Accept-Encoding": "identity"})

    case.validate_response(response, checks=CHECKS)


def questions() -> Iterator[tuple[str, str]]:
    """Each address that is read with a text after the question mark, and the name of that text."""
    for path, operations in SCHEMA["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["in"] == "query" and "{" not in path and parameter["schema"].get("type") == "string":
                yield path, parameter["name"]


@pytest.mark.parametrize(("path", "name"), list(questions()))
def test_a_text_with_a_nul_character_is_read_without_it(ground, client, path, name):
    answer = client.get(path, {name: "a\x00b"})

    assert answer.status_code == client.get(path, {name: "ab"}).status_code < 500
