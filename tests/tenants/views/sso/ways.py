"""The way of a browser to a provider and back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tenants.access import COMMAND, company_context
from tenants.members.models import SsoConnection
from tenants.members.services.sso import set_connection
from tenants.models import Tenant
from tests.tenants.views.signing import Browser
from tests.tenants.views.sso.provider import Provider


def connect(company: Tenant, provider: Provider, **asked: Any) -> SsoConnection:
    """Let a company's people come from a provider."""
    given: dict[str, Any] = {"client_id": f"at {company.slug}", "client_secret": "s3cret:/é"} | asked
    with company_context(company):
        return set_connection(actor=COMMAND, issuer=provider.issuer, **given)


def go(browser: Browser) -> str:
    """Begin, and return where the browser is sent."""
    answer = browser.send("sso")
    assert answer.status_code == 200, answer.content
    location: str = answer.json()["location"]
    return location


def come_back(browser: Browser, back: str) -> Any:
    """Follow the provider's answer to the company's host."""
    parts = urlsplit(back)
    return browser.get(f"{parts.path}?{parts.query}")


def round_trip(browser: Browser, provider: Provider, subject: str = "s-ann") -> Any:
    """Go to the provider, sign in there, and come back."""
    return come_back(browser, provider.agree(go(browser), subject))


def notice(browser: Browser) -> str:
    """Return the code of why the way ended without a session."""
    found = browser.told()["notice"]
    return found["code"] if found else ""
