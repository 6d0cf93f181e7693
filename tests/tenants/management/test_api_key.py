"""Keys made and revoked on the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tenants.access import company_context
from tenants.members.models import ApiKey
from tenants.members.selectors import authenticate_key
from tenants.models import Tenant

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("api_key", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def create(*more: str, scopes: str = "feedback:write, metrics:read") -> dict[str, Any]:
    return run("create", "--tenant", "acme", "--name", "till", "--scopes", scopes, *more)


def test_create_prints_the_token_and_keeps_only_its_digest(acme: Tenant) -> None:
    token = create()["api_key"]

    assert token.startswith("hb_")
    with company_context(acme):
        key = ApiKey.objects.get()
        assert key.scopes == ["feedback:write", "metrics:read"]
        assert authenticate_key(token) == key
        assert token not in (key.digest, key.prefix)
        assert token[12:] not in key.digest


def test_a_day_of_expiry_is_a_day_of_the_company(acme: Tenant) -> None:
    create("--expires", "2027-01-31")

    with company_context(acme):
        assert ApiKey.objects.get().expires_at == datetime(2027, 1, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize("text", ["tomorrow", "2027-02-30", "2027-13-01"])
def test_a_bad_date_is_refused(acme: Tenant, text: str) -> None:
    with pytest.raises(CommandError, match="is not a date"):
        create("--expires", text)


@pytest.mark.parametrize("scopes", ["", "feedback:write,everything"])
def test_a_bad_scope_is_refused(acme: Tenant, scopes: str) -> None:
    with pytest.raises(CommandError, match="use some of"):
        create(scopes=scopes)


def test_revoke_ends_a_key(acme: Tenant) -> None:
    token = create()["api_key"]

    assert run("revoke", "--tenant", "acme", token)["revoked"] == token[:12]
    with company_context(acme):
        assert authenticate_key(token) is None


def test_the_key_of_another_company_cannot_be_revoked(acme: Tenant, globex: Tenant) -> None:
    token = create()["api_key"]

    with pytest.raises(CommandError, match="no API key begins with"):
        run("revoke", "--tenant", "globex", token)
