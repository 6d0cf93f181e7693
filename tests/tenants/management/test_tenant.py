"""The commands by which companies are made and looked after."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from journeys.models import Touchpoint
from journeys.services.codes import ensure_channels, ensure_touchpoints
from tenants.access import Capability, Refusal, company_context, current_schema
from tenants.management.base import CompanyCommand
from tenants.members.selectors import authenticate_key
from tenants.members.services.units import ensure_units
from tenants.models import Tenant
from tenants.selectors.unmapped import WHAT_TO_DO

pytestmark = pytest.mark.django_db

INITECH = ["--slug", "initech", "--name", "Initech", "--admin-email", "a@initech.example"]


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    found: dict[str, Any] = json.loads(lines[0])
    return found


def test_create_prints_what_one_needs() -> None:
    answer = run("tenant", "create", *INITECH, "--industry", "none", "--currency", "EUR", "--locale", "en")

    assert answer["slug"] == answer["schema"] == "initech"
    assert answer["host"] == "initech.localhost"
    assert answer["created"] is True
    assert 0 < answer["seconds"] < 60
    assert "api_key" not in answer
    assert Tenant.objects.get(slug="initech").currency == "EUR"


def test_create_twice_is_once() -> None:
    run("tenant", "create", *INITECH)

    assert run("tenant", "create", *INITECH)["created"] is False


def test_create_prints_a_key_of_all_scopes_when_asked() -> None:
    token = run("tenant", "create", *INITECH, "--api-key")["api_key"]

    with company_context(Tenant.objects.get(slug="initech")):
        key = authenticate_key(token)
    assert key is not None
    assert set(key.scopes) == set(Capability)


def test_create_refuses_in_one_line() -> None:
    with pytest.raises(CommandError, match="reserved") as caught:
        run("tenant", "create", "--slug", "operator", "--name", "X", "--admin-email", "a@b.example")

    assert "\n" not in str(caught.value)
    assert caught.value.returncode == 1


def test_demo_needs_a_source_of_demonstration_data(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TENANT_DEMO_STEP = ""

    with pytest.raises(CommandError, match="no demonstration data"):
        run("tenant", "create", *INITECH, "--demo")


def test_list_shows_all(two_companies: None) -> None:
    rows = run("tenant", "list")["tenants"]

    assert [row["slug"] for row in rows if row["slug"] != "operator"] == ["acme", "globex"]
    assert {row["slug"]: row["schema"] for row in rows}["acme"] == "acme"


def test_migrate_brings_all_up_to_date(two_companies: None) -> None:
    answer = run("tenant", "migrate")

    assert {row["company"] for row in answer["tenants"]} == {"acme", "globex", "operator"}
    assert answer["failed"] == []


def test_doctor_finds_what_is_missing(acme: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA stray; DROP TABLE acme.members_membership; DELETE FROM globex.django_migrations")
        cursor.execute("DELETE FROM tenants_domain WHERE domain = 'acme.localhost'")
    out = StringIO()

    with pytest.raises(CommandError, match="faults found"):
        call_command("tenant", "doctor", "--json", stdout=out)

    faults = {(fault["company"], fault["fault"]) for fault in json.loads(out.getvalue())["faults"]}
    assert {
        ("acme", "tables missing"),
        ("acme", "no host"),
        ("globex", "migrations missing"),
        ("", "orphaned schema"),
    } <= faults


def test_doctor_finds_a_lost_schema(acme: Tenant) -> None:
    Tenant.objects.filter(slug="acme").update(schema_name="gone")
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("tenant", "doctor", "acme", stdout=out)

    assert out.getvalue().strip() == "acme  no schema  gone"


def test_doctor_counts_codes_that_nobody_has_described_and_says_what_to_do(acme: Tenant) -> None:
    with company_context(acme):
        ensure_touchpoints(["desk", "till"])
        ensure_channels(["kiosk"])
        ensure_units(["s1", "s2"])
        Touchpoint.objects.filter(code="till").update(is_mapped=True)
    out = StringIO()

    answer = run("tenant", "doctor", "acme")
    call_command("tenant", "doctor", "acme", stdout=out)

    detail = f"channels 1, touchpoints 1, units 2: {WHAT_TO_DO}"
    assert answer["healthy"] is True
    assert answer["notes"] == [{"company": "acme", "note": "unmapped codes", "detail": detail}]
    assert out.getvalue().splitlines() == ["healthy", f"acme  unmapped codes  {detail}"]


def test_doctor_leaves_out_codes_that_were_put_away(acme: Tenant) -> None:
    with company_context(acme):
        ensure_touchpoints(["desk"])
        Touchpoint.objects.filter(code="desk").update(archived_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert run("tenant", "doctor", "acme")["notes"] == []


def test_delete_needs_yes(acme: Tenant) -> None:
    with pytest.raises(CommandError, match="add --yes"):
        run("tenant", "delete", "acme")


def test_delete_waits_and_is_taken_back() -> None:
    run("tenant", "create", "--slug", "initech", "--name", "Initech", "--admin-email", "")

    answer = run("tenant", "delete", "initech", "--yes", "--reason", "contract over")

    assert (answer["status"], answer["closes_at"] is not None) == ("closing", True)
    row = next(row for row in run("tenant", "list")["tenants"] if row["slug"] == "initech")
    assert (row["status"], row["closes_at"][:10]) == ("closing", answer["closes_at"][:10])
    assert run("tenant", "resume", "initech")["status"] == "active"


def test_delete_at_once_needs_the_slug_again_and_leaves_a_certificate() -> None:
    run("tenant", "create", "--slug", "initech", "--name", "Initech", "--admin-email", "")
    with pytest.raises(CommandError, match="add --confirm initech"):
        run("tenant", "delete", "initech", "--yes", "--now")

    answer = run("tenant", "delete", "initech", "--yes", "--now", "--confirm", "initech")

    assert (answer["deleted"], answer["schema"]) == ("initech", "initech")
    proof = run("tenant", "certificate", "initech")
    assert (proof["hash"], proof["chain"]) == (answer["certificate"], "whole")
    assert proof["document"]["tables"]["members_role"]["rows"] == 5


def test_a_company_that_was_not_deleted_has_no_certificate() -> None:
    with pytest.raises(CommandError, match="no company nobody was deleted"):
        run("tenant", "certificate", "nobody")


def test_readiness_says_what_is_missing(acme: Tenant) -> None:
    checks = {check["code"]: check["is_met"] for check in run("tenant", "readiness", "acme")["checks"]}

    assert checks == dict.fromkeys(
        ["admin_signed_in", "api_key_used", "feedback_received", "touchpoints_mapped", "first_score"], False
    )


def test_list_shows_what_is_used(two_companies: None) -> None:
    row = run("tenant", "list")["tenants"][0]

    assert (row["plan"], row["over"]) == ("standard", [])
    assert {row[name] >= 0 for name in ("customers", "facts", "api_keys")} == {True}


def test_delete_of_an_unknown_company_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="`tenant list` shows"):
        run("tenant", "delete", "nobody", "--yes")


# --- the base ---------------------------------------------------------------------------------


class Where(CompanyCommand):
    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        return {"schema": current_schema(), "company": company.slug}


class Reading(Where):
    reads = True


class Refusing(CompanyCommand):
    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        raise Refusal("row 3,\n  column nps: 11 is above 10")


def test_a_company_command_runs_inside_the_company(acme: Tenant) -> None:
    out = StringIO()

    call_command(Where(stdout=out), "--tenant", "acme")

    assert out.getvalue() == "schema: acme\ncompany: acme\n"
    assert current_schema() == "public"


def test_an_unknown_company_is_refused() -> None:
    with pytest.raises(CommandError, match="'nobody'"):
        call_command(Where(), "--tenant", "nobody")


def test_a_refusal_becomes_one_line(acme: Tenant) -> None:
    with pytest.raises(CommandError, match=r"^row 3, column nps: 11 is above 10$"):
        call_command(Refusing(), "--tenant", "acme")


def test_a_company_that_is_not_ready_is_refused(acme: Tenant) -> None:
    Tenant.objects.filter(slug="acme").update(status=Tenant.Status.DELETING)

    with pytest.raises(CommandError, match="is deleting"):
        call_command(Where(), "--tenant", "acme")


def test_a_suspended_company_takes_commands_that_read_only(acme: Tenant) -> None:
    Tenant.objects.filter(slug="acme").update(status=Tenant.Status.SUSPENDED)

    with pytest.raises(CommandError, match=r"is suspended: it can be read, not changed\.$"):
        call_command(Where(), "--tenant", "acme")
    call_command(Reading(stdout=StringIO()), "--tenant", "acme")
