"""A company's first journeys through the API, from what its industry usually has."""

from __future__ import annotations

import pytest

from tenants.models import Tenant
from tests.graphql_api import Api, api_of
from tests.mutating import done, refusals


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "journeys:read", "journeys:write")


def test_a_company_without_journeys_starts_from_a_blueprint_once(api: Api, in_acme: Tenant) -> None:
    (made,) = done(api, "applyBlueprint", "journeys { code publishedVersion { number } }", industry="DINING")

    assert made == {"code": "dining", "publishedVersion": {"number": 1}}
    in_acme.refresh_from_db()
    assert in_acme.industry == "dining"
    assert refusals(api, "applyBlueprint", industry="HOTEL") == [("HAS_JOURNEYS", "input")]


def test_an_industry_without_a_blueprint_is_refused(api: Api) -> None:
    assert refusals(api, "applyBlueprint", industry="NONE") == [("UNKNOWN_INDUSTRY", "input.industry")]
