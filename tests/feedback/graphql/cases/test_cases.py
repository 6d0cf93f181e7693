"""Cases over the API: from the rule that is tried to the customer who came back, and no further than one may."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from feedback.models import Case, FeedbackItem
from feedback.services.cases.inflow import open_waiting
from feedback.services.intake import ingest_records
from tenants.access import COMMAND
from tenants.graphql.ids import encode
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.factories import DepartmentFactory, UserFactory
from tests.graphql_api import HOSTILE, api_of
from tests.mutating import change, done, refusals

PAGE = (settings.BASE_DIR / "docs/guides/cases.md").read_text(encoding="utf-8")
UNHAPPY = {"all": [{"score": "NPS", "atMost": 6.0}, {"mentions": ["等"]}]}
CASE = """case { number state severity isOverdue ownerName ruleName rootCause revision firstResponseAt resolvedAt
  feedbackItem { externalId text } touchpoint { code } team { code } causeNote resolutionNote
  recovery { cameBack orders amount } events(first: 20) { nodes { kind text by } } }"""
LIST = """query($f: CaseFilter, $o: CaseSort! = NEWEST) { cases(filter: $f, orderBy: $o) {
  totalCount nodes { number unit { code } } } }"""


def answers(*records: dict[str, Any]) -> None:
    now = timezone.now()
    usual = {"occurred_at": (now - timedelta(hours=1)).isoformat(), "touchpoint": "queue", "text": "等太久", "nps": 2}
    sent = [{"customer": f"c-{one['external_id']}"} | usual | one for one in records]
    stored = ingest_records(kind="feedback", records=sent, received_at=now, actor=COMMAND)
    assert stored["rejected"] == []
    open_waiting(now=now)


@pytest.fixture
def opened(in_acme: Tenant) -> Tenant:
    """A company with a rule and three cases at two units."""
    api = api_of(in_acme)
    rule = done(api, "createCaseRule", "caseRule { id }", name="queue", conditions=UNHAPPY, severity="HIGH")
    done(api, "enableCaseRule", "caseRule { isActive }", id=rule["id"])
    answers(*({"external_id": f"a-{n}", "unit": unit} for n, unit in enumerate(("u1", "u1", "u2"))))
    return in_acme


def the_first() -> str:
    return encode("Case", Case.objects.get(number=1).pk)


def test_a_case_is_worked_on_from_its_opening_to_its_end(opened: Tenant) -> None:
    api, lead, team = api_of(opened), UserFactory(name="李梅"), DepartmentFactory()
    key = the_first()

    done(api, "assignCase", CASE, id=key, owner=lead.email, team=team.code)
    done(api, "changeCaseState", CASE, id=key, state="IN_PROGRESS", note="calls her")
    done(api, "commentOnCase", CASE, id=key, text="charger was broken too")
    done(api, "setCaseRootCause", CASE, id=key, rootCause="WAITING_TIME", note="one cook")
    found = done(api, "resolveCase", CASE, id=key, note="invited her")

    assert found | {"events": 0, "revision": 0, "firstResponseAt": 0, "resolvedAt": 0} == {
        "number": 1, "state": "RESOLVED", "severity": "HIGH", "isOverdue": False, "ownerName": "李梅",
        "ruleName": "queue", "rootCause": "WAITING_TIME", "revision": 0, "firstResponseAt": 0, "resolvedAt": 0,
        "feedbackItem": {"externalId": "a-0", "text": "等太久"}, "touchpoint": {"code": "queue"},
        "team": {"code": team.code}, "causeNote": "one cook", "resolutionNote": "invited her",
        "recovery": {"cameBack": False, "orders": 0, "amount": "0.00"}, "events": 0,
    }  # fmt: skip
    assert [one["kind"] for one in found["events"]["nodes"]] == [
        "OPENED", "ASSIGNED", "STATE", "COMMENT", "CHANGED", "STATE",
    ]  # fmt: skip
    assert done(api, "reopenCase", CASE, id=key, reason="called again")["state"] == "REOPENED"


def test_cases_are_listed_by_what_is_asked(opened: Tenant) -> None:
    api = api_of(opened)
    done(api, "resolveCase", "case { number }", id=the_first(), note="done")

    def numbers(order: str = "NEWEST", **asked: Any) -> list[int]:
        return [one["number"] for one in api.data(LIST, f=asked, o=order)["cases"]["nodes"]]

    assert numbers() == [3, 2, 1]
    assert numbers("DUE") == [1, 2, 3]
    assert numbers("CHANGED")[0] == 1
    assert numbers(isOpen=True) == [3, 2]
    assert numbers(states=["RESOLVED"]) == [1]
    assert numbers(units=["u2"], severities=["HIGH"], touchpoints=["queue"], rules=["queue"]) == [3]
    assert numbers(customer="c-a-1") == [2]
    assert numbers(isUnassigned=False) == numbers(isOverdue=True) == numbers(owners=["x@y.example"]) == []


def test_a_list_costs_the_same_for_one_and_for_many(opened: Tenant) -> None:
    api = api_of(opened)
    query = """query($n: Int!) { cases(first: $n) { nodes { number ownerName ruleName recovery { orders }
      customer { externalId } feedbackItem { nps } touchpoint { code } actionPlan { code }
      events(first: 3) { nodes { kind } } } } }"""

    assert api.queries(query, n=1) == api.queries(query, n=3)


def test_who_was_slower_is_refused(opened: Tenant) -> None:
    api, key = api_of(opened), the_first()
    done(api, "commentOnCase", "case { revision }", id=key, text="first")

    assert refusals(api, "assignCase", id=key, revision=1) == [("CONFLICT", "input.revision")]
    assert refusals(api, "changeCaseState", id=key, state="REOPENED") == [("BAD_STEP", "input.state")]
    assert refusals(api, "assignCase", id=key, owner="nobody@acme.example") == [("UNKNOWN_OWNER", "input.owner")]
    assert refusals(api, "createCaseRule", name="x", conditions={}) == [("BAD_CONDITION", "input.conditions")]
    assert refusals(api, "createCaseRule", name="queue", conditions=UNHAPPY) == [("NAME_TAKEN", "input.name")]


def test_a_rule_is_written_tried_changed_and_stopped(opened: Tenant) -> None:
    api, now = api_of(opened), timezone.now()
    asked = {"not": {"any": [{"hasText": False}, {"spentAtLeast": "12.50", "days": 30}, {"units": ["u2", ""]}]}}
    shown = "caseRule { id conditions ladder { minutes severity owner } isActive revision }"
    made = done(
        api, "createCaseRule", shown, name="r", conditions=asked, ladder=[{"minutes": 30, "severity": "CRITICAL"}]
    )
    assert made["conditions"] == asked
    assert made["ladder"] == [{"minutes": 30, "severity": "CRITICAL", "owner": None}]

    span = {"from": (now - timedelta(days=1)).isoformat(), "to": now.isoformat()}
    tried = api.data(
        """query($r: ID!, $from: DateTime!, $to: DateTime!) { caseRuleBacktest(rule: $r, from: $from, to: $to) {
        answers met customers months { met } examples { externalId } } }""",
        r=made["id"], **span,
    )["caseRuleBacktest"]  # fmt: skip
    assert (tried["answers"], tried["met"], tried["customers"]) == (3, 2, 2)
    assert {one["externalId"] for one in tried["examples"]} == {"a-0", "a-1"}

    changed = done(api, "updateCaseRule", shown, id=made["id"], name="other", revision=1)
    assert changed["revision"] == 2
    assert done(api, "enableCaseRule", shown, id=made["id"])["isActive"] is True
    assert done(api, "disableCaseRule", shown, id=made["id"])["isActive"] is False
    job = done(api, "applyCaseRule", "job { kind }", id=made["id"], **span)
    assert job == {"kind": "apply_case_rule"}


def test_working_hours_are_set_and_forgotten(in_acme: Tenant) -> None:
    api, shown = api_of(in_acme), "workingHours { week holidays timezone unit { code } revision }"
    Unit.objects.create(code="u1")
    asked = {"unit": "u1", "week": {"mon": ["13:00-18:00", "09:00-12:00"]}, "holidays": ["2026-10-01"]}

    assert done(api, "setWorkingHours", shown, **asked) == {
        "week": {"mon": ["09:00-12:00", "13:00-18:00"]}, "holidays": ["2026-10-01"], "timezone": "",
        "unit": {"code": "u1"}, "revision": 1,
    }  # fmt: skip
    assert done(api, "setWorkingHours", shown, **asked)["revision"] == 2
    assert change(api, "setWorkingHours", shown, unit="u1") == {"workingHours": None, "userErrors": []}
    assert refusals(api, "setWorkingHours", week={"mon": ["x"]}) == [("BAD_HOURS", "input.week.mon")]


def test_what_was_written_is_null_without_the_right_to_texts(opened: Tenant) -> None:
    done(api_of(opened), "commentOnCase", "case { number }", id=the_first(), text="secret")
    query = "{ cases { nodes { title resolutionNote events { nodes { text } } } } }"

    assert "secret" in str(api_of(opened, "cases:read", "texts:read").data(query))
    assert "secret" not in str(api_of(opened, "cases:read").data(query))
    assert (
        api_of(opened, "cases:read").code('mutation { openCase(input: {title: "x"}) { case { id } } }') == "FORBIDDEN"
    )


def test_an_answer_that_was_taken_back_is_null(opened: Tenant) -> None:
    FeedbackItem.objects.filter(external_id="a-0").delete()

    found = api_of(opened).data("{ cases { nodes { number feedbackItem { externalId } } } }")["cases"]["nodes"]

    assert [one["feedbackItem"] for one in found if one["number"] == 1] == [None]


@pytest.mark.parametrize("query", re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL))
def test_an_example_of_the_page_runs(opened: Tenant, query: str) -> None:
    now = timezone.now()

    assert api_of(opened).data(query, **{"from": (now - timedelta(days=30)).isoformat(), "to": now.isoformat()})


@pytest.mark.parametrize("name", ["openCase", "commentOnCase", "changeCaseState", "createCaseRule", "setWorkingHours"])
def test_what_no_honest_client_sends_is_refused(opened: Tenant, name: str) -> None:
    api, key = api_of(opened), the_first()
    usual: dict[str, dict[str, Any]] = {
        "openCase": {"title": "x", "customer": "c-1", "severity": "LOW", "note": ""},
        "commentOnCase": {"id": key, "text": "x"},
        "changeCaseState": {"id": key, "state": "CLOSED", "note": "", "revision": 1},
        "createCaseRule": {"name": "x", "conditions": UNHAPPY, "slaMinutes": 1, "ladder": [], "mostADay": 1},
        "setWorkingHours": {"week": {"mon": []}, "holidays": [], "timezone": "", "unit": "u1"},
    }
    kind = f"{name[0].upper()}{name[1:]}Input"
    query = f"mutation($i: {kind}!) {{ {name}(input: $i) {{ userErrors {{ code }} }} }}"
    for field in usual[name]:
        for value in HOSTILE[::3]:
            answer = api.post(query, i=usual[name] | {field: value})
            codes = {error["extensions"]["code"] for error in answer.json().get("errors", [])}
            assert "INTERNAL_SERVER_ERROR" not in codes, (field, value)
