"""Certificates of attendance: for who was there and nobody else, readable by everybody, proved by a code."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from quartiers.exchanges import actions
from quartiers.exchanges.certificates import certificate, check_address, code_of, registration_of, words_of
from quartiers.exchanges.rules import Presence
from quartiers.exchanges.tokens import Purpose, token_for
from tests import factories

HELD = datetime(2020, 11, 17, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def came(presence: Presence = Presence.PRESENT, **given):
    session = factories.Session(starts_at=HELD, title="Acheter mieux", slug="passee")
    return factories.Registration(session=session, presence=presence, **given)


def address(one) -> str:
    who = one.participant
    token = token_for(who.pk, who.nonce, Purpose.CERTIFICATE)
    return reverse("exchanges:certificate", args=[token, one.session_id])


@pytest.mark.parametrize("presence", [Presence.PRESENT, Presence.LATE])
def test_who_was_there_gets_a_tagged_french_document_with_its_code(client, presence):
    one = came(presence)
    answer = client.get(address(one))
    words = words_of(one)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang(fr-FR)", b"<pdfuaid:part>1</pdfuaid:part>"):
        assert mark in answer.content
    assert (words["name"], words["session"]) == ("Awa Diarra", "Acheter mieux")
    assert words["duration"] == "Durée\u00a0: 1\u00a0h 30\u00a0min."
    assert words["address"].endswith(f"/{code_of(one.pk)}/")


@pytest.mark.parametrize("presence", [Presence.ABSENT, Presence.UNKNOWN])
def test_who_was_not_noted_there_gets_none(client, presence):
    assert client.get(address(came(presence))).status_code == 403


def test_there_is_none_before_the_end(client):
    one = factories.Registration(presence=Presence.PRESENT)
    assert client.get(address(one)).status_code == 403


def test_what_a_person_typed_is_never_markup():
    one = came(participant__first_name='#read("/etc/passwd")', participant__last_name="*_$[`\\")
    assert words_of(one)["name"] == '#read("/etc/passwd") *_$[`\\'
    assert certificate(one).startswith(b"%PDF-1.7")


def test_the_same_registration_gives_the_same_bytes():
    one = came()
    assert certificate(one) == certificate(one)


class TestCheck:
    def check(self, client, one):
        return client.get(check_address(one.pk).split("//", 1)[1].partition("/")[2].join(["/", ""]))

    def test_a_true_one_shows_the_session_and_initials_only(self, client):
        page = self.check(client, came()).content.decode()

        assert "Attestation valide" in page
        assert "A. D." in page
        assert "Diarra" not in page

    def test_a_presence_that_is_taken_back_proves_nothing_any_more(self, client):
        one = came()
        one.presence = Presence.ABSENT
        one.save()
        assert self.check(client, one).status_code == 404

    def test_it_stays_true_without_her_once_she_is_forgotten(self, client):
        one = came()
        actions.forget(one.participant, now=datetime(2026, 11, 2, tzinfo=UTC))
        page = self.check(client, one).content.decode()
        assert "Attestation valide" in page
        assert "effacées" in page

    @pytest.mark.parametrize("code", ["", "1", "1-", "x-y", "²-a", "9" * 40, "1-" + "a" * 24, "-1"])
    def test_a_code_that_is_not_ours_proves_nothing(self, code):
        came()
        assert registration_of(code) is None

    def test_codes_are_of_one_registration(self):
        assert registration_of(code_of(7)) == 7
        assert registration_of("8" + code_of(7)[1:]) is None
