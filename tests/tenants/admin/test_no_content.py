"""Whatever a company holds, no page of the operator shows any of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedback.services.intake import ingest_records
from tenants.access import Actor, company_context
from tenants.jobs.models import Job
from tenants.members.models import Unit
from tenants.members.services import create_api_key, ensure_user
from tenants.models import Tenant
from tests.tenants.admin.conftest import Desk

MARK = "zqx7marked"
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def full(bank: Tenant) -> Tenant:
    """A company in which everything carries a mark."""
    with company_context(bank):
        ensure_user(email=f"{MARK}@bank.example", role="owner", password="correct horse", name=MARK)
        create_api_key(name=MARK, scopes=["feedback:read"])
        Unit.objects.create(code=MARK, name=MARK)
        Job.objects.create(
            kind="score", state="failed", error=MARK, params={"who": MARK}, finished_at=datetime.now(UTC)
        )
        Job.objects.create(kind=MARK, state="failed", finished_at=datetime.now(UTC))
        records = {
            "customers": {"external_id": MARK, "attr.segment": MARK, "email": f"{MARK}@x.example"},
            "feedback": {
                "external_id": MARK, "customer": MARK, "occurred_at": "2026-05-01T10:00:00Z", "nps": 9, "text": MARK,
                "touchpoint": MARK, "channel": MARK, "unit": MARK, "source": MARK,
            },
            "orders": {"external_id": MARK, "customer": MARK, "occurred_at": "2026-05-01T10:00:00Z", "amount": "5"},
        }  # fmt: skip
        for kind, record in records.items():
            ingest_records(kind=kind, records=[record], received_at=NOW, actor=Actor(kind="key", name=MARK))
    return bank


@pytest.mark.parametrize(
    "path",
    ["", "companies/", "companies.csv", "companies/new/", "companies/acme/", "set-ups/", "migrations/",
     "certificates/",
     *(f"companies/acme/{act}/" for act in ("suspend", "plan", "enter", "export", "migrate", "delete"))],
)  # fmt: skip
def test_no_page_shows_it(desk: Desk, full: Tenant, path: str) -> None:
    answer = desk.reads(path)

    assert answer.status_code == 200
    assert MARK not in answer.content.decode()


def test_what_came_in_is_counted(desk: Desk, full: Tenant) -> None:
    told = desk.sees("companies/acme/")

    assert "Rows taken in, by month" in told
    assert "some feedback is stored" in told
