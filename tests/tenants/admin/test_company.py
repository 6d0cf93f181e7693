"""What is done to a company from its page: the same services, written into the same audits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenants import tasks
from tenants.access import company_context
from tenants.audit.models import AuditEvent
from tenants.members.models import ApiKey
from tenants.models import DeletionCertificate, Tenant
from tenants.selectors.files import archives_of
from tenants.services.certificates import certify
from tests.tenants.admin.conftest import EMAIL, Desk, words_of

HERE = "companies/acme/"


def told(company: Tenant, operator: Tenant, action: str) -> list[tuple[str, str]]:
    """Return who did something, as both audits tell it."""
    found = []
    for place in (company, operator):
        with company_context(place):
            found += AuditEvent.objects.filter(action=action, subject_name=company.slug).values_list(
                "actor_name", "subject_name"
            )
    return found


def test_it_works(desk: Desk, bank: Tenant) -> None:
    page = desk.sees(HERE)

    for words in ("Acme", "Active", "http://acme.localhost", "Asia/Shanghai", "Ready to work?", "API keys: 0 / 100"):
        assert words in page


def test_it_is_suspended_and_resumed(desk: Desk, bank: Tenant, people: Tenant) -> None:
    answer = desk.sends(f"{HERE}suspend/", reason="unpaid since March")
    bank.refresh_from_db()
    assert (answer["Location"], bank.status, bank.status_reason) == (
        "/admin/companies/acme/?said=suspended", "suspended", "unpaid since March",
    )  # fmt: skip
    assert "unpaid since March" in desk.sees(HERE, said="suspended")

    desk.sends(f"{HERE}resume/")

    bank.refresh_from_db()
    assert bank.status == "active"
    for action in ("tenant.suspended", "tenant.resumed"):
        assert told(bank, people, action) == [(EMAIL, "acme")] * 2


def test_its_plan_is_changed(desk: Desk, bank: Tenant, people: Tenant) -> None:
    desk.sends(f"{HERE}plan/", plan="trial")

    bank.refresh_from_db()
    assert bank.plan == "trial"
    assert told(bank, people, "tenant.plan_changed") == [(EMAIL, "acme")] * 2
    assert "Select a valid choice" in words_of(desk.sends(f"{HERE}plan/", plan="gold"))


def test_it_is_entered_for_a_reason_and_the_key_is_shown_once(desk: Desk, bank: Tenant, people: Tenant) -> None:
    assert "at least 10 characters" in words_of(desk.sends(f"{HERE}enter/", reason="because", minutes="30"))

    shown = words_of(desk.sends(f"{HERE}enter/", reason="scores of May look too low", minutes="30"))

    with company_context(bank):
        key = ApiKey.objects.get()
        event = AuditEvent.objects.get(action="tenant.entered")
    assert key.prefix in shown
    assert (key.operator, event.reason, event.actor_kind) == (EMAIL, "scores of May look too low", "operator")
    assert key.prefix not in desk.sees(HERE)


def test_who_admits_nobody_is_not_entered(desk: Desk, bank: Tenant) -> None:
    Tenant.objects.filter(pk=bank.pk).update(admits_operator=False)

    answer = desk.sends(f"{HERE}enter/", reason="scores of May look too low", minutes="30")

    assert "ask one of its owners" in words_of(answer)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"confirm": "first-ban", "days": "30"}, "Type acme to confirm."),
        ({"confirm": "", "days": "30"}, "This field is required."),
        ({"confirm": "acme", "days": "0"}, "greater than or equal to 1"),
        ({"confirm": "acme", "days": "x"}, "Enter a whole number."),
        ({"confirm": "acme", "days": "9" * 400}, "less than or equal to 3650"),
        ({"confirm": "acme\0", "days": "30"}, "Null characters are not allowed."),
    ],
)
def test_it_is_not_deleted_by_mistake(desk: Desk, bank: Tenant, given: dict[str, str], words: str) -> None:
    answer = desk.sends(f"{HERE}delete/", **given)

    bank.refresh_from_db()
    assert bank.status == "active"
    assert words in words_of(answer)


def test_it_is_deleted_after_a_cooling_period(desk: Desk, bank: Tenant) -> None:
    desk.sends(f"{HERE}delete/", confirm="acme", days="7", reason="contract over")

    bank.refresh_from_db()
    assert bank.status == "closing"
    assert abs(bank.closes_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_what_was_deleted_is_proven(desk: Desk) -> None:
    document = {"rows": 7, "tables": {"journeys_touchpoint": {"rows": 7, "checksum": "c"}}, "deleted_by": EMAIL}
    proof = certify(slug="gone", document=document)

    assert "The chain of certificates is whole." in desk.sees("certificates/")
    page = desk.sees(f"certificates/{proof.number}/")
    assert proof.hash in page
    assert "journeys_touchpoint" in page
    DeletionCertificate.objects.filter(pk=proof.pk).update(slug="other", document={"rows": 0})
    assert "The chain of certificates is broken at" in desk.sees("certificates/")
    assert desk.reads(f"certificates/{10**30}/").status_code == 404


def test_a_worker_is_asked_to_export(
    desk: Desk, bank: Tenant, sent: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        desk.sends(f"{HERE}export/")

    assert sent == [("tenants.archive", {"slug": "acme", "by": EMAIL})]


def test_the_archive_lies_on_the_server_and_is_read_by_nobody_else(
    initrode: Tenant, settings: Any, tmp_path: Any
) -> None:
    settings.RUN_DIR = tmp_path

    name = tasks.archive(slug="initrode", by=EMAIL)

    found = archives_of("initrode")
    assert [path.name for path in found] == [name]
    assert oct(found[0].stat().st_mode)[-3:] == "600"
    assert oct(found[0].parent.stat().st_mode)[-3:] == "700"


@pytest.mark.parametrize("code", ["suspend", "resume", "enter", "plan", "delete", "export"])
def test_what_is_not_possible_is_not_done(desk: Desk, code: str) -> None:
    Tenant.objects.create(slug="half", schema_name="half", name="Half", currency="CNY", timezone="UTC")

    answer = desk.sends(
        f"companies/half/{code}/", reason="for a good reason", minutes="30", plan="trial", confirm="half", days="3"
    )

    assert answer["Location"] == "/admin/companies/half/"
    assert Tenant.objects.get(slug="half").status == "provisioning"


@pytest.mark.parametrize("path", ["companies/nobody/", "companies/nobody/suspend/", "companies/acme/explode/"])
def test_what_there_is_not_is_said(desk: Desk, bank: Tenant, path: str) -> None:
    assert desk.reads(path).status_code == 404
