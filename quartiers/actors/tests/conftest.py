"""Somebody who can sign in, an application that gives her codes, and a provider that knows her."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.test import Client

from quartiers.office.queries import audit_lines
from tests import factories
from tests.identity_server import Provider, identity_server

PASSWORD = "quatre girafes en vélo"
ENTER = "/compte/proconnect/"
NOON = "2026-11-23T12:00:00+01:00"


@pytest.fixture
def account(db):
    """The administrator of an organisation, without a second factor yet."""
    user = factories.Membership(
        user__email="cora@exemple.fr", user__first_name="Cora", role="administrator", organisation__name="Régie"
    ).user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def secret(account) -> str:
    """The secret of the application that she installed."""
    made = auth.generate_totp_secret()
    auth.TOTP.activate(account, made)
    return made


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sign_in(client: Client) -> Callable[..., object]:
    def post(email: str = "cora@exemple.fr", password: str = PASSWORD, **more: str) -> object:
        return client.post("/compte/connexion/", {"login": email, "password": password, **more})

    return post


@pytest.fixture
def forgotten(django_capture_on_commit_callbacks) -> Callable[..., object]:
    """Ask for a new password; the worker reads the request at once."""

    def post(client: Client, email: str, *, host: str = "testserver") -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/compte/mot-de-passe/", {"email": email}, headers={"host": host})

    return post


def code(secret: str, step: int = 0) -> str:
    """What the application shows now, or so many half minutes later."""
    counters = list(auth.yield_hotp_counters_from_time())
    return f"{auth.hotp_value(secret, counters[len(counters) // 2] + step):06}"


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """A provider of identities that the installation names."""
    with identity_server() as running:
        settings.PROCONNECT = running.settings
        yield running


@pytest.fixture
def linked(account, provider):
    """Her account, which the person at the provider's keyboard opens."""
    factories.Identity(user=account, issuer=provider.url, subject=provider.person["sub"])
    return account


def go(client: Client, provider: Provider, path: str = ENTER, **form: str) -> str:
    """Leave for the provider; the path that it sends back to."""
    page = client.post(path, form)
    assert page.status_code == 200, page
    return provider.answer(page.context["address"]).removeprefix(settings.SITE_URL)


def come(client: Client, provider: Provider, path: str = ENTER, **form: str):
    """Leave for the provider and come back."""
    return client.get(go(client, provider, path, **form))


def is_in(client: Client) -> bool:
    return client.get("/espace/").status_code == 200


def told(client: Client, answer) -> str:
    """What the page says where the answer leads."""
    return client.get(answer.url).content.decode()


def verbs(kind: str) -> list[str]:
    """What the journal holds about this kind of object, the oldest first."""
    return list(audit_lines().filter(kind=kind).order_by("pk").values_list("verb", flat=True))
