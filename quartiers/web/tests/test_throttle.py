"""A client who asks too much waits; the others do not; no address is kept."""

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartiers.web.throttle import client_address, seconds_to_wait, throttled

LIMIT, WINDOW = 3, 60


@throttled("essai", limit=LIMIT, per_seconds=WINDOW)
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fait")


def post(address: str = "192.0.2.7", path: str = "/adresse/", **headers: str) -> HttpRequest:
    return RequestFactory(REMOTE_ADDR=address, **headers).post(path)


def test_the_limit_passes_and_the_next_request_waits(db):
    statuses = [view(post()).status_code for _ in range(LIMIT + 1)]

    assert statuses == [200] * LIMIT + [429]


def test_the_refusal_says_how_long_to_wait_to_people_and_to_machines(db):
    for _ in range(LIMIT):
        view(post())
    page, answer = view(post()), view(post(path="/api/locate"))

    assert "seconde" in page.content.decode()
    assert 1 <= int(page["Retry-After"]) <= WINDOW
    assert answer["Content-Type"] == "application/json"
    assert "R\\u00e9essayez" in answer.content.decode() or "Réessayez" in answer.content.decode()


def test_another_client_and_reading_are_not_held_back(db):
    for _ in range(LIMIT + 1):
        view(post())

    assert view(post("192.0.2.8")).status_code == 200
    assert view(RequestFactory(REMOTE_ADDR="192.0.2.7").get("/adresse/")).status_code == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(now=st.floats(0, 4e9), asked=st.integers(1, 8))
def test_one_waits_exactly_after_the_limit_and_never_past_the_window(now, asked):
    cache.clear()
    waits = [seconds_to_wait(post(), "essai", limit=LIMIT, per_seconds=WINDOW, now=now) for _ in range(asked)]

    assert [wait > 0 for wait in waits] == [turn >= LIMIT for turn in range(asked)]
    assert all(wait <= WINDOW for wait in waits)
    assert seconds_to_wait(post(), "essai", limit=LIMIT, per_seconds=WINDOW, now=now + WINDOW) == 0


@pytest.mark.parametrize(
    ("behind_proxy", "expected"), [(False, "192.0.2.7"), (True, "203.0.113.9")], ids=["direct", "behind a proxy"]
)
def test_a_forged_header_is_believed_only_behind_our_own_proxy(settings, behind_proxy, expected):
    settings.BEHIND_PROXY = behind_proxy

    assert client_address(post(HTTP_X_FORWARDED_FOR="10.0.0.1, 203.0.113.9")) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff:1:2:3", "2001:db8:1:2::"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_a_subscriber_counts_once_for_all_her_ipv6_addresses(address, expected):
    assert client_address(post(address)) == expected


def test_the_cache_holds_no_address(db):
    view(post("192.0.2.77"))

    assert cache._cache
    assert "192.0.2.77" not in str(cache._cache)
