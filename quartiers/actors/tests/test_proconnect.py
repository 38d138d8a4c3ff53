"""ProConnect, against a provider that runs on this machine: sign in, join, link, unlink, sign out."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from quartiers.actors import actions, queries
from quartiers.actors.actions.identities import ANOTHER, NO_WAY_IN, TAKEN
from quartiers.actors.models import Identity, Invitation, Membership, User
from quartiers.actors.queries import awaited
from quartiers.actors.rules import Role, SecondFactor
from quartiers.actors.tests.conftest import ENTER, PASSWORD, code, come, go, is_in, told, verbs
from quartiers.actors.views.proconnect import OTHER_ACCOUNT, OTHER_ADDRESS, UNKNOWN
from quartiers.kernel.errors import RuleBroken
from quartiers.office.queries import mails
from quartiers.office.rules import PLATFORM, Author, Verb
from tests import factories, people

pytestmark = pytest.mark.django_db
RETURN, LINK, UNLINK = f"{ENTER}retour/", f"{ENTER}relier/", f"{ENTER}retirer/"
SIGN_IN, ACCOUNT, DESK = "/compte/connexion/", "/compte/", "/espace/"


def invited(email: str = "awa@exemple.fr", **more) -> str:
    """The link of an invitation."""
    organisation = factories.Organisation(name="Mission locale")
    link = actions.invite(email, organisation=organisation, by=PLATFORM, now=now(), **more)
    return link.removeprefix(configured.SITE_URL)


def token(link: str) -> str:
    return link.split("/")[2]


# --- Without a provider


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", [ENTER, RETURN, LINK, UNLINK])
def test_without_a_provider_its_addresses_do_not_exist(client, account, sign_in, path, method):
    assert getattr(client, method)(path).status_code == 404
    sign_in()
    assert getattr(client, method)(path).status_code == 404


def test_without_a_provider_nothing_of_it_shows(client, account, sign_in):
    assert all("ProConnect" not in client.get(page).content.decode() for page in (SIGN_IN, invited()))
    sign_in()
    assert "ProConnect" not in client.get(ACCOUNT).content.decode()


# --- Sign in


def test_a_known_identity_opens_its_account(client, provider, linked):
    assert "S’identifier avec ProConnect" in client.get(SIGN_IN).content.decode()

    assert come(client, provider).url == DESK
    assert is_in(client)
    assert verbs("actors.account") == [Verb.SIGN_IN]


def test_it_leads_back_to_the_page_that_asked(client, provider, linked):
    assert 'name="next" value="/compte/profil/"' in client.get(f"{SIGN_IN}?next=/compte/profil/").content.decode()

    assert come(client, provider, next="/compte/profil/").url == "/compte/profil/"


@pytest.mark.parametrize(
    "target", ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example/", "javascript:alert(1)"]
)
def test_it_never_leads_elsewhere(client, provider, linked, target):
    assert come(client, provider, next=target).url == DESK


def test_the_host_of_a_request_changes_no_address(client, provider, linked, settings):
    settings.ALLOWED_HOSTS = ["testserver", "pirate.example"]
    asked = client.post(ENTER, headers={"host": "pirate.example"}).context["address"]
    client.get(provider.answer(asked).removeprefix(settings.SITE_URL))
    out = client.post("/compte/deconnexion/", headers={"host": "pirate.example"}).context["address"]

    assert provider.asked[0]["redirect_uri"] == f"{settings.SITE_URL}{RETURN}"
    assert "pirate" not in asked + out


def test_the_key_of_the_session_changes_and_its_cookie_ends_with_the_browser(client, provider, linked):
    back = go(client, provider)
    planted = client.cookies[configured.SESSION_COOKIE_NAME].value
    client.get(back)

    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert cookie.value != planted
    assert not cookie["max-age"]
    assert not Session.objects.filter(session_key=planted).exists()


def test_whoever_was_signed_in_before_is_out(client, provider, linked):
    back = go(client, provider)
    client.force_login(factories.User(email="autre@exemple.fr"))

    client.get(back)

    assert client.session["_auth_user_id"] == str(linked.pk)
    assert verbs("actors.account") == [Verb.SIGN_IN, Verb.SIGN_OUT, Verb.SIGN_IN]


def test_a_form_of_another_site_is_refused(provider):
    assert Client(enforce_csrf_checks=True).post(ENTER).status_code == 403


def test_a_closed_account_is_told_so_and_does_not_enter(client, provider, linked):
    User.objects.filter(pk=linked.pk).update(is_active=False)

    assert come(client, provider).url == "/compte/connexion/fermee/"
    assert not is_in(client)


def test_an_address_alone_opens_nothing(client, provider, account):
    provider.person["email"] = account.email

    assert UNKNOWN in told(client, come(client, provider))
    assert not is_in(client)
    assert not Identity.objects.exists()
    assert verbs("actors.sign_in") == [Verb.REFUSED]


def test_the_same_identifier_at_another_provider_is_somebody_else(client, provider, account):
    factories.Identity(user=account, issuer="https://ailleurs.example", subject=provider.person["sub"])

    assert UNKNOWN in told(client, come(client, provider))


@pytest.mark.parametrize(("name", "algorithm"), [("first", "ES256"), ("rsa", "RS256"), ("rsa", "PS256")])
def test_signatures_with_a_public_key_are_read(client, provider, linked, name, algorithm):
    provider.signs_with, provider.publishes, provider.algorithm = name, (name,), algorithm

    assert come(client, provider).url == DESK


def test_a_change_of_keys_needs_nothing(client, provider, linked):
    come(client, provider)
    client.post("/compte/deconnexion/")
    provider.signs_with, provider.publishes = "second", ("first", "second")

    assert come(client, provider).url == DESK


def test_what_the_provider_publishes_of_itself_is_asked_once(client, provider, linked):
    come(client, provider)
    come(client, provider)

    assert provider.calls.count("/.well-known/openid-configuration") == 1
    assert provider.calls.count("/token") == 2


# --- The second factor


@pytest.mark.parametrize(
    ("amr", "acr"), [(["pwd", "otp", "mfa"], "eidas1"), (["pwd"], "eidas2"), (None, "eidas3")], ids=str
)
def test_two_factors_shown_to_the_provider_count_for_this_session(client, provider, linked, sign_in, amr, acr):
    provider.amr, provider.acr = amr, acr
    come(client, provider)

    assert client.get("/membres/").status_code == 200
    assert "Un second facteur a été montré pour cette session" in client.get(ACCOUNT).content.decode()

    client.post("/compte/deconnexion/")
    sign_in()
    assert client.get("/membres/").url.startswith("/compte/proteger/"), "not for the next one"


@pytest.mark.parametrize(
    ("amr", "acr"), [(["pwd"], "eidas1"), ([], ""), (None, None), (["mail"], "mfa"), ("mfa", None)], ids=str
)
def test_one_factor_alone_leaves_personal_data_closed(client, provider, linked, amr, acr):
    provider.amr, provider.acr = amr, acr
    come(client, provider)

    assert is_in(client)
    assert client.get("/membres/").url.startswith("/compte/proteger/")


def test_who_has_a_second_factor_here_shows_it_here(client, provider, linked, secret, clock):
    assert come(client, provider, next="/membres/").url.startswith("/compte/connexion/code/")
    assert not is_in(client)

    assert client.post("/compte/connexion/code/", {"code": code(secret)}).url == "/membres/"
    assert client.get("/membres/").status_code == 200


def test_who_showed_two_factors_there_is_not_asked_again(client, provider, linked, secret, clock):
    provider.amr = ["mfa"]

    assert come(client, provider).url == DESK
    assert client.get("/membres/").status_code == 200


# --- Come with an invitation


def test_a_newcomer_joins_without_a_password(client, provider):
    link = invited()
    assert f'name="invitation" value="{token(link)}"' in client.get(link).content.decode()

    answer = come(client, provider, invitation=token(link))

    assert answer.url == DESK
    assert "Bienvenue. Vous travaillez maintenant pour Mission locale." in told(client, answer)
    user = Membership.objects.get().user
    assert (str(user), user.email, user.has_usable_password()) == ("Awa Diarra", "awa@exemple.fr", False)
    assert (Identity.objects.get().user, Identity.objects.get().subject) == (user, "awa-1")
    assert verbs("actors.identity") == [Verb.CREATE]
    assert Client().get(link).status_code == 410

    client.post("/compte/deconnexion/")
    assert come(client, provider).url == DESK


@pytest.mark.parametrize(("amr", "page"), [(["pwd"], "/compte/proteger/"), (["pwd", "mfa"], DESK)])
def test_a_newcomer_whose_role_opens_personal_data_needs_two_factors(client, provider, amr, page):
    provider.amr = amr

    assert come(client, provider, invitation=token(invited(role=Role.ADMINISTRATOR))).url == page
    assert client.get("/compte/second-facteur/installer/").status_code == 200, "with nothing to prove again"


def test_a_name_that_no_page_could_show_is_cut(client, provider):
    provider.person |= {"given_name": "Awa\x00\n" + "a" * 300, "usual_name": None}
    come(client, provider, invitation=token(invited()))

    assert str(User.objects.get()) == "Awa" + "a" * 97


def test_an_invitation_does_not_open_to_another_address(client, provider):
    link = invited("bela@exemple.fr")

    assert OTHER_ADDRESS in told(client, come(client, provider, invitation=token(link)))
    assert not User.objects.exists()
    assert client.get(link).status_code == 200, "it still waits for the right person"


def test_an_invitation_taken_back_meanwhile_opens_nothing(client, provider):
    back = go(client, provider, invitation=token(invited()))
    actions.revoke_invitation(Invitation.objects.get(), by=PLATFORM, now=now())

    assert UNKNOWN in told(client, client.get(back))
    assert not User.objects.exists()


def test_an_invitation_does_not_take_the_account_that_has_its_address(client, provider, account):
    provider.person["email"] = account.email
    link = invited(account.email)

    answer = come(client, provider, invitation=token(link))

    assert "Un compte existe déjà à cette adresse" in told(client, answer)
    assert not is_in(client)
    assert not Identity.objects.exists()


def test_who_has_an_account_enters_it_and_the_invitation_of_another_waits(client, provider, linked):
    link = invited("bela@exemple.fr")

    assert OTHER_ACCOUNT in told(client, come(client, provider, invitation=token(link)))
    assert client.session["_auth_user_id"] == str(linked.pk)
    assert Invitation.objects.get().accepted_at is None


# --- Link and unlink


def test_one_links_and_unlinks_in_one_s_account(client, provider, account, sign_in):
    sign_in()
    assert "Relier ProConnect" in client.get(ACCOUNT).content.decode()

    assert "ProConnect ouvre maintenant votre compte." in told(client, come(client, provider, LINK))
    come(client, provider, LINK)
    assert Identity.objects.get().user == account
    assert mails().get(kind="actors.identity_linked").recipient == account.email

    assert "ProConnect n’ouvre plus votre compte." in told(client, client.post(UNLINK))
    client.post(UNLINK)
    assert not Identity.objects.exists()
    assert mails().filter(kind="actors.identity_unlinked").count() == 1
    assert verbs("actors.identity") == [Verb.CREATE, Verb.DELETE]


@pytest.mark.parametrize("path", [LINK, UNLINK])
def test_a_stranger_is_sent_to_sign_in(client, provider, path):
    assert client.post(path).url == SIGN_IN
    assert not provider.calls


def test_linking_asks_again_who_one_is_after_a_while(client, provider, account, sign_in, clock):
    sign_in()
    clock.shift(timedelta(minutes=16))

    assert client.post(LINK).url.startswith("/compte/confirmer/")
    page = client.post(f"/compte/confirmer/?next={LINK}", {"password": PASSWORD})

    client.get(provider.answer(page.context["address"]).removeprefix(configured.SITE_URL))
    assert Identity.objects.get().user == account


def test_an_identity_opens_one_account_only(client, provider, linked):
    client.force_login(factories.User(email="autre@exemple.fr", password="!"))

    assert TAKEN in told(client, come(client, provider, LINK))
    assert Identity.objects.get().user == linked


def test_an_account_has_one_identity_only(client, provider, linked, sign_in):
    sign_in()
    provider.person["sub"] = "autre-1"

    assert ANOTHER in told(client, come(client, provider, LINK))
    assert Identity.objects.get().subject == "awa-1"


def test_the_only_way_in_is_kept_until_there_is_another(client, provider, forgotten):
    come(client, provider, invitation=token(invited()))
    page = client.get(ACCOUNT).content.decode()
    assert "ProConnect seul ouvre ce compte." in page
    assert "Retirer ProConnect" not in page
    assert NO_WAY_IN in told(client, client.post(UNLINK))

    assert client.get("/compte/mot-de-passe/changer/", follow=True).redirect_chain[-1][0] == "/compte/mot-de-passe/"
    forgotten(client, "awa@exemple.fr")
    link = next(word for word in mails().get(kind="actors.password_reset_key").text.split() if word.startswith("http"))
    form = client.get(link.removeprefix(configured.SITE_URL)).url
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})

    client.post(SIGN_IN, {"login": "awa@exemple.fr", "password": PASSWORD})
    assert "n’ouvre plus" in told(client, client.post(UNLINK))
    assert not Identity.objects.exists()


# --- What an administrator sees of it, and takes away


@pytest.mark.parametrize(("amr", "said"), [(["mfa"], SecondFactor.AT_PROVIDER), (["pwd"], SecondFactor.NOWHERE)])
def test_the_list_of_accounts_says_whether_the_last_sign_in_showed_two_factors_there(
    client, provider, linked, amr, said
):
    for before, last in ((["pwd"], amr), (["mfa"], amr)):
        for shown in (before, last):
            provider.amr = shown
            come(client, provider)

        assert queries.all_accounts().get(pk=linked.pk).second_factor == said
        assert queries.members(Membership.objects.get().organisation.pk).get().second_factor == said
        assert awaited.without_second_factor() == queries.account_counts().unprotected == (amr == ["pwd"])


def test_linking_with_two_factors_is_remembered_too(client, provider, account, sign_in):
    sign_in()
    provider.amr = ["mfa"]
    come(client, provider, LINK)

    assert queries.all_accounts().get(pk=account.pk).second_factor == SecondFactor.AT_PROVIDER


def test_an_administrator_takes_an_identity_away_and_its_sessions_end(client, provider, linked):
    come(client, provider)
    administrator = Client()
    people.sign_in(administrator, "installation_administrator")
    page = f"/administration/comptes/{linked.pk}/"
    assert "Une identité ProConnect ouvre ce compte depuis" in administrator.get(page).content.decode()

    said = told(administrator, administrator.post(f"{page}proconnect/"))

    assert "ProConnect n’ouvre plus le compte de Cora" in said
    assert "Une identité ProConnect ouvre" not in said
    assert not is_in(client)
    assert UNKNOWN in told(client, come(client, provider))
    assert "Votre mot de passe l’ouvre toujours." in mails().get(kind="actors.identity_unlinked").text
    assert verbs("actors.identity") == [Verb.DELETE]


def test_who_had_no_password_is_told_how_to_come_back(client, provider):
    come(client, provider, invitation=token(invited()))
    by = Author(factories.User(email="plateforme@exemple.fr").pk, None)

    actions.take_identity_away(User.objects.get(email="awa@exemple.fr"), by=by, now=now())

    said = mails().get(kind="actors.identity_unlinked").text
    assert f"{configured.SITE_URL}/compte/mot-de-passe/" in said
    assert "Votre mot de passe" not in said


def test_nobody_takes_her_own_identity_away_as_an_administrator_nor_one_that_is_not(account):
    with pytest.raises(RuleBroken, match="propre compte"):
        actions.take_identity_away(account, by=Author(account.pk, None), now=now())
    with pytest.raises(RuleBroken, match="Aucune identité"):
        actions.take_identity_away(account, by=PLATFORM, now=now())


def test_the_identity_goes_with_the_account(provider, linked):
    linked.delete()

    assert not Identity.objects.exists()


# --- Sign out


def test_signing_out_ends_the_session_at_the_provider_too(client, provider, linked):
    come(client, provider)
    address = client.post("/compte/deconnexion/").context["address"]

    assert not is_in(client)
    assert address.startswith(f"{provider.url}/session/end?id_token_hint=ey")
    assert f"post_logout_redirect_uri={configured.SITE_URL.replace(':', '%3A').replace('/', '%2F')}%2F&" in address
    assert client.post("/compte/deconnexion/").status_code == 302, "once is enough"


def test_who_came_with_a_password_signs_out_here_only(client, provider, linked, sign_in):
    sign_in()

    assert client.post("/compte/deconnexion/").url == "/"


def test_a_provider_without_a_way_out_keeps_nobody(client, provider, linked):
    provider.configuration = {"end_session_endpoint": ""}
    come(client, provider)

    assert client.post("/compte/deconnexion/").url == "/"
    assert not is_in(client)
