"""A browser at a company's door, and what its person's phone shows."""

from __future__ import annotations

import base64
import re
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from tenants.access import company_context
from tenants.audit.models import AuditEvent
from tenants.models import Tenant

PASSWORD = "correct horse battery"
CHINESE = {"Accept-Language": "zh-hans"}


class Browser(Client):
    """A browser that sends the CSRF token of the session, at a company's host."""

    def __init__(self, company: Tenant, **headers: str) -> None:
        super().__init__(enforce_csrf_checks=True, headers={"host": f"{company.slug}.localhost"} | headers)
        self.company = company

    def told(self) -> dict[str, Any]:
        """Return what the door says of the session."""
        found: dict[str, Any] = self.get("/auth/session").json()
        return found

    def send(self, address: str, **body: object) -> Any:
        """Post a body to a door."""
        return self.post_json(f"/auth/{address}", body)

    def post_json(self, path: str, body: object) -> Any:
        """Post JSON with the CSRF token."""
        held = self.cookies.get("csrftoken")
        token = held.value if held else self.told()["csrfToken"]
        return self.post(path, body, content_type="application/json", headers={"X-CSRFToken": token})

    def sign_in(self, email: str, password: str = PASSWORD) -> Any:
        """Give the password."""
        return self.send("login", email=email, password=password)

    @property
    def cookie(self) -> str:
        """The session's key."""
        return self.cookies["sessionid"].value


def shown(secret: str, at: float) -> str:
    """Return the code that an app shows at a moment."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(at)).decode()


def is_chinese(text: str) -> bool:
    """Return whether a text is Chinese."""
    return bool(re.search("[一-鿿]", text))


def message(answer: Any) -> str:
    """Return what a refusal says to people."""
    found: str = answer.json()["errors"][0]["message"]
    return found


def actions(company: Tenant) -> list[str]:
    """Return what was written down, oldest first."""
    with company_context(company):
        return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
