"""What each address is asked as another company: a new address needs a row here."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver

from config.console.pages import ROUTE as CONSOLE
from feedback.services.intake import KINDS
from tests.isolation.planted import EMAIL, IDEMPOTENCY_KEY, PASSWORD, facts

COMPANY, OPERATOR = settings.ROOT_URLCONF, settings.PUBLIC_SCHEMA_URLCONF
VIEWER = {"query": "{ viewer { kind name capabilities } }"}
WRONG = {"email": EMAIL, "password": "not the password"}


@dataclass(frozen=True)
class Row:
    """One request to a kind of host."""

    method: str
    path: str
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


def _collected(kind: str) -> list[Row]:
    """Records with ids that acme has too, alone and under an idempotency key that acme has used."""
    address, records = f"/collect/v1/{kind}", facts("mine", seed=9)[kind][:3]
    keyed = (("Idempotency-Key", IDEMPOTENCY_KEY),)
    return [Row("POST", address, records), Row("POST", address, records, keyed), Row("GET", address)]


_SIGNING = {
    "auth/session": [Row("GET", "/auth/session")],
    "auth/login": [Row("POST", "/auth/login", WRONG), Row("POST", "/auth/login", {})],
    "auth/logout": [Row("POST", "/auth/logout", {})],
    "auth/invitation": [Row("POST", "/auth/invitation", {"token": "hbt_x", "password": "x"})],
    "auth/password": [Row("POST", "/auth/password", {"current": PASSWORD, "password": "another horse battery"})],
    "auth/reset": [Row("POST", "/auth/reset", {"email": EMAIL})],
    "auth/second-factor": [Row("POST", "/auth/second-factor", {"code": "000000"})],
    "auth/confirm": [Row("POST", "/auth/confirm", {"password": PASSWORD})],
    "auth/totp": [Row("POST", "/auth/totp", {})],
    "auth/totp/enable": [Row("POST", "/auth/totp/enable", {"code": "000000"})],
    "auth/totp/disable": [Row("POST", "/auth/totp/disable", {})],
    "auth/recovery-codes": [Row("POST", "/auth/recovery-codes", {})],
    "auth/passkeys": [Row("GET", "/auth/passkeys")],
    "auth/passkeys/make": [Row("POST", "/auth/passkeys/make", {})],
    "auth/passkeys/add": [Row("POST", "/auth/passkeys/add", {"credential": {"id": "x"}, "name": "x"})],
    "auth/passkeys/remove": [Row("POST", "/auth/passkeys/remove", {"id": "x"})],
    "auth/passkeys/ask": [Row("POST", "/auth/passkeys/ask", {})],
    "auth/passkeys/sign-in": [Row("POST", "/auth/passkeys/sign-in", {"credential": {"id": "x"}})],
    "auth/sso": [Row("POST", "/auth/sso", {})],
    "auth/sso/callback": [Row("GET", "/auth/sso/callback?state=x&code=x")],
    "auth/reset/confirm": [Row("POST", "/auth/reset/confirm", {"token": "hbt_x", "password": "x"})],
}
_RUN = "01900000-0000-7000-8000-000000000000"
_PAGES = {
    "": [Row("GET", "/admin/")],
    "login/": [Row("GET", "/admin/login/")],
    "language/<str:language>": [Row("GET", "/admin/language/en")],
    "files/<str:version>/<path:name>": [Row("GET", "/admin/files/x/operator/pages.css")],
    "companies/": [Row("GET", "/admin/companies/?q=acme")],
    "companies.csv": [Row("GET", "/admin/companies.csv")],
    "companies/new/": [Row("GET", "/admin/companies/new/"), Row("POST", "/admin/companies/new/", {})],
    "companies/new/slug": [Row("GET", "/admin/companies/new/slug?slug=acme-full")],
    "companies/<slug:slug>/": [Row("GET", "/admin/companies/acme-full/")],
    "companies/<slug:slug>/<slug:code>/": [
        Row(method, f"/admin/companies/acme-full/{act}/") for method in ("GET", "POST") for act in ("suspend", "enter")
    ],
    "set-ups/": [Row("GET", "/admin/set-ups/")],
    "set-ups/<uuid:run>/": [Row("GET", f"/admin/set-ups/{_RUN}/")],
    "set-ups/<uuid:run>/steps": [Row("GET", f"/admin/set-ups/{_RUN}/steps")],
    "set-ups/<uuid:run>/retry": [Row("POST", f"/admin/set-ups/{_RUN}/retry")],
    "migrations/": [Row("GET", "/admin/migrations/")],
    "migrations/retry": [Row("POST", "/admin/migrations/retry")],
    "certificates/": [Row("GET", "/admin/certificates/")],
    "certificates/<int:number>/": [Row("GET", "/admin/certificates/1/")],
}
ROWS: dict[tuple[str, str], list[Row]] = {
    (COMPANY, "graphql"): [Row("POST", "/graphql", VIEWER), Row("GET", "/graphql?query={viewer{kind,name}}")],
    (COMPANY, "api/explorer"): [Row("GET", "/api/explorer"), Row("POST", "/api/explorer", {})],
    (OPERATOR, ""): [Row("GET", "/"), Row("GET", "/?company=acme")],  # the page itself: tests/config/console
    (OPERATOR, "api/explorer"): [Row("GET", "/api/explorer")],
    **{(OPERATOR, f"admin/{route}"): rows for route, rows in _PAGES.items()},
    (OPERATOR, "graphql"): [
        Row("POST", "/graphql", VIEWER),
        Row("POST", "/graphql", {"query": "{ tenants { nodes { slug name } } }"}),
    ],
    **{(conf, route): rows for conf in (COMPANY, OPERATOR) for route, rows in _SIGNING.items()},
    (COMPANY, "collect/v1/<slug:kind>"): [
        *(row for kind in KINDS for row in _collected(kind)),
        Row("POST", "/collect/v1/secrets", []),
    ],
    (COMPANY, "assets/<str:name>"): [Row("GET", "/assets/nothing.js")],
    (COMPANY, CONSOLE): [Row("GET", "/"), Row("GET", "/nowhere")],  # the page itself: tests/config/console
    (COMPANY, "exports/<uuid:job>"): [Row("GET", "/exports/01900000-0000-7000-8000-000000000000")],
    (COMPANY, "privacy/access/<uuid:job>"): [Row("GET", "/privacy/access/01900000-0000-7000-8000-000000000000")],
}
# Answered by middleware on any host, before a company is looked for.
OUTSIDE = [Row("GET", "/livez"), Row("GET", "/readyz"), Row("GET", "/metrics"), Row("GET", "/nowhere")]


def addresses(conf: str) -> Iterator[tuple[str, str]]:
    """Yield every address that a urlconf resolves, with the urlconf."""
    yield from ((conf, route) for route in _routes(importlib.import_module(conf).urlpatterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def encoded(row: Row) -> bytes:
    """Return a row's body."""
    return b"" if row.body is None else json.dumps(row.body).encode()
