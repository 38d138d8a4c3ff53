"""ProConnect: what each trick gets, and each bad day of the provider. Nobody enters; a sentence says what to do."""

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from quartiers.actors import proconnect
from quartiers.actors.models import Identity
from quartiers.actors.proconnect import CANCELLED, LOST, SILENT, UNPROVED
from quartiers.actors.tests.conftest import ENTER, come, go, is_in, told, verbs
from quartiers.office.rules import Verb
from tests import factories
from tests.identity_server import CLIENT, key

pytestmark = pytest.mark.django_db
LINK = f"{ENTER}relier/"


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "first"})


def hashed_with_the_public_key(claims: dict[str, Any]) -> str:
    """HS256, with as a secret what anybody can read."""
    public = key("first").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "kid": "first", "typ": "JWT"}, claims)]
    head = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    seal = hmac.new(public, head, hashlib.sha256).digest()
    return (head + b"." + base64.urlsafe_b64encode(seal).rstrip(b"=")).decode()


def signed_by_another(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, key("thief"), algorithm="ES256", headers={"kid": "first"})


def with_its_own_key(claims: dict[str, Any]) -> str:
    """The key to read it with stands in the token itself."""
    jwk = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key("thief").public_key()))
    return jwt.encode(claims, key("thief"), algorithm="ES256", headers={"kid": "first", "jwk": jwk})


def without_a_name(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, key("first"), algorithm="ES256")


FORGERIES = [unsigned, hashed_with_the_public_key, signed_by_another, with_its_own_key, without_a_name]
IN_BOTH = {
    "for another service": {"aud": "autre"},
    "for nobody": {"aud": None},
    "from another provider": {"iss": "https://ailleurs.example"},
    "from nobody": {"iss": None},
    "too old": {"exp": int(time.time()) - 3600},
    "from the future": {"iat": int(time.time()) + 3600},
    "about nobody": {"sub": None},
}
IN_THE_ID_TOKEN = {
    "to another question": {"nonce": "n" * 48},
    "to no question": {"nonce": None},
    "without an end": {"exp": None},
    "without a beginning": {"iat": None},
    "for us and another, which asked": {"aud": [CLIENT, "autre"], "azp": "autre"},
    "for us and another, nobody asked": {"aud": [CLIENT, "autre"]},
    "about somebody else": {"sub": "bela-1"},
}
FAULTS = {
    **{f"id_token {name}": {"id_token": claims} for name, claims in {**IN_BOTH, **IN_THE_ID_TOKEN}.items()},
    **{f"userinfo {name}": {"userinfo": claims} for name, claims in IN_BOTH.items()},
    **{f"id_token {forge.__name__}": {"forges": "id_token", "forge": forge} for forge in FORGERIES},
    **{f"userinfo {forge.__name__}": {"forges": "userinfo", "forge": forge} for forge in FORGERIES},
    "userinfo about somebody else": {"userinfo": {"sub": "bela-1"}},
    "userinfo without a signature, as JSON": {"plain": True},
    "a key that is not published": {"signs_with": "second"},
    "no key at all": {"publishes": ()},
    "an identifier too long to keep": {"person": {"sub": "a" * 256}},
    "an identifier that is not plain": {"person": {"sub": "awa\u00e9-1"}},
    "an identifier that no table holds": {"person": {"sub": "awa\x00"}},
    "an empty identifier": {"person": {"sub": ""}},
    "a code that serves no more": {"statuses": {"/token": 400}},
    "a client that the provider refuses": {"statuses": {"/token": 401}},
    "userinfo refused": {"statuses": {"/userinfo": 403}},
    "a redirection": {"statuses": {"/token": 302}},
    "tokens that are no JSON": {"bodies": {"/token": b"<h1>Bonjour</h1>"}},
    "tokens that are a list": {"bodies": {"/token": b"[]"}},
    "tokens without an id_token": {"bodies": {"/token": b'{"access_token": "ouvre-toi"}'}},
    "an id_token that is a number": {"bodies": {"/token": b'{"access_token": "ouvre-toi", "id_token": 1}'}},
    "keys that are no keys": {"bodies": {"/jwks": b'{"keys": [1, {"kty": "EC", "kid": "first"}]}'}},
    "keys that are a word": {"bodies": {"/jwks": b'{"keys": "first"}'}},
    "keys without an end": {"bodies": {"/jwks": b"[" * 100_000}},
    "an answer too large": {"bodies": {"/jwks": b" " * (300 * 1024)}},
    "userinfo that is no text": {"bodies": {"/userinfo": b"\xff\xfe"}},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_answer_that_proves_nothing_opens_nothing(client, provider, linked, fault):
    for name, value in fault.items():
        setattr(provider, name, value)

    answer = come(client, provider)

    assert answer.url == "/compte/connexion/"
    assert UNPROVED in told(client, answer)
    assert not is_in(client)
    assert verbs("actors.sign_in") == [Verb.REFUSED]


def test_the_same_answers_without_the_fault_open(client, provider, linked):
    assert come(client, provider).url == "/espace/"


# --- The way back


@pytest.mark.parametrize("change", [("state=", "state=x"), ("state=", "autre=")])
def test_an_answer_to_another_question_opens_nothing(client, provider, linked, change):
    back = go(client, provider)

    assert LOST in told(client, client.get(back.replace(*change)))
    assert client.get(back).url == "/espace/", "the true answer still opens"


def test_an_answer_opens_in_the_browser_that_asked_only(client, provider, linked):
    """Whoever is led to the answer of another does not work in that one's account unawares."""
    back, other = go(client, provider), Client()

    assert LOST in told(other, other.get(back))
    assert not is_in(other)
    assert "/token" not in provider.calls


def test_an_answer_serves_once(client, provider, linked):
    back = go(client, provider)
    client.get(back)
    client.post("/compte/deconnexion/")

    assert LOST in told(client, client.get(back))
    assert not is_in(client)


def test_a_code_serves_once_even_if_the_question_comes_again(client, provider, linked):
    back = go(client, provider)
    question = client.session[proconnect.ASKED]
    client.get(back)
    again = Client()
    session = again.session
    session[proconnect.ASKED] = question
    session.save()

    assert UNPROVED in told(again, again.get(back))
    assert not is_in(again)


def test_the_code_of_somebody_else_opens_nothing(client, provider, linked):
    """A stolen code, brought to one's own question: the provider wants the word that only the asker has (PKCE)."""
    stolen = go(client, provider).partition("code=")[2]
    thief = Client()
    mine = go(thief, provider)

    answer = thief.get(mine.partition("code=")[0] + f"code={stolen}")

    assert UNPROVED in told(thief, answer)
    assert not is_in(thief)


def test_an_answer_that_comes_too_late_opens_nothing(client, provider, linked, clock):
    back = go(client, provider)
    clock.shift(timedelta(minutes=31))

    assert LOST in told(client, client.get(back))


@pytest.mark.parametrize(
    ("error", "sentence", "lines"),
    [
        ("access_denied", CANCELLED, []),
        ("server_error", UNPROVED, [Verb.REFUSED]),
        ("<script>", UNPROVED, [Verb.REFUSED]),
    ],
)
def test_who_comes_back_without_a_code_is_told_why(client, provider, linked, error, sentence, lines):
    provider.refuses = error

    assert sentence in told(client, come(client, provider))
    assert verbs("actors.sign_in") == lines


def test_an_answer_that_another_provider_gave_is_refused(client, provider, linked):
    back = go(client, provider)

    assert UNPROVED in told(client, client.get(back.replace("iss=http", "iss=https")))
    assert "/token" not in provider.calls


def test_coming_back_with_nothing_is_no_error(client, provider):
    assert LOST in told(client, client.get(f"{ENTER}retour/"))


# --- The identity of somebody else


def test_nobody_has_her_identity_linked_to_the_account_of_another(client, provider, account, sign_in):
    """The attacker leads a signed-in person to the end of his own linking."""
    attacker = Client()
    attacker.force_login(factories.User(email="pirate@exemple.fr", password="!"))
    back = go(attacker, provider, LINK)
    sign_in()

    assert LOST in told(client, client.get(back))
    assert not Identity.objects.exists()


def test_a_browser_that_changed_hands_links_nothing(client, provider, account):
    client.force_login(factories.User(email="avant@exemple.fr", password="!"))
    back = go(client, provider, LINK)
    question = client.session[proconnect.ASKED]
    client.force_login(account)
    session = client.session
    session[proconnect.ASKED] = question
    session.save()

    assert LOST in told(client, client.get(back))
    assert not Identity.objects.exists()


# --- The bad days of the provider


def test_a_provider_that_is_away_is_said_so_at_once(client, provider, settings):
    settings.PROCONNECT = {**provider.settings, "issuer": "http://127.0.0.1:9"}

    assert SILENT in told(client, client.post(ENTER))


@pytest.mark.parametrize("path", ["/token", "/jwks", "/userinfo"])
def test_a_provider_that_fails_midway_is_said_so(client, provider, linked, path):
    provider.statuses = {path: 503}

    assert SILENT in told(client, come(client, provider))
    assert not is_in(client)
    assert verbs("actors.sign_in") == [], "nobody was refused"


@pytest.mark.parametrize("publishes", [{"issuer": "https://ailleurs.example"}, {"authorization_endpoint": None}])
def test_a_provider_that_is_not_the_one_that_was_named_is_refused(client, provider, publishes):
    provider.configuration = publishes

    assert UNPROVED in told(client, client.post(ENTER))


def test_a_silence_does_not_hold_the_page(client, provider, linked, monkeypatch):
    monkeypatch.setattr(proconnect, "SILENCE_S", 0.2)
    back = go(client, provider)
    provider.slow_s = 5

    start = time.monotonic()
    answer = client.get(back)

    assert time.monotonic() - start < 2
    assert SILENT in told(client, answer)


def test_answers_that_drip_do_not_hold_the_page(client, provider, linked, monkeypatch):
    monkeypatch.setattr(proconnect, "CALLS_S", 0.4)
    back = go(client, provider)
    provider.slow_s, provider.drip = 0.02, True

    start = time.monotonic()
    answer = client.get(back)

    assert time.monotonic() - start < 2
    assert SILENT in told(client, answer)


def test_the_logs_say_what_failed_and_nothing_of_the_person(client, provider, linked, caplog):
    provider.plain = True
    come(client, provider)

    line = next(record for record in caplog.records if record.name == proconnect.__name__)
    assert line.levelname == "WARNING"
    assert line.getMessage() == "unproved"
    assert "Awa" not in str(line.__dict__)
