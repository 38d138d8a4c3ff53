"""Sign in: who gets in, what is remembered, and what each trick gets."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from quartiers.actors import actions
from quartiers.actors.models import FailedAttempt, OpenSession
from quartiers.actors.rules import failures_allowed
from quartiers.actors.tests.conftest import PASSWORD, code
from quartiers.office.queries import mails
from quartiers.office.rules import PLATFORM
from tests import factories

pytestmark = pytest.mark.django_db


def is_in(client) -> bool:
    return client.get("/espace/").status_code == 200


def test_an_address_and_its_password_open_the_account(client, account, sign_in):
    assert sign_in().url == "/espace/"
    assert is_in(client)


def test_the_case_of_the_address_does_not_count(client, account, sign_in):
    sign_in(email="Cora@Exemple.FR")

    assert is_in(client)


@pytest.mark.parametrize("email", ["cora@exemple.fr", "inconnue@exemple.fr"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, account, sign_in, email):
    answer = sign_in(email=email, password="autre chose que cela")

    assert answer.status_code == 200
    assert "ne vont pas ensemble" in answer.content.decode()
    assert not is_in(client)


def test_an_unknown_address_costs_as_much_work_as_a_known_one(client, account, sign_in, monkeypatch):
    """Each answer turns the password once through the same function: its time says nothing of the address."""
    hasher, turned = get_hasher(), []
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda self, *args, **more: turned.append(1) or encode(self, *args, **more)
    )

    costs = []
    factories.User(email="sans-mot-de-passe@exemple.fr", password="!")  # who comes by ProConnect alone
    factories.User(email="fermee@exemple.fr", password=account.password, is_active=False)
    for name in ("cora", "inconnue", "sans-mot-de-passe", "fermee"):
        turned.clear()
        sign_in(email=f"{name}@exemple.fr", password="autre chose que cela")
        costs.append(len(turned))
    assert costs == [1, 1, 1, 1]


def test_who_has_a_second_factor_is_asked_for_its_code(client, account, secret, sign_in, clock):
    assert sign_in().url.startswith("/compte/connexion/code/")
    assert not is_in(client)

    assert client.post("/compte/connexion/code/", {"code": code(secret)}).url == "/espace/"
    assert is_in(client)


def test_a_code_serves_once(client, account, secret, sign_in, clock):
    sign_in()
    client.post("/compte/connexion/code/", {"code": code(secret)})
    client.post("/compte/deconnexion/")
    sign_in()

    answer = client.post("/compte/connexion/code/", {"code": code(secret)})

    assert answer.status_code == 200
    assert not is_in(client)


def test_an_older_code_does_not_serve_after_a_newer_one(client, account, secret, sign_in, clock):
    sign_in()
    client.post("/compte/connexion/code/", {"code": code(secret)})
    client.post("/compte/deconnexion/")
    sign_in()

    answer = client.post("/compte/connexion/code/", {"code": code(secret, step=-1)})

    assert "a déjà servi" in answer.content.decode()


def test_the_secret_of_the_application_is_not_stored_in_clear(account, secret):
    stored = Authenticator.objects.get(user=account)

    assert secret not in stored.data["secret"]
    assert stored.wrap().validate_code(code(secret))


def test_ten_failures_close_the_account_for_a_quarter_of_an_hour(client, account, sign_in, clock):
    for _ in range(10):
        sign_in(password="autre chose que cela")

    assert "Trop d’essais" in sign_in().content.decode()
    assert not is_in(client)

    clock.shift(15 * 60 + 1)
    sign_in()
    assert is_in(client)


def test_an_unknown_address_is_closed_like_a_known_one(client, account, sign_in, clock):
    for _ in range(10):
        sign_in(email="inconnue@exemple.fr", password="autre chose que cela")

    assert "Trop d’essais" in sign_in(email="inconnue@exemple.fr").content.decode()


def test_many_accounts_tried_from_one_address_close_that_address(client, account, sign_in, clock):
    for number in range(60):
        sign_in(email=f"inconnue{number}@exemple.fr", password="autre chose que cela")
        clock.shift(5)

    assert "Trop d’essais" in sign_in().content.decode()


def test_codes_are_counted_too(client, account, secret, sign_in, clock):
    sign_in()
    for _ in range(10):
        client.post("/compte/connexion/code/", {"code": "000000"})

    answer = client.post("/compte/connexion/code/", {"code": code(secret)})

    assert "Trop d’essais" in answer.content.decode()
    assert not is_in(client)


def test_what_is_counted_names_nobody_and_does_not_last(client, account, sign_in, clock):
    sign_in(password="autre chose que cela")
    assert not FailedAttempt.objects.filter(subject__contains="cora").exists()

    clock.shift(16 * 60)
    sign_in(email="autre@exemple.fr", password="autre chose que cela")
    assert FailedAttempt.objects.count() == 2


def test_the_key_of_the_session_changes_at_sign_in(client, account, sign_in):
    session = client.session
    session["avant"] = "oui"
    session.save()
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value

    sign_in()

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize(
    "target",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example/",
        "javascript:alert(1)",
        "/" + "a" * 3000,
    ],
)
def test_sign_in_never_leads_elsewhere(client, account, sign_in, target):
    assert sign_in(next=target).url == "/espace/"


def test_sign_in_leads_back_to_the_page_that_asked(client, account, sign_in):
    asked = client.get("/compte/profil/").url

    assert asked == "/compte/connexion/?next=%2Fcompte%2Fprofil%2F"
    assert sign_in(next="/compte/profil/").url == "/compte/profil/"


def test_a_form_of_another_site_is_refused(account):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/compte/connexion/", {"login": account.email, "password": PASSWORD}).status_code == 403


def test_a_closed_account_does_not_enter(client, account, sign_in):
    account.is_active = False
    account.save()

    assert sign_in().url == "/compte/connexion/fermee/"
    assert not is_in(client)


def test_nobody_signs_up(client):
    assert client.get("/compte/inscription/").status_code == 404
    assert client.get("/compte/signup/").status_code == 404


@pytest.mark.parametrize(
    ("email", "count"), [("cora@exemple.fr", 1), ("CORA@exemple.fr ", 1), ("inconnue@exemple.fr", 0)]
)
def test_asking_for_a_new_password_answers_the_same_to_everyone(client, account, forgotten, email, count):
    assert forgotten(client, email).url == "/compte/mot-de-passe/envoye/"
    assert mails().filter(kind="actors.password_reset_key").count() == count


def test_a_closed_account_gets_no_link(client, account, forgotten):
    actions.deactivate(account, by=PLATFORM, now=now())

    assert forgotten(client, account.email).url == "/compte/mot-de-passe/envoye/"
    assert not mails().exists()


def test_asking_for_a_new_password_does_the_same_work_whoever_asks(client, account):
    """The page asks the database the same things in the same order: its time says nothing of the address."""

    def work(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.post("/compte/mot-de-passe/", {"email": email})
        return [" ".join(re.findall(r'^\w+|(?:FROM|INTO|UPDATE) "\w+"', one["sql"])) for one in captured]

    work("premiere@exemple.fr")
    assert work("cora@exemple.fr") == work("inconnue@exemple.fr")
    assert not any("actors_user" in sql for sql in work("cora@exemple.fr")), "nobody looks whether it has an account"


@pytest.mark.parametrize("email", ["cora@exemple.fr", "inconnue@exemple.fr"])
def test_a_new_password_asked_again_and_again_waits_whatever_the_process(client, account, email):
    """The count is in the database: emptying the cache, as another process would, changes nothing."""
    for turn in range(failures_allowed(by_address=False, on=now().date())):
        cache.clear()
        assert client.post("/compte/mot-de-passe/", {"email": email}, REMOTE_ADDR=f"192.0.2.{turn}").status_code == 302

    refused = client.post("/compte/mot-de-passe/", {"email": email}, REMOTE_ADDR="192.0.2.99")

    assert "Beaucoup de demandes" in refused.content.decode()
    assert email in refused.content.decode()


def last_link() -> str:
    return next(word for word in mails().get().text.split() if word.startswith("http"))


def test_the_link_of_a_mail_does_not_follow_the_host_of_the_request(client, account, forgotten, settings):
    settings.ALLOWED_HOSTS = ["testserver", "pirate.example"]
    forgotten(client, account.email, host="pirate.example")

    assert last_link().startswith(settings.SITE_URL)


def test_a_new_password_closes_every_session_and_its_link_serves_once(client, account, sign_in, forgotten):
    sign_in()
    elsewhere = Client()
    forgotten(elsewhere, account.email)
    link = last_link().removeprefix(settings.SITE_URL)
    form = elsewhere.get(link).url
    words = {"password1": "des chaussettes sans orage", "password2": "des chaussettes sans orage"}

    assert elsewhere.post(form, words).url == "/compte/mot-de-passe/choisi/"
    assert not is_in(client)
    assert "ne sert plus" in Client().get(link).content.decode()
    assert OpenSession.objects.filter(user=account).count() == 0


@pytest.mark.parametrize("password", ["court", "123456789012", "cora@exemple.fr", "1q2w3e4r5t6y"])
def test_a_weak_password_is_refused(client, account, sign_in, password):
    sign_in()

    answer = client.post(
        "/compte/mot-de-passe/changer/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    assert answer.status_code == 200
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
