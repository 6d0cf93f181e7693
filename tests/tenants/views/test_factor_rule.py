"""A company asks everybody for a second factor: who has none sets one up, who has one gives it, keys are not asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tenants.access import COMMAND, company_context
from tenants.audit.models import AuditEvent
from tenants.graphql.live.standing import GONE, lost
from tenants.graphql.live.wanted import Wanted
from tenants.hooks.models import WebhookEvent
from tenants.members.models import User
from tenants.members.selectors import actor_of_user
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tenants.selectors import forget_hosts
from tenants.services.factor_rule import set_factor_rule
from tests.graphql_api import api_of
from tests.tenants.views.authenticator import Device
from tests.tenants.views.signing import CHINESE, PASSWORD, Browser, actions, is_chinese, message, shown
from tests.tenants.views.test_passkeys import make, prove

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
JOURNEYS = {"query": "{ journeys { totalCount } }"}
SET = """mutation($input: SetSecondFactorRuleInput!) { setSecondFactorRule(input: $input) {
  company { secondFactorFrom } userErrors { code field } } }"""


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
    forget_hosts()


def rule(company: Tenant, *, days: int = 0, is_required: bool = True) -> None:
    """Decide it, as other processes learn of it some seconds later."""
    with company_context(company):
        set_factor_rule(actor=COMMAND, is_required=is_required, grace_days=days, as_of=timezone.now())
    forget_hosts()


@pytest.fixture
def required(acme: Tenant, ann: User) -> Tenant:
    """Acme, where everybody has to give a second factor from now on."""
    rule(acme)
    return acme


@pytest.fixture
def held(required: Tenant, ann: User) -> Browser:
    """A browser in which Ann has given her password and has no second factor yet."""
    made = Browser(required)
    assert made.sign_in(ann.email).status_code == 200
    return made


def code(answer: Any) -> tuple[int, str]:
    """Return the status of a refusal, and what it is for programs."""
    return answer.status_code, answer.json()["errors"][0]["extensions"]["code"]


def set_up(browser: Browser, clock: Any) -> str:
    """Let the person's app give codes from now on; return its secret."""
    secret: str = browser.send("totp").json()["secret"]
    clock.shift(timedelta(seconds=30))
    assert browser.send("totp/enable", code=shown(secret, timezone.now().timestamp())).status_code == 200
    return secret


class TestWithoutOne:
    def test_the_session_may_do_nothing_and_is_told_why(self, held: Browser) -> None:
        told = held.told()

        assert (told["kind"], told["capabilities"], told["secondFactorRequired"]) == ("user", [], [])
        assert code(held.post_json("/graphql", JOURNEYS)) == (403, "SECOND_FACTOR_REQUIRED")

    @pytest.mark.parametrize("path", ["/exports/{}", "/privacy/access/{}", "/api/explorer"])
    def test_other_doors_say_it_too(self, held: Browser, path: str) -> None:
        answer = held.get(path.format("01890000-0000-7000-8000-000000000000"))

        assert code(answer) == (403, "SECOND_FACTOR_REQUIRED")

    def test_who_asks_is_still_told_who_they_are(self, held: Browser, ann: User) -> None:
        answer = held.post_json("/graphql", {"query": "{ viewer { kind name capabilities } }"}).json()

        assert answer == {
            "data": {"viewer": {"kind": "user", "name": ann.email, "capabilities": []}},
            "extensions": answer["extensions"],
        }

    def test_codes_are_set_up_and_the_session_goes_on(self, held: Browser, clock: Any) -> None:
        set_up(held, clock)

        assert held.told()["secondFactorRequired"] is None
        assert held.post_json("/graphql", JOURNEYS).status_code == 200

    def test_a_passkey_is_set_up_and_the_session_goes_on(self, held: Browser) -> None:
        assert make(held, Device()).status_code == 201
        assert held.post_json("/graphql", JOURNEYS).status_code == 200

    def test_it_is_said_in_chinese_too(self, required: Tenant, ann: User) -> None:
        browser = Browser(required, **CHINESE)
        browser.sign_in(ann.email)

        assert is_chinese(message(browser.post_json("/graphql", JOURNEYS)))


class TestWithOne:
    def test_who_signs_in_with_a_code_notices_nothing(
        self, inside: Browser, ann: User, acme: Tenant, clock: Any
    ) -> None:
        secret = set_up(inside, clock)
        rule(acme)
        other = Browser(acme)
        other.sign_in(ann.email)
        clock.shift(timedelta(seconds=30))

        answer = other.send("second-factor", code=shown(secret, timezone.now().timestamp())).json()

        assert answer["secondFactorRequired"] is None
        assert answer["capabilities"]
        assert other.post_json("/graphql", JOURNEYS).status_code == 200

    def test_who_knows_only_the_password_sets_up_no_other_one(self, acme: Tenant, inside: Browser, ann: User) -> None:
        device = Device()
        make(inside, device)
        rule(acme)
        thief = Browser(acme)

        assert thief.sign_in(ann.email).json()["secondFactorRequired"] == ["passkey"]
        assert code(thief.send("totp")) == (403, "SECOND_FACTOR_REQUIRED")
        assert code(thief.send("passkeys/make")) == (403, "SECOND_FACTOR_REQUIRED")

        answer = prove(thief, device)
        assert answer.json()["secondFactorRequired"] is None

    def test_the_last_one_is_not_given_up(self, held: Browser, clock: Any) -> None:
        set_up(held, clock)

        refused = held.send("totp/disable")

        assert (refused.status_code, "set up another one" in message(refused)) == (400, True)
        make(held, Device())
        assert held.send("totp/disable").status_code == 200
        [one] = held.get("/auth/passkeys").json()["passkeys"]
        assert held.send("passkeys/remove", id=one["id"]).status_code == 400


class TestTheRule:
    def test_it_begins_after_the_days_that_people_are_given(self, inside: Browser, acme: Tenant, clock: Any) -> None:
        rule(acme, days=1)
        assert inside.post_json("/graphql", JOURNEYS).status_code == 200

        clock.shift(timedelta(days=1))
        later = Browser(acme)
        later.sign_in("ann@acme.example")

        assert code(later.post_json("/graphql", JOURNEYS)) == (403, "SECOND_FACTOR_REQUIRED")

    def test_keys_are_not_asked_and_other_companies_neither(self, required: Tenant, globex: Tenant) -> None:
        assert api_of(required).data("{ journeys { totalCount } }")["journeys"]
        with company_context(globex):
            ensure_user(email="bo@globex.example", role="viewer", password=PASSWORD)
        browser = Browser(globex)
        browser.sign_in("bo@globex.example")
        assert browser.post_json("/graphql", JOURNEYS).status_code == 200

    def test_streams_of_sessions_without_one_end(self, required: Tenant, held: Browser, ann: User) -> None:
        prepared: Any = None
        with company_context(required):
            actor = actor_of_user(ann)
        follows = Wanted(
            company=required, actor=actor, session=held.cookie, origin="", language="en", field="jobProgressed",
            document="", prepared=prepared, operation=None, variables=None, after="", is_plain=False,
        )  # fmt: skip
        with company_context(Tenant.objects.get(pk=required.pk)):
            assert lost([follows], now=timezone.now()) == {follows: GONE}

    def test_an_owner_decides_it_with_a_fresh_proof_and_it_is_written_down(self, acme: Tenant, clock: Any) -> None:
        with company_context(acme):
            ensure_user(email="li@acme.example", role="owner", password=PASSWORD)
        owner = Browser(acme)
        owner.sign_in("li@acme.example")
        wish = {"query": SET, "variables": {"input": {"isRequired": True, "graceDays": 3}}}
        clock.shift(timedelta(seconds=901))
        late = owner.post_json("/graphql", wish).json()["data"]["setSecondFactorRule"]
        owner.send("confirm", password=PASSWORD)

        done = owner.post_json("/graphql", wish).json()["data"]["setSecondFactorRule"]

        begins = timezone.now() + timedelta(days=3)
        assert late["userErrors"] == [{"code": "PROOF_NEEDED", "field": "input"}]
        assert done == {"company": {"secondFactorFrom": begins.isoformat()}, "userErrors": []}
        with company_context(acme):
            event = AuditEvent.objects.latest("id")
            assert WebhookEvent.objects.get(type="second_factor_rule.changed").data == {"from": begins.isoformat()}
        assert (event.action, event.before, event.after) == (
            "second_factor_rule.changed", {"from": None}, {"from": begins.isoformat()},
        )  # fmt: skip

    def test_one_in_force_is_not_put_off_and_can_be_taken_back(self, required: Tenant) -> None:
        rule(required, days=30)
        required.refresh_from_db()
        assert required.second_factor_from == NOW

        rule(required, is_required=False)
        required.refresh_from_db()
        assert required.second_factor_from is None
        assert actions(required).count("second_factor_rule.changed") == 2

    @pytest.mark.parametrize("days", [-1, 91])
    def test_nobody_is_given_other_than_some_days(self, acme: Tenant, days: int) -> None:
        answer = api_of(acme).data(SET, input={"isRequired": True, "graceDays": days})["setSecondFactorRule"]

        assert answer == {"company": None, "userErrors": [{"code": "BAD_GRACE", "field": "input.graceDays"}]}
