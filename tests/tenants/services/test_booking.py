"""What a company has booked is changed, by the command and by pages alike."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tenants.access import company_context
from tenants.audit.models import AuditEvent
from tenants.models import Tenant
from tenants.services.booking import CannotBook, change_plan

pytestmark = pytest.mark.django_db


def test_it_works(acme: Tenant) -> None:
    changed = change_plan(company=acme, plan="trial")

    assert changed.plan == Tenant.objects.get(slug="acme").plan == "trial"
    with company_context(acme):
        event = AuditEvent.objects.get(action="tenant.plan_changed")
        assert (event.before, event.after) == ({"plan": "standard"}, {"plan": "trial"})


def test_the_same_plan_again_is_no_event(acme: Tenant) -> None:
    change_plan(company=acme, plan="standard")

    with company_context(acme):
        assert not AuditEvent.objects.filter(action="tenant.plan_changed").exists()


def test_an_unknown_plan_is_refused(acme: Tenant) -> None:
    with pytest.raises(CannotBook, match="'gold' is unknown: use one of trial, standard, enterprise"):
        change_plan(company=acme, plan="gold")


def test_who_has_no_plan_is_refused(acme: Tenant, operator: Tenant) -> None:
    with pytest.raises(CannotBook, match="no plan"):
        change_plan(company=operator, plan="trial")
    Tenant.objects.filter(pk=acme.pk).update(status="deleting")
    with pytest.raises(CannotBook, match="stays as it is"):
        change_plan(company=acme, plan="trial")


def test_the_command_does_it_too(acme: Tenant) -> None:
    out = StringIO()

    call_command("tenant", "plan", "acme", "enterprise", "--json", stdout=out)

    assert json.loads(out.getvalue()) == {"slug": "acme", "plan": "enterprise"}
    with pytest.raises(CommandError):
        call_command("tenant", "plan", "acme", "gold")
