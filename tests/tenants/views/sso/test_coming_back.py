"""Who comes back from the provider finds the address that they wanted, if it is one of this host."""

from __future__ import annotations

import pytest

from tenants.models import Tenant
from tests.tenants.views.signing import Browser
from tests.tenants.views.sso.provider import Provider
from tests.tenants.views.sso.ways import come_back, connect


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/plans?view=list", "/plans?view=list"),
        (None, "/"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("plans", "/"),
        (["/plans"], "/"),
        ("/" + "x" * 5000, "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ],
)
def test_an_address_of_ours_is_gone_to(
    connected: Provider, stranger: Browser, acme: Tenant, wanted: object, place: str
) -> None:
    connect(acme, connected, default_role="viewer")
    location = stranger.send("sso", next=wanted).json()["location"]

    answer = come_back(stranger, connected.agree(location, "s-ann"))

    assert (answer.status_code, answer["Location"]) == (302, place)
