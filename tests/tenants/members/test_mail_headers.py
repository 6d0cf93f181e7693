"""What people type cannot add to the head of a mail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail

from tenants.access import COMMAND, Refusal
from tenants.members.services import invite_member
from tenants.members.services.mailing import send_due
from tenants.models import Tenant

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ADDED = "\r\nBcc: eve@evil.example"


@pytest.mark.parametrize(
    "address", [f"ann@acme.example{ADDED}", "ann@acme.example, eve@evil.example", f"a{ADDED}@b.example"]
)
def test_an_address_that_would_add_a_header_is_refused(in_acme: Tenant, address: str) -> None:
    with pytest.raises(Refusal):
        invite_member(actor=COMMAND, email=address, role="viewer", origin="https://acme.example", as_of=NOW)


def test_no_name_or_origin_adds_a_header(in_acme: Tenant) -> None:
    invite_member(
        actor=COMMAND, email="ann@acme.example", role="viewer", name=f"Ann{ADDED}", as_of=NOW,
        origin="https://acme.example",
    )  # fmt: skip

    send_due(now=NOW)

    (sent,) = mail.outbox
    assert sent.recipients() == ["ann@acme.example"]
    assert "Bcc" not in str(sent.message().as_string().partition("\n\n")[0])
