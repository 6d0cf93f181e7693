"""Who comes in from a provider: by a verified address, linked once, and never in the place of somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tenants.access import COMMAND, company_context
from tenants.members.models import Membership, SignIn, SsoIdentity, User
from tenants.members.services import ensure_user, invite_member
from tenants.models import Tenant
from tests.tenants.views.signing import CHINESE, Browser, actions, is_chinese
from tests.tenants.views.sso.provider import Provider
from tests.tenants.views.sso.ways import connect, notice, round_trip


def links(company: Tenant) -> list[tuple[str, str]]:
    with company_context(company):
        return list(SsoIdentity.objects.order_by("subject").values_list("subject", "user__email"))


class TestFirstTime:
    def test_who_was_not_invited_stays_out(self, connected: Provider, stranger: Browser, acme: Tenant) -> None:
        round_trip(stranger, connected)

        assert notice(stranger) == "NOT_ADMITTED"
        assert actions(acme)[-1] == "session.refused"

    def test_who_was_invited_comes_in_and_the_link_in_the_mail_ends(
        self, connected: Provider, stranger: Browser, acme: Tenant
    ) -> None:
        with company_context(acme):
            invite_member(
                actor=COMMAND, email="ann@acme.example", role="analyst", origin="https://x", as_of=timezone.now()
            )

        round_trip(stranger, connected)

        assert stranger.told()["name"] == "ann@acme.example"
        assert "plans:write" in stranger.told()["capabilities"]
        assert links(acme) == [("s-ann", "ann@acme.example")]

    def test_a_role_lets_everybody_of_the_provider_in(
        self, connected: Provider, stranger: Browser, acme: Tenant
    ) -> None:
        connect(acme, connected, default_role="viewer")

        round_trip(stranger, connected)

        with company_context(acme):
            user = User.objects.get(email="ann@acme.example")
            assert (user.name, user.has_usable_password()) == ("Ann", False)
            assert Membership.objects.get(user=user).role.code == "viewer"
            assert SignIn.objects.get(user=user).way == "sso"

    def test_only_the_companys_domains_are_let_in(self, connected: Provider, acme: Tenant) -> None:
        connect(acme, connected, default_role="viewer", domains=["ACME.example"])
        connected.person("s-eve", email="eve@acme.example.evil.example", email_verified=True)
        ann, eve = Browser(acme), Browser(acme)

        round_trip(ann, connected)
        round_trip(eve, connected, "s-eve")

        assert (ann.told()["kind"], notice(eve), eve.told()["kind"]) == ("user", "NOT_ADMITTED", "anonymous")

    @pytest.mark.parametrize(
        "claims",
        [
            {"email": "ann@acme.example"},
            {"email": "ann@acme.example", "email_verified": False},
            {"email": "ann@acme.example", "email_verified": "false"},
            {"email": "ann@acme.example", "email_verified": 1},
            {"email_verified": True},
            {"email": "", "email_verified": True},
            {"email": "no address", "email_verified": True},
            {"email": ["ann@acme.example"], "email_verified": True},
            {"email": "ann@acme.example\x00", "email_verified": True},
        ],
    )
    def test_an_address_that_was_not_verified_opens_nothing(
        self, connected: Provider, stranger: Browser, acme: Tenant, claims: dict[str, Any]
    ) -> None:
        connect(acme, connected, default_role="viewer")
        with company_context(acme):
            ensure_user(email="ann@acme.example", role="owner")
        connected.bend = lambda told: [told.pop("email", 0), told.pop("email_verified", 0), told.update(claims)]
        connected.person("s-x", **claims)

        round_trip(stranger, connected, "s-x")

        assert (stranger.told()["kind"], links(acme)) == ("anonymous", [])

    @pytest.mark.parametrize(
        ("claims", "kind"),
        [
            ({"email": "ann@acme.example"}, "user"),
            ({"email": "ann@acme.example", "email_verified": True}, "user"),
            ({"email": "ann@acme.example", "email_verified": False}, "anonymous"),
            ({"email": "ann@acme.example", "email_verified": None}, "anonymous"),
            ({"email": "ann@elsewhere.example"}, "anonymous"),
            ({}, "anonymous"),
        ],
    )
    def test_a_company_may_vouch_for_addresses_that_nothing_is_said_of(
        self, connected: Provider, stranger: Browser, acme: Tenant, claims: dict[str, Any], kind: str
    ) -> None:
        connect(acme, connected, default_role="viewer", domains=["acme.example"], trusts_addresses=True)
        connected.bend = lambda told: [told.pop("email", 0), told.pop("email_verified", 0), told.update(claims)]
        connected.person("s-x", **claims)

        round_trip(stranger, connected, "s-x")

        assert stranger.told()["kind"] == kind


class TestAccountsThatAreThere:
    @pytest.fixture
    def ann(self, acme: Tenant, connected: Provider) -> User:
        with company_context(acme):
            return ensure_user(email="ann@acme.example", role="analyst", password="correct horse battery")

    def test_it_is_not_taken_over(self, connected: Provider, stranger: Browser, ann: User, acme: Tenant) -> None:
        round_trip(stranger, connected)

        assert (notice(stranger), stranger.told()["kind"], links(acme)) == ("LINK_FIRST", "anonymous", [])

    def test_it_is_linked_by_who_proves_it(
        self, connected: Provider, stranger: Browser, ann: User, acme: Tenant
    ) -> None:
        round_trip(stranger, connected)
        assert notice(stranger) == "LINK_FIRST"

        stranger.sign_in(ann.email)

        assert links(acme) == [("s-ann", ann.email)]
        assert actions(acme)[-1] == "sso.linked"
        other = Browser(acme)
        round_trip(other, connected)
        assert other.told()["name"] == ann.email

    def test_somebody_else_who_signs_in_does_not_get_the_link(
        self, connected: Provider, stranger: Browser, ann: User, acme: Tenant
    ) -> None:
        with company_context(acme):
            ensure_user(email="bo@acme.example", role="viewer", password="correct horse battery")
        round_trip(stranger, connected)

        stranger.sign_in("bo@acme.example")

        assert (stranger.told()["name"], links(acme)) == ("bo@acme.example", [])

    def test_the_wait_for_the_proof_ends(self, connected: Provider, stranger: Browser, ann: User, acme: Tenant) -> None:
        round_trip(stranger, connected)

        with time_machine.travel(timezone.now() + timedelta(seconds=601), tick=False):
            stranger.sign_in(ann.email)

        assert links(acme) == []

    def test_a_second_account_with_the_same_address_stays_out(
        self, connected: Provider, stranger: Browser, ann: User, acme: Tenant
    ) -> None:
        round_trip(stranger, connected)
        stranger.sign_in(ann.email)
        connected.person("s-evil", email="ann@acme.example", email_verified=True)
        other = Browser(acme)

        round_trip(other, connected, "s-evil")

        assert notice(other) == "NOT_ADMITTED"
        assert links(acme) == [("s-ann", ann.email)]

    def test_a_link_holds_when_the_address_changes(
        self, connected: Provider, stranger: Browser, ann: User, acme: Tenant
    ) -> None:
        round_trip(stranger, connected)
        stranger.sign_in(ann.email)
        connected.person("s-ann", email="married@acme.example", email_verified=False)
        other = Browser(acme)

        round_trip(other, connected)

        assert other.told()["name"] == ann.email

    def test_who_left_stays_out(self, connected: Provider, ann: User, acme: Tenant) -> None:
        first, second = Browser(acme), Browser(acme)
        with company_context(acme):
            User.objects.update(is_active=False)
        round_trip(first, connected)
        with company_context(acme):
            SsoIdentity.objects.create(user=ann, issuer=connected.issuer, subject="s-ann", linked_at=timezone.now())

        round_trip(second, connected)

        assert (notice(first), notice(second)) == ("NOT_ADMITTED", "NOT_ADMITTED")

    def test_a_link_of_acme_is_none_of_globex(
        self, connected: Provider, stranger: Browser, ann: User, acme: Tenant, globex: Tenant
    ) -> None:
        round_trip(stranger, connected)
        stranger.sign_in(ann.email)
        connect(globex, connected)
        elsewhere = Browser(globex)

        round_trip(elsewhere, connected)

        assert (notice(elsewhere), links(globex)) == ("NOT_ADMITTED", [])


class TestOnlyWay:
    @pytest.fixture
    def ann(self, acme: Tenant, connected: Provider) -> User:
        with company_context(acme):
            made = ensure_user(email="ann@acme.example", role="analyst", password="correct horse battery")
        connect(acme, connected, is_only_way=True)
        return made

    def test_passwords_and_links_are_for_owners_only(self, stranger: Browser, ann: User, acme: Tenant) -> None:
        assert stranger.sign_in(ann.email, "wrong").status_code == 401
        answer = stranger.sign_in(ann.email)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
        assert stranger.told()["kind"] == "anonymous"
        assert stranger.told()["sso"] == {"isOnlyWay": True}
        with company_context(acme):
            ensure_user(email="ann@acme.example", role="owner")

        assert stranger.sign_in(ann.email).status_code == 200

    def test_the_provider_stands_for_its_people(
        self, connected: Provider, stranger: Browser, ann: User, acme: Tenant
    ) -> None:
        round_trip(stranger, connected)

        assert (stranger.told()["name"], links(acme)) == (ann.email, [("s-ann", ann.email)])

    def test_but_not_for_an_owner(self, connected: Provider, stranger: Browser, ann: User, acme: Tenant) -> None:
        with company_context(acme):
            ensure_user(email="ann@acme.example", role="owner")

        round_trip(stranger, connected)

        assert (notice(stranger), links(acme)) == ("LINK_FIRST", [])


def test_why_not_is_said_in_chinese_too(connected: Provider, acme: Tenant) -> None:
    browser = Browser(acme, **CHINESE)

    round_trip(browser, connected)

    assert is_chinese(browser.told()["notice"]["message"])
