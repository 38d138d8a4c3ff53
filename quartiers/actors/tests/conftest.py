"""Somebody who can sign in, and an application that gives her codes."""

from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.totp.internal import auth
from django.test import Client

from tests import factories

PASSWORD = "quatre girafes en vélo"
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


def code(secret: str, step: int = 0) -> str:
    """What the application shows now, or so many half minutes later."""
    counters = list(auth.yield_hotp_counters_from_time())
    return f"{auth.hotp_value(secret, counters[len(counters) // 2] + step):06}"
