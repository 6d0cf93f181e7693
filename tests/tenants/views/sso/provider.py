"""A real OpenID Connect provider on a free port, and a way to make its word wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import urllib3
from joserfc import jwk, jws
from werkzeug.serving import make_server
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response


@dataclass
class Provider:
    """The provider; `bend` changes what it swears, `spoil` the finished token, `about` what it says of itself."""

    port: int = 0
    key: Any = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "own", "alg": "RS256"}))
    bend: Callable[[dict[str, Any]], object] = lambda claims: None
    header: dict[str, Any] = field(default_factory=dict)
    signer: Any = None
    about: dict[str, Any] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    basic: list[str] = field(default_factory=list)

    def reset(self) -> None:
        """Be honest again."""
        self.bend, self.header, self.signer = lambda claims: None, {}, None
        for kept in (self.about, self.challenges, self.calls, self.basic):
            kept.clear()

    @property
    def issuer(self) -> str:
        """The provider's name."""
        return f"http://localhost:{self.port}"

    def person(self, subject: str, **claims: object) -> None:
        """Give the provider an account."""
        body = json.dumps(claims).encode()
        url, headers = f"{self.issuer}/users/{subject}", {"content-type": "application/json"}
        assert self.pool.request("PUT", url, body=body, headers=headers).status < 300

    def agree(self, location: str, subject: str) -> str:
        """Sign in at the provider as a person would; return where it sends the browser."""
        form = {"sub": subject}
        answer = self.pool.request("POST", location, fields=form, encode_multipart=False, redirect=False)
        assert answer.status == 302, answer.data
        return answer.headers["location"]

    def answer(self, environ: dict[str, Any], start: Any) -> Any:
        """Answer a request: as the mock does, except where the test wants a lie, and with PKCE checked."""
        request = Request(environ)
        self.calls.append(request.path)
        if request.path == "/jwks":
            return _json({"keys": [self.key.as_dict(private=False)]})(environ, start)
        if request.path != "/oauth2/token":
            given = Client(self.mock).open(Request(environ))
            if request.path.endswith("openid-configuration") and self.about:
                given = _json(json.loads(given.get_data()) | self.about)
            if code := parse_qs(urlsplit(given.headers.get("location", "")).query).get("code"):
                self.challenges[code[0]] = request.args["code_challenge"]
            return given(environ, start)
        return self._token(request)(environ, start)

    def _token(self, request: Request) -> Response:
        form = request.form
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != self.challenges.get(form.get("code", "")):
            return _json({"error": "invalid_grant"}, 400)
        self.basic.append(request.headers.get("authorization", ""))
        given = Client(self.mock).post("/oauth2/token", data=form.to_dict(), base_url=self.issuer)
        found = json.loads(given.get_data())
        if "id_token" in found:
            found["id_token"] = self._sworn(found["id_token"])
        return _json(found, given.status_code)

    def _sworn(self, token: str) -> str:
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        self.bend(claims)
        header = {"alg": "RS256", "kid": "own"} | self.header
        if header["alg"] in {"none", "HS256"}:
            signed = b".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
            secret = self.key.as_pem(private=False)  # which everybody knows
            mark = hmac.digest(secret, signed, "sha256") if header["alg"] == "HS256" else b""
            return (signed + b"." + _encoded(mark)).decode()
        key = self.signer or self.key
        return jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=[header["alg"]])

    def __post_init__(self) -> None:
        self.mock, self.pool = oidc_provider_mock.app(), urllib3.PoolManager()


def _encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def _json(document: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider for the length of a `with` block."""
    provider = Provider()
    server = make_server("localhost", 0, provider.answer, threaded=True)
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
