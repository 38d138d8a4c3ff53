"""Several Cités live in one installation, and see nothing of each other's persons: every page that opens is read."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from quartiers.actors.rules import Role
from tests import factories, pages, people
from tests.access import doors
from tests.access.doors import filled

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Introuvable", "zelie@exemple.fr"
PAGES = [(name, door) for name, _, door in doors() if door.method == "get" and not name.startswith("mfa_")]


def the_other_cite() -> None:
    """Somebody coordinates it, somebody is invited there, somebody came to its committee."""
    cite = factories.Cite(slug="ailleurs", name="Ailleurs", bearer__name="Association du bout du monde")
    person = factories.Membership(
        user__email=ADDRESS, user__first_name="Zélie", user__last_name=NAME, organisation=cite.bearer
    )
    factories.CiteRole(cite=cite, membership=person, role=Role.COORDINATOR)
    factories.Partner(cite=cite, organisation=cite.bearer)
    factories.Invitation(
        organisation=cite.bearer, email=f"invitee-{ADDRESS}", cite=cite, cite_role=Role.PARTNER, invited_by=person.user
    )
    factories.Attendance(committee=factories.Committee(cite=cite), organisation=cite.bearer, person=f"Zélie {NAME}")


def read(client: Client, name: str, door) -> str:
    """What the page says; nothing of what it made stays."""
    with transaction.atomic():
        address = reverse(name, kwargs=filled(door.kwargs), query=door.query or None)
        answer = client.get(address)
        content = answer.getvalue() if answer.streaming else answer.content
        transaction.set_rollback(True)
    return content.decode("utf-8", "replace") if answer.status_code == 200 else ""


@pytest.mark.parametrize("kind", ["coordinator", "data_protection_officer"])
def test_no_page_names_a_person_of_another_cite(client, kind):
    pages.ground()
    people.sign_in(client, kind)
    the_other_cite()

    read_pages = [(name, read(client, name, door)) for name, door in PAGES]

    assert sum(bool(content) for _, content in read_pages) > 60
    assert [name for name, content in read_pages if NAME in content or ADDRESS in content] == []


def test_the_same_person_is_found_by_her_own_cite(client):
    """What the walk above looks for does show where it belongs."""
    the_other_cite()
    cite = factories.Cite(slug="ailleurs")
    mine = factories.Membership(organisation=cite.bearer)
    factories.CiteRole(cite=cite, membership=mine, role=Role.COORDINATOR)
    people.sign_in_as(client, mine.user)

    assert NAME in client.get(reverse("cites:participants", args=["ailleurs"])).content.decode()
