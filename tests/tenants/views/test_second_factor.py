"""Codes at the door: switched on with a first one, asked for from then on, each good once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from tenants.access import COMMAND, company_context
from tenants.audit.models import AuditEvent
from tenants.hooks.models import WebhookEvent
from tenants.members.models import SignIn, User
from tenants.members.services.factors import reset_factors
from tenants.models import Tenant
from tests.tenants.views.signing import CHINESE, Browser, actions, is_chinese, message, shown

NOW = timezone.now().replace(microsecond=0)
WRONG = "This code is wrong or was used."


class Phone:
    """Ann's phone, the codes on her paper, and a clock that moves on by half a minute with each code."""

    def __init__(self, browser: Browser, clock: Any) -> None:
        self.clock = clock
        self.secret = browser.send("totp").json()["secret"]
        self.paper = browser.send("totp/enable", code=self.code()).json()["recoveryCodes"]

    def code(self) -> str:
        """Return a code that was not shown before."""
        self.clock.shift(timedelta(seconds=30))
        return self.same()

    def same(self) -> str:
        """Return the code of this moment."""
        return shown(self.secret, timezone.now().timestamp())


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def phone(inside: Browser, clock: Any) -> Phone:
    return Phone(inside, clock)


@pytest.fixture
def door(acme: Tenant, phone: Phone, ann: User) -> Browser:
    """Another browser, in which Ann has given her password."""
    made = Browser(acme)
    assert made.sign_in(ann.email).json()["secondFactor"] == ["totp", "recovery"]
    return made


class TestSwitchingOn:
    def test_an_app_can_read_the_secret(self, inside: Browser) -> None:
        found = inside.send("totp").json()

        address = urlsplit(found["address"])
        assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Acme:ann%40acme.example")
        assert parse_qs(address.query) == {"secret": [found["secret"]], "issuer": ["Acme"]}

    def test_it_is_on_with_the_first_code(self, inside: Browser, phone: Phone, ann: User, acme: Tenant) -> None:
        with company_context(acme):
            ann.refresh_from_db()
            rows = str(list(User.objects.values()) + list(AuditEvent.objects.values()))
            assert WebhookEvent.objects.filter(type="member.second_factor_changed").count() == 1
        assert ann.second_factor_at == timezone.now()
        assert len(set(phone.paper)) == 10
        assert actions(acme)[-1] == "second_factor.enabled"
        assert not [secret for secret in (phone.secret, *phone.paper) if secret in rows]

    def test_a_wrong_code_switches_nothing_on(self, inside: Browser, ann: User, acme: Tenant) -> None:
        inside.send("totp")

        assert inside.send("totp/enable", code="000000").status_code == 400
        with company_context(acme):
            ann.refresh_from_db()
        assert ann.second_factor_at is None

    def test_a_code_without_a_secret_and_a_second_time_are_refused(self, inside: Browser, phone: Phone) -> None:
        assert inside.send("totp/enable", code="000000").status_code == 400
        secret = inside.send("totp").json()["secret"]

        answer = inside.send("totp/enable", code=shown(secret, timezone.now().timestamp()))

        assert (answer.status_code, message(answer)) == (400, "the second factor is on already")

    @pytest.mark.parametrize("address", ["totp", "totp/enable", "totp/disable", "recovery-codes", "confirm"])
    def test_it_is_for_people_who_are_signed_in(self, browser: Browser, ann: User, address: str) -> None:
        assert browser.send(address, code="1", password="x").status_code == 401


class TestSigningIn:
    def test_the_password_alone_is_not_enough(self, door: Browser) -> None:
        assert door.told()["kind"] == "anonymous"

    def test_the_code_signs_in(self, door: Browser, phone: Phone, acme: Tenant, ann: User) -> None:
        before = door.cookie

        answer = door.send("second-factor", code=phone.code())

        assert (answer.status_code, answer.json()["name"]) == (200, ann.email)
        assert door.cookie != before
        with company_context(acme):
            assert SignIn.objects.latest("started_at").way == "password+totp"
            assert AuditEvent.objects.latest("id").after == {"way": "password+totp"}

    def test_the_clock_of_the_phone_may_be_half_a_minute_wrong(self, door: Browser, phone: Phone, clock: Any) -> None:
        late = phone.code()
        clock.shift(timedelta(seconds=29))

        assert door.send("second-factor", code=f"{late[:3]} {late[3:]}").status_code == 200

    def test_an_old_code_is_refused(self, door: Browser, phone: Phone, clock: Any) -> None:
        old = phone.code()
        clock.shift(timedelta(seconds=90))

        assert door.send("second-factor", code=old).status_code == 401

    def test_a_code_is_good_once_in_all_sessions(self, door: Browser, phone: Phone, acme: Tenant, ann: User) -> None:
        seen = phone.code()
        other = Browser(acme)
        other.sign_in(ann.email)
        assert door.send("second-factor", code=seen).status_code == 200

        answer = other.send("second-factor", code=seen)

        assert (answer.status_code, message(answer)) == (401, WRONG)
        assert actions(acme)[-1] == "second_factor.refused"

    def test_the_code_that_switched_it_on_is_used_up(self, door: Browser, phone: Phone) -> None:
        assert door.send("second-factor", code=phone.same()).status_code == 401

    def test_a_recovery_code_is_good_once(self, door: Browser, phone: Phone, acme: Tenant, ann: User) -> None:
        first = phone.paper[0]
        assert door.send("second-factor", code=first.lower().replace("-", " ")).status_code == 200
        other = Browser(acme)
        other.sign_in(ann.email)

        assert other.send("second-factor", code=first).status_code == 401
        assert other.send("second-factor", code=phone.paper[1]).status_code == 200
        assert actions(acme).count("recovery_code.used") == 2

    @pytest.mark.parametrize("code", ["", "0", "٠٠٠٠٠٠", "0" * 999, "０１２３４５", "--", "' OR 1"])
    def test_strange_codes_are_wrong_codes(self, door: Browser, code: str) -> None:
        assert door.send("second-factor", code=code).status_code == 401

    def test_guessing_is_slowed_down_though_the_password_is_known(
        self, door: Browser, phone: Phone, acme: Tenant, ann: User
    ) -> None:
        codes = []
        for _ in range(11):
            other = Browser(acme)
            other.sign_in(ann.email)
            codes.append(other.send("second-factor", code="000000").status_code)

        assert codes == [401] * 10 + [429]
        assert door.send("second-factor", code=phone.code()).status_code == 429

    def test_it_ends_after_ten_minutes(self, door: Browser, phone: Phone, clock: Any) -> None:
        clock.shift(timedelta(seconds=601))

        answer = door.send("second-factor", code=phone.code())

        assert (answer.status_code, message(answer)) == (401, "Begin with your password.")

    def test_it_ends_when_the_password_is_changed_or_the_person_is_let_go(
        self, door: Browser, phone: Phone, acme: Tenant, ann: User
    ) -> None:
        with company_context(acme):
            User.objects.filter(pk=ann.pk).update(is_active=False)
        assert message(door.send("second-factor", code=phone.code())) == "Begin with your password."
        with company_context(acme):
            User.objects.filter(pk=ann.pk).update(is_active=True, password="!other")
        assert message(door.send("second-factor", code=phone.code())) == "Begin with your password."

    def test_a_session_that_waits_is_nothing_in_another_company(
        self, door: Browser, phone: Phone, globex: Tenant
    ) -> None:
        elsewhere = Browser(globex)
        elsewhere.cookies["sessionid"] = door.cookie

        assert message(elsewhere.send("second-factor", code=phone.code())) == "Begin with your password."

    def test_refusals_are_said_in_chinese_too(self, phone: Phone, acme: Tenant, ann: User) -> None:
        door = Browser(acme, **CHINESE)
        assert is_chinese(message(door.sign_in(ann.email, "wrong")))
        door.sign_in(ann.email)

        assert is_chinese(message(door.send("second-factor", code="1")))

    def test_a_link_in_a_mail_does_not_go_around_it(self, phone: Phone, acme: Tenant, ann: User) -> None:
        from tests.tenants.test_passwords import link_in_mail

        browser = Browser(acme)
        browser.send("reset", email=ann.email)
        _, token = link_in_mail(acme)

        answer = browser.send("reset/confirm", token=token, password="staple of another kind")

        assert (answer.status_code, browser.told()["kind"]) == (202, "anonymous")
        assert browser.send("second-factor", code=phone.code()).json()["name"] == ann.email


class TestProvingOnceMore:
    def test_what_is_dangerous_takes_a_fresh_proof(self, inside: Browser, phone: Phone, clock: Any) -> None:
        clock.shift(timedelta(seconds=901))
        assert inside.send("totp/disable").status_code == 403
        assert inside.send("confirm", code="000000").status_code == 401

        assert inside.send("confirm", code=phone.code()).json() == {"confirmed": True}

        assert inside.send("totp/disable").json() == {"disabled": True}

    def test_the_password_proves_it_where_no_code_is_asked_for(self, inside: Browser, clock: Any) -> None:
        clock.shift(timedelta(seconds=901))
        assert inside.send("totp").status_code == 403
        assert inside.send("confirm", password="x").status_code == 401

        assert inside.send("confirm", password="correct horse battery").status_code == 200

        assert inside.send("totp").status_code == 200

    def test_new_recovery_codes_replace_the_old(self, inside: Browser, phone: Phone, acme: Tenant, ann: User) -> None:
        fresh = inside.send("recovery-codes").json()["recoveryCodes"]
        door = Browser(acme)
        door.sign_in(ann.email)

        assert door.send("second-factor", code=phone.paper[0]).status_code == 401
        assert door.send("second-factor", code=fresh[0]).status_code == 200

    def test_switched_off_the_password_is_enough(self, inside: Browser, phone: Phone, acme: Tenant, ann: User) -> None:
        inside.send("totp/disable")

        assert Browser(acme).sign_in(ann.email).status_code == 200
        assert inside.send("recovery-codes").status_code == 400
        assert actions(acme)[-2] == "second_factor.disabled"


def test_an_owner_resets_it_for_who_lost_the_phone(inside: Browser, phone: Phone, acme: Tenant, ann: User) -> None:
    with company_context(acme):
        reset_factors(actor=COMMAND, member_id=ann.pk)
        assert Session.objects.filter(session_key=inside.cookie).count() == 0

    assert inside.told()["kind"] == "anonymous"
    assert Browser(acme).sign_in(ann.email).status_code == 200
    assert "second_factor.reset" in actions(acme)
