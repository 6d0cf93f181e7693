"""A provider's word counts as two factors when it says so, or when the company says so of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from tenants.access import COMMAND, company_context
from tenants.members.models import SignIn
from tenants.members.services.sso.strength import tells_two_factors
from tenants.models import Tenant
from tenants.selectors import forget_hosts
from tenants.services.factor_rule import set_factor_rule
from tests.tenants.views.signing import Browser
from tests.tenants.views.sso.provider import Provider
from tests.tenants.views.sso.ways import connect, round_trip

JOURNEYS = {"query": "{ journeys { totalCount } }"}


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["otp", "sms"]}, False),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["hwk", "fpt"]}, True),
        ({"amr": ["mfa"]}, True),
        ({"amr": "mfa"}, False),
        ({"amr": [["mfa"], 7, None]}, False),
        ({"acr": "phr"}, True),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
        ({"acr": "0"}, False),
        ({"acr": ["phr"]}, False),
    ],
)
def test_two_sorts_of_proof_are_two_factors(claims: dict[str, Any], found: bool) -> None:
    assert tells_two_factors(claims) is found


@pytest.mark.parametrize(
    ("claims", "asks", "status", "way"),
    [
        ({}, False, 403, "sso"),
        ({"amr": ["pwd"]}, False, 403, "sso"),
        ({"amr": ["pwd", "otp"]}, False, 200, "sso+provider"),
        ({"amr": ["pwd"]}, True, 200, "sso+provider"),
    ],
)
def test_who_comes_from_a_provider_is_let_in_when_that_asked_for_two(
    provider: Provider, acme: Tenant, db: None, claims: dict[str, Any], asks: bool, status: int, way: str
) -> None:
    connect(acme, provider, default_role="analyst", asks_second_factor=asks)
    with company_context(acme):
        set_factor_rule(actor=COMMAND, is_required=True, grace_days=0, as_of=timezone.now())
    forget_hosts()
    provider.bend = lambda given: given.update(claims)
    browser = Browser(acme)

    assert round_trip(browser, provider)["Location"] == "/"

    assert browser.post_json("/graphql", JOURNEYS).status_code == status
    forget_hosts()
    with company_context(acme):
        assert SignIn.objects.latest("started_at").way == way
