"""The command that makes and lets go the people of the operator."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tenants.access import company_context
from tenants.audit.models import AuditEvent
from tenants.members.models import User
from tenants.models import Tenant

pytestmark = pytest.mark.django_db
PASSWORD = "three-blue-kettles-sing"


def run(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("operator", *words, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_it_works(operator: Tenant) -> None:
    made = run("create", "--email", "Ann@operator.example", "--password", PASSWORD)

    assert made == {"email": "ann@operator.example", "url": "http://localhost:8000/admin/"}
    assert [person["email"] for person in run("list")["people"]] == ["ann@operator.example"]
    with company_context(operator):
        assert User.objects.get().check_password(PASSWORD)
        assert AuditEvent.objects.filter(action="operator.made", subject_name="ann@operator.example").count() == 1


def test_a_password_that_is_guessed_first_is_refused_and_nobody_is_made(operator: Tenant) -> None:
    with pytest.raises(CommandError, match="too common"):
        run("create", "--email", "ann@operator.example", "--password", "password1")

    assert run("list")["people"] == []


def test_who_is_let_go_signs_in_no_more(operator: Tenant) -> None:
    for name in ("ann", "bob"):
        run("create", "--email", f"{name}@operator.example", "--password", PASSWORD)

    run("remove", "ANN@operator.example")

    assert [person["is_active"] for person in run("list")["people"]] == [False, True]
    with pytest.raises(CommandError, match="owner"):
        run("remove", "bob@operator.example")


@pytest.mark.parametrize(
    "words", [["remove", "x@y.example"], ["reset", "x@y.example"], ["create"], ["create", "--demo"]]
)
def test_what_makes_no_sense_is_refused_in_a_line(operator: Tenant, words: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)

    assert "\n" not in str(refused.value)


def test_a_second_factor_that_was_lost_is_taken_off(operator: Tenant) -> None:
    run("create", "--email", "ann@operator.example", "--password", PASSWORD)
    with company_context(operator):
        User.objects.update(second_factor_at="2026-01-01T00:00:00Z", sealed_secret="x")

    run("reset", "ann@operator.example")

    with company_context(operator):
        assert User.objects.get().second_factor_at is None


def test_the_demonstration_has_somebody(operator: Tenant, settings: Any) -> None:
    settings.DEMO = True

    assert run("create", "--demo") == run("create", "--demo")

    with company_context(operator):
        assert User.objects.get().check_password("huibao-demo")
