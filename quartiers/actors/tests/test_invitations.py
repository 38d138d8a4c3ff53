"""An invitation opens once, for one address, for fourteen days; from its mail to the first page in one page."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from quartiers.actors import actions
from quartiers.actors.models import CiteRole, Invitation, Membership, OpenSession, User
from quartiers.actors.rules import Role
from quartiers.actors.tests.conftest import PASSWORD, code
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import mails
from quartiers.office.rules import PLATFORM, Author
from tests import factories, people

pytestmark = pytest.mark.django_db
NEWCOMER = {"first_name": "Awa", "last_name": "Diarra", "password": PASSWORD}


@pytest.fixture
def organisation():
    return factories.Organisation(name="Mission locale")


def invited(organisation, email="awa@exemple.fr", **more) -> str:
    """The path of the link."""
    link = actions.invite(email, organisation=organisation, by=PLATFORM, now=now(), **more)
    return link.removeprefix(settings.SITE_URL)


def test_from_the_mail_to_the_first_page_in_one_page(client, organisation):
    link = invited(organisation)

    answer = client.post(link, NEWCOMER, follow=True)

    assert answer.redirect_chain[-1][0] == "/espace/"
    assert "Mission locale" in answer.content.decode()
    assert Membership.objects.get().user.email == "awa@exemple.fr"
    assert not client.cookies[settings.SESSION_COOKIE_NAME]["max-age"], "it ends with the browser"


@pytest.mark.django_db(transaction=True)
def test_a_role_that_opens_personal_data_goes_by_the_second_factor(client, organisation, clock):
    link = invited(organisation, role=Role.ADMINISTRATOR)

    assert client.post(link, NEWCOMER).url == "/compte/proteger/"
    assert client.get("/membres/").url.startswith("/compte/proteger/")

    page = client.get("/compte/second-facteur/installer/").content.decode()
    secret = re.search(r"<code>\s*(\w+)\s*</code>", page)[1]
    codes = client.post("/compte/second-facteur/installer/", {"code": code(secret)}, follow=True)
    assert len(re.findall(r"<code>\s*\d{8}\s*</code>", codes.content.decode())) == 10
    assert client.get("/compte/proteger/", follow=True).status_code == 200
    assert client.get("/membres/").status_code == 200


def test_the_mail_holds_the_link_and_the_table_does_not(organisation):
    link = invited(organisation)
    token = link.split("/")[2]

    assert link in mails().get().text
    assert not Invitation.objects.filter(token_hash__contains=token[:20]).exists()


def test_a_link_opens_once(client, organisation):
    link = invited(organisation)
    client.post(link, NEWCOMER)

    for again in (Client().get(link), Client().post(link, {**NEWCOMER, "first_name": "Autre"})):
        assert again.status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize("fate", ["unknown", "late", "revoked", "sent again", "accepted"])
def test_every_dead_link_says_the_same(client, organisation, fate, clock):
    link = invited(organisation)
    invitation = Invitation.objects.get()
    if fate == "unknown":
        link = f"/invitation/{'x' * 43}/"
    elif fate == "late":
        clock.shift(timedelta(days=14, seconds=1))
    elif fate == "revoked":
        actions.revoke_invitation(invitation, by=PLATFORM, now=now())
    elif fate == "sent again":
        actions.send_invitation_again(invitation, by=PLATFORM, now=now())
    else:
        Client().post(link, NEWCOMER)

    answer = client.get(link)

    assert answer.status_code == 410
    assert actions.DEAD in answer.content.decode()


def test_an_account_that_exists_joins_with_one_click(client, account, organisation, sign_in):
    link = invited(organisation, email=account.email)
    assert "déjà un compte" in client.get(link).content.decode()

    assert sign_in(next=link).url == link
    assert Membership.objects.filter(user=account, organisation=organisation).count() == 0
    client.post(link)

    assert Membership.objects.filter(user=account, organisation=organisation, ended_at=None).count() == 1


def test_an_invitation_does_not_open_to_another_account(client, account, organisation, sign_in):
    link = invited(organisation, email="autre@exemple.fr")
    sign_in()

    assert "une autre adresse" in client.post(link).content.decode()
    assert not Membership.objects.filter(user=account, organisation=organisation).exists()
    with pytest.raises(RuleBroken, match="autre adresse"):
        actions.accept(Invitation.objects.get(), account, now=now())


def test_nobody_takes_the_account_of_another_by_an_invitation(client, account, organisation):
    link = invited(organisation, email=account.email)

    client.post(link, {**NEWCOMER, "password": "un tout autre mot de passe"})

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    with pytest.raises(RuleBroken, match="existe déjà"):
        actions.accept_as_newcomer(Invitation.objects.get(), **NEWCOMER, now=now())


def test_inviting_twice_leaves_one_invitation_with_the_last_offer(organisation):
    first = invited(organisation)
    second = invited(organisation, role=Role.ADMINISTRATOR)

    assert first != second
    assert [one.role for one in Invitation.objects.all()] == [Role.ADMINISTRATOR]
    assert Client().get(first).status_code == 410


def test_a_role_in_a_cite_comes_with_the_membership(client, organisation):
    cite = factories.Cite()
    client.post(invited(organisation, cite=cite, cite_role=Role.PARTNER), NEWCOMER)

    assert [(one.cite, one.role) for one in CiteRole.objects.all()] == [(cite, Role.PARTNER)]


def test_an_invitation_without_an_organisation_makes_an_administrator_of_the_platform(client):
    client.post(invited(None), NEWCOMER)

    assert User.objects.get().is_installation_administrator


def test_a_member_is_not_invited_again_nor_is_anybody_into_a_closed_organisation(account, organisation):
    with pytest.raises(RuleBroken, match="déjà membre"):
        invited(Membership.objects.get(user=account).organisation, email=account.email)
    organisation.closed_on = now().date()
    with pytest.raises(RuleBroken, match="fermée"):
        invited(organisation)


def test_an_answered_invitation_is_neither_sent_again_nor_taken_back(client, organisation):
    client.post(invited(organisation), NEWCOMER)
    invitation = Invitation.objects.get()

    with pytest.raises(RuleBroken, match="n’attend plus"):
        actions.send_invitation_again(invitation, by=PLATFORM, now=now())
    with pytest.raises(RuleBroken, match="vient d’être acceptée"):
        actions.revoke_invitation(invitation, by=PLATFORM, now=now())
    with pytest.raises(RuleBroken, match="ne sert plus"):
        actions.accept(invitation, User.objects.get(), now=now())


def test_the_command_prints_a_link_that_opens(client, capsys):
    call_command("create_administrator", "premiere@exemple.fr")

    link = capsys.readouterr().out.split()[-1]
    assert client.get(link.removeprefix(settings.SITE_URL)).status_code == 200


def test_a_weak_password_is_refused_with_what_was_typed_kept(client, organisation):
    answer = client.post(invited(organisation), {**NEWCOMER, "password": "court"})

    assert "trop court" in answer.content.decode()
    assert "Diarra" in answer.content.decode()
    assert not User.objects.exists()


def test_an_old_invitation_is_erased_and_the_account_stays(client, organisation, clock):
    client.post(invited(organisation), NEWCOMER)
    invited(organisation, email="jamais@exemple.fr")
    assert actions.purge_invitations(now=now() + timedelta(days=90), dry_run=False) == 0

    later = now() + timedelta(days=14 + 91)
    assert actions.purge_invitations(now=later, dry_run=True) == 2
    assert actions.purge_invitations(now=later, dry_run=False) == 2
    assert (Invitation.objects.count(), User.objects.count()) == (0, 1)


def test_ended_sessions_and_old_failures_are_erased(client, account, sign_in, clock):
    sign_in(password="autre chose que cela")
    client.force_login(account)
    assert actions.purge_sign_ins(now=now(), dry_run=False) == 0

    assert actions.purge_sign_ins(now=now() + timedelta(days=1), dry_run=False) == 3
    assert OpenSession.objects.count() == 0


def test_who_left_an_organisation_renews_none_of_the_invitations_that_she_sent_there(client, organisation):
    member = factories.Membership(organisation=organisation, role=Role.ADMINISTRATOR)
    factories.Membership(user=member.user, organisation__name="Ailleurs", role=Role.ADMINISTRATOR)
    factories.Membership(organisation=organisation, role=Role.ADMINISTRATOR)
    by = Author(member.user_id, organisation.pk)
    actions.invite("complice@exemple.fr", organisation=organisation, role=Role.ADMINISTRATOR, by=by, now=now())
    sent = Invitation.objects.get()
    Membership.objects.filter(pk=member.pk).update(ended_at=now())
    people.sign_in_as(client, member.user)

    for verb in ("renvoyer", "retirer"):
        assert client.post(f"/invitations/{sent.pk}/{verb}/").status_code == 404
    assert Invitation.objects.get().token_hash == sent.token_hash
