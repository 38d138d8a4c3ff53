"""The white bar: at most seven entries, and each opens for who sees it."""

import pytest
from django.test import RequestFactory

from config.navigation import MOST, SIGNED_IN, VISITOR, navigation
from tests import pages, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", people.KINDS)
def test_what_the_bar_shows_opens(client, kind):
    pages.ground()
    people.sign_in(client, kind)
    context = client.get("/espace/").context
    shown, doors = context["navigation"], context["doors_of_mine"]

    assert 0 < len(shown) <= MOST
    assert doors[: len(shown)] == shown
    assert {client.get(entry.address).status_code for entry in doors} == {200}
    assert {client.get(entry.address).status_code for entry in shown} == {200}


def test_a_visitor_sees_only_what_is_public(client):
    shown = navigation(RequestFactory().get("/"))["navigation"]

    assert len(shown) == len(VISITOR) <= MOST
    assert not any(entry.needs for entry in VISITOR)
    assert len({entry.page for entry in SIGNED_IN}) == len(SIGNED_IN)
