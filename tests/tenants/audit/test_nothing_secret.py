"""What was typed or given as a secret, and what customers wrote, is found in no log line and no event."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from config.logs import JsonLines, PlainLines
from tenants.access import Actor
from tenants.audit.access import HIDDEN
from tenants.audit.models import AuditEvent
from tenants.audit.services import Subject, record
from tenants.audit.services.masking import NEVER_KEPT, changed, never_kept
from tenants.members.services import create_api_key, ensure_roles, ensure_user
from tenants.models import Tenant
from tests.graphql_api import api_of

PASSWORD, WRONG, TEXT, PHONE = "correct horse battery", "wrong staple zebra", "the soup was too salty", "13912345678"
SECRET = "whsec_" + "c2VjcmV0" * 5
ANN = Actor(kind="user", name="ann@example.com")
MUTATIONS = {
    "key": 'mutation { createApiKey(input: {name: "till", scopes: ["feedback:read"]}) { token } }',
    "hook": f"""mutation {{ createWebhookEndpoint(input: {{name: "esb", url: "https://esb.example/in",
      secret: "{SECRET}"}}) {{ secret userErrors {{ message }} }} }}""",
    "facts": f"""mutation {{ ingestFeedback(input: {{records: [{{externalId: "f1", text: "{TEXT}",
      occurredAt: "2026-05-01T10:00:00Z", nps: 1}}]}}) {{ accepted }} }}""",
}


class Lines(logging.Handler):
    """Keeps every record as both sorts of line."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{JsonLines().format(record)}\n{PlainLines().format(record)}\n"


@pytest.fixture
def lines(settings: object) -> Iterator[Lines]:
    """All that is logged by us and by Django, down to DEBUG; statements, which hold values, are only logged on wish."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}  # type: ignore[attr-defined]
    handler, root, statements = Lines(), logging.getLogger(), logging.getLogger("django.db.backends")
    before = root.level, statements.level
    statements.setLevel(logging.INFO)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before[0])
    statements.setLevel(before[1])


def test_no_planted_secret_is_found_in_logs_or_events(in_acme: Tenant, lines: Lines) -> None:
    ensure_roles()
    ensure_user(email="ann@example.com", role="owner", password=PASSWORD)
    browser, api = Client(HTTP_HOST="acme.localhost"), api_of(in_acme)
    for password in (WRONG, PASSWORD):
        given = {"email": "ann@example.com", "password": password}
        browser.post("/auth/login", given, content_type="application/json")
    browser.post("/auth/login", {"email": PASSWORD, "password": WRONG}, content_type="application/json")
    browser.get(f"/s/{api.token}?phone={PHONE}")
    made = {name: api.data(mutation) for name, mutation in MUTATIONS.items()}
    record(actor=ANN, action="customer.updated", subject=Subject("customer", "c1"), after={"phone": PHONE, "tier": "a"})
    logging.getLogger("huibao.test").error("could not use %s for %s", api.token, PHONE)

    told = lines.text + "\n".join(str(event.content()) for event in AuditEvent.objects.all())

    assert made["hook"]["createWebhookEndpoint"]["userErrors"] == []
    planted = {PASSWORD, WRONG, TEXT, PHONE, SECRET, str(api.token), made["key"]["createApiKey"]["token"]}
    assert {secret for secret in planted if secret in told} == set()
    assert {
        "session.refused",
        "session.started",
        "api_key.created",
        "import.finished",
        "webhook_endpoint.created",
    } <= set(AuditEvent.objects.values_list("action", flat=True))


@pytest.mark.parametrize("name", sorted(NEVER_KEPT["*"]))
def test_a_field_of_the_table_shows_only_that_it_changed(name: str) -> None:
    before, after = changed({name: "old"}, {name: "new"}, kind="anything")

    assert (before, after) == ({name: HIDDEN}, {name: HIDDEN})


@pytest.mark.parametrize("name", ["new_password", "apiToken", "client-secret", "answerText", "auth.cookie", "Secret"])
def test_a_field_is_known_by_the_words_of_its_name(name: str) -> None:
    assert never_kept(name, kind="anything")


@pytest.mark.parametrize("name", ["title", "context", "name", "secretary", "nameEn"])
def test_a_field_that_only_looks_alike_is_kept(name: str) -> None:
    assert not never_kept(name, kind="anything")


@pytest.mark.parametrize("name", sorted(NEVER_KEPT["customer"]))
def test_contacts_are_left_out_of_what_is_done_to_customers_only(name: str) -> None:
    assert never_kept(name, kind="customer")
    assert changed(None, {name: "x"}, kind="unit")[1] == {name: "x"}


def test_fields_inside_of_fields_are_looked_at_too() -> None:
    _, after = changed(None, {"hook": {"url": "https://a", "headers": [{"token": "x"}]}}, kind="webhook")

    assert after == {"hook": {"url": "https://a", "headers": [{"token": HIDDEN}]}}


def test_a_token_in_a_name_is_taken_out(in_acme: Tenant) -> None:
    _, token = create_api_key(name="till", scopes=["feedback:read"])

    record(actor=Actor(kind="key", name=token), action="unit.updated", subject=Subject("unit", token, f"shop {token}"))

    assert token not in str(AuditEvent.objects.latest("id").content())


def test_moments_and_money_are_written_as_they_are_read() -> None:
    _, after = changed(None, {"at": datetime(2026, 1, 1, tzinfo=UTC), "cost": Decimal("12.50")}, kind="plan")

    assert after == {"at": "2026-01-01T00:00:00+00:00", "cost": "12.50"}
