"""Whoever looks for attacks finds in the log what was refused, to which sort of caller, and nothing that was sent."""

from __future__ import annotations

import logging

import pytest

from tenants.models import Tenant
from tests.graphql_api import Api, api_of


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "huibao.refused"]


def test_what_a_caller_may_not_do_is_a_line(in_acme: Tenant, caplog: pytest.LogCaptureFixture) -> None:
    api_of(in_acme, "journeys:read").post("query planted { auditEvents { totalCount } }")
    Api(in_acme).post("{ journeys { totalCount } }")

    first, second = lines(caplog)
    assert (first.getMessage(), vars(first)["actor"]) == ("refused: FORBIDDEN", "key")
    assert (second.getMessage(), vars(second)["actor"]) == ("refused: UNAUTHENTICATED", "anonymous")
    assert "planted" not in str(vars(first))


def test_what_goes_over_a_limit_is_a_line(in_acme: Tenant, caplog: pytest.LogCaptureFixture) -> None:
    api_of(in_acme).post("{ " + " ".join(f"a{number}: viewer {{ kind }}" for number in range(200)) + " }")

    (only,) = lines(caplog)
    assert only.getMessage() == "refused: COST_LIMIT"


def test_what_is_answered_is_none(in_acme: Tenant, caplog: pytest.LogCaptureFixture) -> None:
    api_of(in_acme).data("{ viewer { kind } }")

    assert lines(caplog) == []
