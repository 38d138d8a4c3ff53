"""ProConnect, the sign-in of the State for professionals: there and back over OpenID Connect (ADR 0008).

Nothing that comes back is believed before its signature, issuer, audience and age are checked, with the keys that the
provider publishes at that moment: a change of keys needs nothing here. What opens an account is an identity, which is
a pair: the issuer and her ``sub`` there. An e-mail address alone opens nothing.

Source: https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/implementation_technique
"""

import base64
import hashlib
import json
import logging
import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from quartiers.actors.rules import proves_two_factors
from quartiers.kernel.errors import RuleBroken
from quartiers.web.links import absolute

#: Where a session keeps its question, then what ends its sign-in at the provider.
ASKED, WAY_OUT = "proconnect_asked", "proconnect_way_out"
SCOPE = "openid given_name usual_name email"
#: What the id_token must tell besides: how she proved who she is.
CLAIMS = json.dumps({"id_token": {"amr": None, "acr": None}})
#: With a public key only: «none» proves nothing, and HS256 would take a public key for a secret.
ALGORITHMS = ("ES256", "RS256", "PS256")
#: Time to find one's password there, or to make one's account.
PATIENCE = timedelta(minutes=30)
#: How long one call may stay silent, and how long all those of a request may last.
SILENCE_S, CALLS_S = 4.0, 10.0
LARGEST_ANSWER_BYTES = 256 * 1024
CONFIGURATION_KEPT_S = 3600
#: Two clocks are never quite the same.
CLOCKS_APART_S = 30
LONGEST_NAME, LONGEST_SUBJECT = 100, 255
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
ERROR_CODE = re.compile(r"[a-z_]{1,40}")
#: An answer that is no JSON, no token, lacks a part, or does not prove what it says.
NONSENSE = (
    jwt.PyJWTError,
    httpx.HTTPError,
    httpx.InvalidURL,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
)

CANCELLED = "Vous êtes revenu de ProConnect sans vous identifier. Rien n’a changé."
LOST = "Cette identification a attendu trop longtemps, ou a commencé dans un autre navigateur. Recommencez ici."
STILL_OPEN = "Si vous avez un mot de passe, il ouvre toujours votre compte."
SILENT = f"ProConnect ne répond pas. Réessayez dans quelques minutes. {STILL_OPEN}"
UNPROVED = f"ProConnect n’a pas pu confirmer qui vous êtes. Recommencez. {STILL_OPEN}"

logger = logging.getLogger(__name__)


class Refused(RuleBroken):
    """What came back opens nothing here; the journal keeps a line of it."""


@dataclass(frozen=True)
class Asked:
    """What the session of a browser remembers while its owner is at the provider.

    Args:
        state: comes back with her: her answer opens in no other browser.
        nonce: comes back signed: the answer is to this question and no other.
        verifier: shows that who brings the code is who asked (PKCE).
        at: seconds since the epoch.
        user_id: the account to link; None to sign in.
        next_page: path of the page that asked; empty for the first page.
        invitation: hash of the link of an invitation; empty without one.
    """

    state: str
    nonce: str
    verifier: str
    at: float
    user_id: int | None = None
    next_page: str = ""
    invitation: str = ""


@dataclass(frozen=True)
class Shown:
    """Who the provider says that she is, kept no longer than her sign-in.

    Args:
        issuer: address that names the provider.
        subject: her identifier there, ``sub``.
        email: professional address, in lower case.
        first_name: at most 100 characters; may be empty.
        last_name: idem.
        second_factor: whether she has just shown two factors there.
        way_out: what ends her sign-in there: its address and the token to show.
    """

    issuer: str
    subject: str
    email: str
    first_name: str
    last_name: str
    second_factor: bool
    way_out: Mapping[str, str]


def is_on() -> bool:
    return bool(settings.PROCONNECT["issuer"])


def way_in(
    session: SessionBase, *, now: datetime, user_id: int | None = None, next_page: str = "", invitation: str = ""
) -> str:
    """The address where somebody proves who she is. The session remembers the question, its last one only.

    Args:
        session: of the browser that asks.
        now: instant.
        user_id: as in ``Asked``.
        next_page: idem.
        invitation: idem.

    Raises:
        RuleBroken: the provider does not answer.
    """
    with _provider() as provider:
        address = provider.configuration()["authorization_endpoint"]
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    asked = Asked(state, nonce, verifier, now.timestamp(), user_id, next_page, invitation)
    session[ASKED] = asdict(asked)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return _with(
        address,
        response_type="code",
        client_id=settings.PROCONNECT["client_id"],
        redirect_uri=_return_address(),
        scope=SCOPE,
        claims=CLAIMS,
        state=state,
        nonce=nonce,
        code_challenge=challenge,
        code_challenge_method="S256",
    )


def came_back(session: SessionBase, answer: Mapping[str, str], *, now: datetime) -> tuple[Asked, Shown]:
    """What was asked, and who answered it, once.

    Args:
        session: of the browser that comes back.
        answer: what its address holds.
        now: instant.

    Raises:
        RuleBroken: she gave up, took too long, comes back to another browser, or the provider does not answer.
        Refused: the answer proves nothing.
    """
    kept = session.get(ASKED)
    if kept is None or not constant_time_compare(kept["state"], answer.get("state", "")):
        raise RuleBroken(LOST)
    del session[ASKED]
    asked = Asked(**kept)
    if now.timestamp() - asked.at > PATIENCE.total_seconds():
        raise RuleBroken(LOST)
    issuer, error = settings.PROCONNECT["issuer"], answer.get("error", "")
    if error == "access_denied":
        raise RuleBroken(CANCELLED)
    if error or not answer.get("code") or answer.get("iss", issuer) != issuer:
        logger.warning("no code", extra={"fields": {"error": error if ERROR_CODE.fullmatch(error) else ""}})
        raise Refused(UNPROVED)
    with _provider() as provider:
        return asked, provider.who(answer["code"], asked)


def way_out(kept: Mapping[str, str]) -> str:
    """Where the provider ends a sign-in, then sends back to the home page; empty when it did not open it.

    Args:
        kept: the ``way_out`` of ``Shown``, as the session kept it.
    """
    if not kept.get("address"):
        return ""
    return _with(
        kept["address"],
        id_token_hint=kept["id_token"],
        post_logout_redirect_uri=absolute("/"),
        state=secrets.token_urlsafe(32),
    )


class _Provider:
    """The calls of one request; what is wrong in an answer is a ``ValueError`` or its like."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.until = time.monotonic() + CALLS_S

    def configuration(self) -> dict[str, Any]:
        """What the provider publishes of itself, kept an hour."""
        issuer = settings.PROCONNECT["issuer"]
        key = f"proconnect:{issuer}"
        found: dict[str, Any] | None = cache.get(key)
        if found is None:
            found = self._json("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if found["issuer"] != issuer or not all(isinstance(found[name], str) for name in ENDPOINTS):
                raise ValueError("another provider")
            cache.set(key, found, CONFIGURATION_KEPT_S)
        return found

    def who(self, code: str, asked: Asked) -> Shown:
        addresses, client_id = self.configuration(), settings.PROCONNECT["client_id"]
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": _return_address(),
            "client_id": client_id,
            "client_secret": settings.PROCONNECT["secret"],
            "code_verifier": asked.verifier,
        }
        given = self._json("POST", addresses["token_endpoint"], data=form)
        keys = jwt.PyJWKSet.from_dict(self._json("GET", addresses["jwks_uri"])).keys
        proved = _read(given["id_token"], keys, require=["exp", "iat", "iss", "aud", "sub", "nonce"])
        if not constant_time_compare(proved["nonce"], asked.nonce):
            raise ValueError("another question")
        if proved.get("azp", proved["aud"]) not in (client_id, [client_id]):
            raise ValueError("for another service")
        bearer = {"Authorization": f"Bearer {given['access_token']}"}
        userinfo = self._body("GET", addresses["userinfo_endpoint"], headers=bearer).decode("ascii")
        told = _read(userinfo, keys, require=["iss", "aud", "sub"])
        subject = told["sub"]
        if subject != proved["sub"]:
            raise ValueError("of somebody else")
        if not 0 < len(subject) <= LONGEST_SUBJECT or not (subject.isascii() and subject.isprintable()):
            raise ValueError("not an identifier")
        methods = proved.get("amr")
        return Shown(
            issuer=proved["iss"],
            subject=subject,
            email=_words(told, "email").lower(),
            first_name=_words(told, "given_name")[:LONGEST_NAME],
            last_name=_words(told, "usual_name")[:LONGEST_NAME],
            second_factor=proves_two_factors(methods if isinstance(methods, list) else [], proved.get("acr") or ""),
            way_out={"address": str(addresses.get("end_session_endpoint", "")), "id_token": given["id_token"]},
        )

    def _json(self, method: str, address: str, **request: Any) -> dict[str, Any]:
        found = json.loads(self._body(method, address, **request))
        if not isinstance(found, dict):
            raise TypeError("not an object")
        return found

    def _body(self, method: str, address: str, **request: Any) -> bytes:
        body = bytearray()
        timeout = min(SILENCE_S, max(self.until - time.monotonic(), 0.01))
        with self.client.stream(method, address, timeout=timeout, **request) as answer:
            answer.raise_for_status()
            for block in answer.iter_bytes():
                body += block
                if len(body) > LARGEST_ANSWER_BYTES:
                    raise ValueError("too large")
                if time.monotonic() > self.until:
                    raise httpx.ReadTimeout("too slow")
        return bytes(body)


@contextmanager
def _provider() -> Iterator[_Provider]:
    """The provider, for one request. Its silence is a sentence, its nonsense another; the logs have their types."""
    try:
        with httpx.Client(follow_redirects=False) as client:
            yield _Provider(client)
    except httpx.HTTPStatusError as error:
        logger.warning("refused", exc_info=error, extra={"fields": {"answer": error.response.status_code}})
        raise RuleBroken(SILENT) if error.response.is_server_error else Refused(UNPROVED) from error
    except httpx.TransportError as error:
        logger.warning("silent", exc_info=error)
        raise RuleBroken(SILENT) from error
    except NONSENSE as error:
        logger.warning("unproved", exc_info=error)
        raise Refused(UNPROVED) from error


def _read(token: str, keys: Sequence[jwt.PyJWK], *, require: list[str]) -> dict[str, Any]:
    """What a token says, once it is proved that the provider says it to this platform, now."""
    name = jwt.get_unverified_header(token).get("kid")
    key = next((one for one in keys if name and one.key_id == name and one.public_key_use in {None, "sig"}), None)
    if key is None:
        raise ValueError("an unknown key")
    return jwt.decode(
        token,
        key,
        algorithms=ALGORITHMS,
        audience=settings.PROCONNECT["client_id"],
        issuer=settings.PROCONNECT["issuer"],
        leeway=CLOCKS_APART_S,
        options={"require": require},
    )


def _words(told: Mapping[str, Any], name: str) -> str:
    return "".join(filter(str.isprintable, str(told.get(name) or ""))).strip()


def _return_address() -> str:
    """On the address of the installation, whatever host the request names."""
    return absolute(reverse("proconnect_callback"))


def _with(address: str, **query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
