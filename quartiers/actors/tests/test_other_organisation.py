"""A form shown for one organisation never acts for another: it asks, loses nothing, and goes back on one click."""

import re

import pytest

from quartiers.actors.models import Invitation, Membership
from tests import factories, people

pytestmark = pytest.mark.django_db
INVITE, SWITCH = "/invitations/nouvelle/{}/", "/compte/organisation/"
TYPED = {"email": "nouvelle@exemple.fr", "role": "member"}


@pytest.fixture
def here():
    return people.organisation()


@pytest.fixture
def elsewhere(client, here):
    """The second organisation of the administrator, in use now."""
    people.sign_in(client, "administrator")
    membership = factories.Membership(
        user=Membership.objects.get(organisation=here).user,
        organisation__name="Centre social La Passerelle",
        role="administrator",
    )
    client.post(SWITCH, {"organisation": membership.organisation_id})
    return membership.organisation


def held(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)">', page))


def test_each_form_says_for_whom_it_was_shown(client, here):
    people.sign_in(client, "administrator")
    assert held(client.get(INVITE.format(here.pk)).content.decode())["agit_pour"] == str(here.pk)


def test_a_visitor_has_nothing_to_say(client):
    assert "agit_pour" not in client.get("/lecture/").content.decode()


def test_sent_after_the_switch_it_does_nothing_and_asks(client, here, elsewhere):
    answer = client.post(INVITE.format(here.pk), TYPED | {"agit_pour": here.pk})
    assert answer.status_code == 409
    assert held(answer.content.decode()).items() >= (TYPED | {"agit_pour": str(here.pk)}).items()
    assert "Centre social La Passerelle" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_one_click_goes_back_and_sends_what_was_typed(client, here, elsewhere):
    page = client.post(INVITE.format(here.pk), TYPED | {"agit_pour": here.pk}).content.decode()
    client.post(INVITE.format(here.pk), held(page) | {"revenir_et_envoyer": "oui"})
    assert Invitation.objects.get().organisation == here
    assert client.session["organisation"] == here.pk


def test_nobody_goes_back_where_one_is_no_more(client, here, elsewhere):
    Membership.objects.filter(organisation=here).update(ended_at="2026-01-01T00:00Z")
    sent = TYPED | {"agit_pour": here.pk, "revenir_et_envoyer": "oui"}
    answer = client.post(INVITE.format(elsewhere.pk), sent)
    assert answer.status_code == 409
    assert here.name not in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("made_up", ["999999", "x", "", "0"])
def test_a_number_that_is_not_hers_opens_nothing(client, here, elsewhere, made_up):
    sent = TYPED | {"agit_pour": made_up, "revenir_et_envoyer": "oui"}
    assert client.post(INVITE.format(elsewhere.pk), sent).status_code == 409
    assert client.session["organisation"] == elsewhere.pk


def test_a_password_is_never_sent_back(client, here, elsewhere):
    sent = TYPED | {"agit_pour": here.pk, "password1": "quatre girafes"}
    assert "quatre girafes" not in client.post(INVITE.format(here.pk), sent).content.decode()


def test_who_is_of_no_organisation_sees_her_role_in_the_header(client):
    people.sign_in(client, "installation_administrator")
    assert "Administration de la plateforme</span>" in client.get("/espace/").content.decode()


def test_switching_and_signing_out_always_answer(client, here, elsewhere):
    client.post(SWITCH, {"organisation": here.pk, "agit_pour": here.pk})
    assert client.session["organisation"] == here.pk
    client.post("/compte/deconnexion/", {"agit_pour": elsewhere.pk})
    assert "_auth_user_id" not in client.session
