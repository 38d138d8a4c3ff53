"""A provider of identities on this machine: OpenID Connect as ProConnect speaks it, well or badly.

``with identity_server() as provider`` gives its settings (``provider.settings``) and who is at its keyboard
(``provider.person``). It is severe: a code serves once, with its PKCE verifier, its client and its address; userinfo
is signed. What it may be told to do wrong stands in ``Provider``. It sends browsers on to a second site, on the way in
and on the way out, as ProConnect sends on to the provider of each public service.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

CLIENT, SECRET = "quartiers", "un secret de test"
#: Parameters that ProConnect knows; any other one is refused there (Y000400).
KNOWN = {
    "response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce", "prompt", "idp_hint",
    "login_hint", "acr_values", "code_challenge", "code_challenge_method",
}  # fmt: skip


@cache
def key(name: str) -> PrivateKeyTypes:
    """A private key, the same all along the suite: RSA for names that begin with «rsa»."""
    if name.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Provider:
    """What a test says to the provider, and what the provider saw.

    Args:
        url: its issuer.
        person: what it tells of who is at the keyboard.
        amr: how she proves who she is.
        acr: with which assurance.
        id_token: claims that replace those of the id_token; None takes one away.
        userinfo: idem for userinfo.
        algorithm: of its signatures.
        signs_with: name of the key that signs; also its ``kid``.
        publishes: names of the keys that anybody may read.
        forge: makes a token from its claims, instead of signing them.
        forges: what is forged: ``id_token`` or ``userinfo``.
        plain: userinfo goes unsigned, as JSON.
        slow_s: seconds before each answer to the platform.
        drip: answers come one byte at a time, each after ``slow_s``.
        statuses: what it answers instead, by path.
        bodies: idem, with 200.
        configuration: what replaces a part of what it publishes of itself.
        refuses: what it says to the browser instead of giving a code.
        asked: the parameters of each question of a browser.
        calls: paths that the platform asked for.
        codes: what each code opens.
        ended: tokens whose session was ended here.
    """

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: dict(AWA))
    amr: list[str] = field(default_factory=lambda: ["pwd"])
    acr: str = "eidas1"
    id_token: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    signs_with: str = "first"
    publishes: tuple[str, ...] = ("first",)
    forge: Callable[[dict[str, Any]], str] | None = None
    forges: str = ""
    plain: bool = False
    slow_s: float = 0.0
    drip: bool = False
    statuses: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)
    refuses: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        return {"issuer": self.url, "client_id": CLIENT, "secret": SECRET}

    @property
    def elsewhere(self) -> str:
        """The same server under another name: another site, for a browser."""
        return self.url.replace("127.0.0.1", "localhost")

    def answer(self, question: str) -> str:
        """The address that it sends a browser back to, for the address of a question."""
        address = urlsplit(question)
        assert question.startswith(f"{self.url}/authorize?"), question
        asked = dict(parse_qsl(address.query))
        assert set(asked) <= KNOWN, "ProConnect refuses a parameter that it does not know"
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert min(len(asked["state"]), len(asked["nonce"])) >= 32
        assert asked["code_challenge_method"] == "S256"
        self.asked.append(asked)
        given = {"state": asked["state"], "iss": self.url}
        if self.refuses:
            given["error"] = self.refuses
        else:
            given["code"] = secrets.token_urlsafe(16)
            self.codes[given["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(given)}"

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        """What a code opens, once, for who asked; None for anybody else."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if form.get("redirect_uri") != asked["redirect_uri"] or challenge != asked["code_challenge"]:
            return None
        claims = {"sub": self.person["sub"], "nonce": asked["nonce"], "amr": self.amr, "acr": self.acr}
        signed = self.signed("id_token", {**claims, **self.dated()}, self.id_token)
        return {"access_token": "ouvre-toi", "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def dated(self) -> dict[str, Any]:
        at = int(time.time())
        return {"iss": self.url, "aud": CLIENT, "iat": at, "exp": at + 60}

    def signed(self, kind: str, claims: dict[str, Any], replaced: dict[str, Any]) -> str:
        said = {name: value for name, value in {**claims, **replaced}.items() if value is not None}
        if self.forge is not None and self.forges == kind:
            return self.forge(said)
        headers = {"kid": self.signs_with}
        return jwt.encode(said, key(self.signs_with), algorithm=self.algorithm, headers=headers)

    def published(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "end_session_endpoint": f"{self.url}/session/end",
            **self.configuration,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.jwk(name) for name in self.publishes]}

    def jwk(self, name: str) -> dict[str, Any]:
        public = key(name).public_key()
        algorithm = jwt.algorithms.RSAAlgorithm if name.startswith("rsa") else jwt.algorithms.ECAlgorithm
        return {**json.loads(algorithm.to_jwk(public)), "kid": name, "use": "sig", "alg": self.algorithm}


#: At the keyboard, unless a test says somebody else.
AWA = {"sub": "awa-1", "email": "Awa@Exemple.fr", "given_name": "Awa", "usual_name": "Diarra"}


@contextmanager
def identity_server(**given: Any) -> Iterator[Provider]:
    """A provider that runs until the block ends."""
    provider = Provider(**given)
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        provider.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        question = {name: values[0] for name, values in parse_qs(address.query).items()}
        at = self.provider
        if address.path == "/authorize":
            self._send_on(f"{at.elsewhere}/keyboard?{urlencode({'question': at.url + self.path})}")
        elif address.path == "/keyboard":
            back = at.answer(question["question"])
            self._page(f'<h1>Qui est là ?</h1><a href="{back.replace("&", "&amp;")}">C’est moi</a>')
        elif address.path == "/session/end":
            at.ended.append(question["id_token_hint"])
            assert len(question["state"]) >= 32
            self._send_on(f"{at.elsewhere}/out?{urlencode({'back': question['post_logout_redirect_uri']})}")
        elif address.path == "/out":
            self._send_on(question["back"])
        else:
            self._answer_the_platform(address.path)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer_the_platform(self.path, dict(parse_qsl(body.decode())))

    def _answer_the_platform(self, path: str, form: dict[str, str] | None = None) -> None:
        at = self.provider
        at.calls.append(path)
        try:
            if path in at.statuses or path in at.bodies:
                self._send(at.statuses.get(path, 200), at.bodies.get(path, b"<h1>Non</h1>"), "text/html")
            elif path == "/.well-known/openid-configuration":
                self._json(at.published())
            elif path == "/jwks":
                self._json(at.keys())
            elif path == "/token":
                tokens = at.tokens(form or {})
                self._json(tokens or {"error": "invalid_grant"}, status=200 if tokens else 400)
            elif path == "/userinfo" and self.headers.get("Authorization") == "Bearer ouvre-toi":
                self._userinfo()
            else:
                self._send(404, b"", "text/plain")
        except (BrokenPipeError, ConnectionResetError):  # the client left, as it should
            self.close_connection = True

    def _userinfo(self) -> None:
        at = self.provider
        claims = {**at.person, **at.dated()}
        if at.plain:
            self._json({**claims, **at.userinfo})
        else:
            self._send(200, at.signed("userinfo", claims, at.userinfo).encode(), "application/jwt")

    def _json(self, value: Any, status: int = 200) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _page(self, body: str) -> None:
        page = f'<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Fournisseur</title>{body}</html>'
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _send_on(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, body: bytes, kind: str) -> None:
        pause = self.provider.slow_s
        time.sleep(0 if self.provider.drip else pause)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for block in [body[at : at + 1] for at in range(len(body))] if self.provider.drip else [body]:
            self.wfile.write(block)
            self.wfile.flush()
            time.sleep(pause if self.provider.drip else 0)
