"""Who a request acts for, as the journal writes it."""

import pytest
from django.contrib.auth import get_user
from django.test import RequestFactory

from quartiers.actors.viewing import viewer
from quartiers.office.authors import author_of
from quartiers.web.middleware import REQUEST_ID
from tests import people


@pytest.mark.django_db
def test_the_author_is_the_account_in_its_organisation_for_this_request(client):
    people.sign_in(client, "member")
    request = RequestFactory().get("/", **{REQUEST_ID: "abc"})
    request.user, request.session = get_user(client), client.session
    author = author_of(request)

    assert (author.user_id, author.request_id) == (viewer(request).user_id, "abc")
    assert author.organisation_id == people.organisation().pk


def test_a_visitor_has_no_account():
    author = author_of(RequestFactory().get("/"))

    assert (author.user_id, author.organisation_id, author.request_id) == (None, None, "")
