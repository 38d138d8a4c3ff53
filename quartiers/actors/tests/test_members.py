"""Members, accounts and sessions: nobody locks an organisation, and a closed account is out at once."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from quartiers.actors import actions, queries
from quartiers.actors.demo import people as invented
from quartiers.actors.models import AccessReview, Membership, OpenSession, User
from quartiers.actors.queries import awaited
from quartiers.actors.rules import Role, SecondFactor
from quartiers.kernel.errors import RuleBroken
from quartiers.office.rules import PLATFORM, Author
from tests import factories, people

pytestmark = pytest.mark.django_db
BY = {"by": PLATFORM}


def is_in(client) -> bool:
    return client.get("/espace/").status_code == 200


def test_the_last_administrator_neither_leaves_nor_steps_down_while_others_stay(account):
    alone = Membership.objects.get(user=account)
    factories.Membership(user__email="autre@exemple.fr", organisation=alone.organisation)

    with pytest.raises(RuleBroken, match="personne pour administrer"):
        actions.end_membership(alone, **BY, now=now())
    with pytest.raises(RuleBroken, match="personne pour administrer"):
        actions.change_role(alone, Role.MEMBER, **BY, now=now())


def test_an_administrator_whose_account_is_closed_does_not_count(account):
    mine = Membership.objects.get(user=account)
    closed = factories.Membership(
        user__email="fermee@exemple.fr", user__is_active=False, organisation=mine.organisation, role="administrator"
    )

    with pytest.raises(RuleBroken):
        actions.change_role(mine, Role.MEMBER, **BY, now=now())
    closed.user.is_active = True
    closed.user.save()
    actions.change_role(mine, Role.MEMBER, **BY, now=now())

    mine.refresh_from_db()
    assert mine.role == Role.MEMBER


def test_the_last_member_may_leave_an_empty_organisation(account):
    mine = Membership.objects.get(user=account)

    actions.end_membership(mine, **BY, now=now())

    assert not queries.memberships_of(account.pk).exists()


def test_who_is_taken_off_loses_her_roles_in_cites_too(account):
    role = factories.CiteRole(membership__organisation=Membership.objects.get().organisation)

    actions.end_membership(role.membership, **BY, now=now())

    role.refresh_from_db()
    assert role.ended_at is not None


def test_closing_an_account_cuts_its_sessions_at_once(account):
    client = Client()
    client.force_login(account)
    assert is_in(client)

    actions.deactivate(account, **BY, now=now())

    assert not is_in(client)
    assert OpenSession.objects.count() == 0


def test_an_account_that_opens_again_finds_its_roles(account):
    actions.deactivate(account, **BY, now=now())
    actions.reactivate(account, **BY, now=now())

    account.refresh_from_db()
    assert account.is_active
    assert queries.memberships_of(account.pk).exists()


def test_nobody_closes_her_own_account_nor_the_last_one_that_administers():
    admin = factories.User(is_installation_administrator=True)

    with pytest.raises(RuleBroken, match="propre compte"):
        actions.deactivate(admin, by=Author(admin.pk, None), now=now())
    with pytest.raises(RuleBroken, match="Personne d’autre"):
        actions.deactivate(admin, **BY, now=now())


def test_a_lost_second_factor_is_taken_away_and_its_sessions_close(account, secret):
    client = Client()
    client.force_login(account)

    actions.forget_second_factor(account, **BY, now=now())

    assert not queries.has_second_factor(account.pk)
    assert not is_in(client)


def test_one_signs_out_of_one_device_or_of_all_the_others(account):
    here, there, elsewhere = Client(), Client(), Client()
    for one in (here, there, elsewhere):
        one.force_login(account)
    there_row = OpenSession.objects.get(key=there.session.session_key)

    here.post(f"/compte/appareils/{there_row.pk}/deconnecter/")
    assert [is_in(one) for one in (here, there, elsewhere)] == [True, False, True]

    here.post("/compte/appareils/deconnecter/")
    assert [is_in(one) for one in (here, elsewhere)] == [True, False]


def test_nobody_closes_the_session_of_another(account):
    theirs, mine = Client(), Client()
    theirs.force_login(factories.User())
    mine.force_login(account)
    row = OpenSession.objects.get(key=theirs.session.session_key)

    assert mine.post(f"/compte/appareils/{row.pk}/deconnecter/").status_code == 404
    assert is_in(theirs)


def test_a_second_factor_that_was_not_shown_in_this_session_opens_nothing(client, account, secret):
    client.force_login(account)

    assert client.get("/membres/").url == "/compte/proteger/?retour=%2Fmembres%2F"
    assert client.get("/compte/proteger/?retour=/membres/").url == "/compte/confirmer/code/?next=%2Fmembres%2F"


def test_the_second_factor_of_another_account_in_the_same_session_opens_nothing(client, account):
    people.sign_in(client, "administrator")
    session = client.session
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()

    assert client.get("/membres/").status_code == 302


def test_the_organisation_in_use_is_one_of_hers(client, account):
    other = factories.Membership(user=account, organisation__name="Centre social")
    stranger = factories.Organisation(name="Ailleurs")
    client.force_login(account)

    client.post("/compte/organisation/", {"organisation": stranger.pk})
    assert "Ailleurs" not in client.get("/espace/").content.decode()
    answer = client.post("/compte/organisation/", {"organisation": other.organisation.pk}, follow=True)

    assert "Vous travaillez maintenant pour Centre social (membre)." in answer.content.decode()


def test_a_confirmed_list_is_remembered_and_falls_due_again(client, clock):
    people.sign_in(client, "administrator")
    assert "attend votre relecture" in client.get("/membres/").content.decode()

    client.post("/membres/confirmer/")
    assert "Liste relue le" in client.get("/membres/").content.decode()
    assert AccessReview.objects.get().member_count == 1
    assert queries.reviews_due(now=now()) == []

    review = AccessReview.objects.get()
    review.at -= timedelta(days=93)
    review.save()
    assert [one.name for one in queries.reviews_due(now=now())] == ["Régie des Tilleuls"]


@pytest.mark.parametrize("path", ["/membres/", "/administration/comptes/", "/compte/"])
def test_a_page_asks_as_much_for_one_as_for_many(client, path):
    kind = "installation_administrator" if "administration" in path else "administrator"
    people.sign_in(client, kind)
    few = count(client, path)
    for number in range(15):
        membership = factories.Membership(user__email=f"n{number}@exemple.fr", organisation=people.organisation())
        factories.CiteRole(membership=membership, cite=people.cite())

    assert count(client, path) == few


def test_members_come_by_page_and_are_found_by_name(client):
    people.sign_in(client, "administrator")
    for number in range(30):
        factories.Membership(user__email=f"n{number}@exemple.fr", organisation=people.organisation())

    page = client.get("/membres/").content.decode()
    assert page.count("@exemple.fr") < 25
    assert "page=2" in page
    assert "n29@exemple.fr" in client.get("/membres/?q=n29").content.decode()


def count(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_list_of_accounts_says_who_has_access_to_what():
    membership = factories.Membership(role="administrator", organisation__name="Régie")
    factories.CiteRole(membership=membership, cite__name="Val-Fictif", role="partner")

    row = queries.all_accounts().get(pk=membership.user.pk)

    assert row.organisations == "Régie (administration de l’organisation)"
    assert row.cite_roles == "Val-Fictif (partenaire)"
    assert row.second_factor == SecondFactor.NOWHERE


@pytest.fixture
def four_accounts():
    """Who came, who never did; codes of an application, two factors at ProConnect, none at all."""
    day = now()
    partner = factories.Membership(user__last_name="Partenaire", user__last_login=day - timedelta(days=200))
    coordinator = factories.Membership(role="administrator", user__last_name="Coordonne", user__last_login=day)
    for one, role in ((partner, "partner"), (coordinator, "coordinator")):
        factories.CiteRole(membership=one, cite=people.cite(), role=role)
    factories.Membership(user__last_name="Ailleurs", user__is_active=False)
    auth.TOTP.activate(coordinator.user, auth.generate_totp_secret())
    factories.Identity(user=partner.user, issuer="https://un.exemple", subject="p", proved_at=day)
    factories.Identity(user=coordinator.user, issuer="https://un.exemple", subject="c", proved_at=day)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=coordinator", {"Coordonne"}),
        ("role=administrator", {"Coordonne"}),
        ("role=installation_administrator", {"plateforme"}),
        ("territoire=val-fictif", {"Partenaire", "Coordonne"}),
        ("venue=90", {"Partenaire"}),
        ("etat=ferme", {"Ailleurs"}),
        ("second_facteur=ici", {"Coordonne"}),
        ("second_facteur=proconnect", {"Partenaire"}),
        ("second_facteur=aucun", {"Ailleurs", "plateforme"}),
        ("q=r%C3%A9gie+tilleuls&role=coordinator", {"Coordonne"}),
        ("territoire=val-fictif&role=partner", {"Partenaire"}),
    ],
)
def test_each_filter_of_the_accounts_keeps_what_it_says_in_the_page_and_in_the_file(
    client, four_accounts, query, expected
):
    people.sign_in(client, "installation_administrator")
    names = {"Partenaire", "Coordonne", "Ailleurs", "plateforme"}
    page = client.get(f"/administration/comptes/?{query}").content.decode().partition("<table")[2]
    file = client.get(f"/administration/comptes/?{query}&format=csv").getvalue().decode()

    for text in (page, file):
        assert {name for name in names if name in text} == expected


def test_the_first_sentence_of_the_accounts_says_what_is_not_as_it_should_be(client, four_accounts):
    people.sign_in(client, "installation_administrator")
    page = client.get("/administration/comptes/").content.decode().replace("\u00a0", " ")

    assert "3 comptes ouverts, dont 1 sans second facteur et 0 jamais venu." in page


def test_the_demonstration_opens_no_door_outside_of_it(client, settings):
    invented.load(now())

    assert client.get("/demo/").status_code == client.post("/demo/karim-benali/").status_code == 404
    assert "/demo/" not in client.get("/compte/connexion/").content.decode() + client.get("/").content.decode()
    settings.DEMO = True
    assert client.post("/demo/karim-benali/").url == "/espace/"
    assert client.get("/membres/").status_code == 200
    settings.DEMO = False
    assert client.get("/membres/").status_code == 302


def test_the_demonstration_loads_twice_and_changes_nothing():
    assert invented.load(now()) == invented.load(now())
    assert Membership.objects.count() == sum(len(one.places) for one in invented.PEOPLE)
    assert not any(one.has_usable_password() for one in User.objects.all())


def test_the_people_of_the_demonstration_are_protected_as_people_are():
    invented.load(now())

    found = {one.email: one for one in queries.all_accounts()}
    assert {SecondFactor(one.second_factor) for one in found.values()} == set(SecondFactor)
    assert found["karim-benali@exemple.fr"].second_factor == SecondFactor.HERE
    assert found["david-morel@exemple.fr"].last_login is None
    assert awaited.without_second_factor() == 0, "those that miss one open no personal data"
