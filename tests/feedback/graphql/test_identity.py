"""Who is one person, through the API: identities, history, undoing, questions, rules."""

from __future__ import annotations

import pytest

from feedback.models import Customer, MergeConflict
from tenants.graphql.ids import encode
from tenants.models import Tenant
from tests.feedback.graphql.test_queries import store
from tests.graphql_api import Api, api_of
from tests.mutating import change, done, refusals

WHO = """query($id: String!) { customer(externalId: $id) { id externalId mergedInto { externalId }
  mergedCustomers { nodes { externalId mergedInto { externalId } } }
  identities { totalCount nodes { kind value source firstSeenAt customer { externalId } } }
  mergeHistory { totalCount nodes { id rule at by undoable undoneAt undoneBy
    customer { externalId } into { externalId } } }
  orders { totalCount } } }"""
WHY = """query($a: String!, $b: String!) { samePerson(externalId: $a, otherExternalId: $b) {
  isOnePerson because { rule } words } }"""
TWICE = ("CANNOT_MERGE", "input.otherExternalId")
MANY = "{ customers { nodes { externalId identities { nodes { kind } } mergeHistory { totalCount nodes { rule } } } } }"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme)


def shop() -> None:
    """A buyer whom three systems know by three ids."""
    store("customers", [{"external_id": "crm", "phone": "+86 13800138000", "email": "ann@example.com"}])
    store("customers", [{"external_id": "pos", "phone": "138-0013-8000"}, {"external_id": "wx", "wechat_unionid": "u"}])
    at = {"occurred_at": "2026-05-01T10:00:00Z", "amount": "5"}
    store("orders", [{"external_id": name, "customer": name, **at} for name in ("crm", "pos", "wx")])


def test_one_customer_with_all_identities_and_the_history(api: Api) -> None:
    shop()

    found = api.data(WHO, id="pos")["customer"]

    assert (found["externalId"], found["mergedInto"], found["orders"]["totalCount"]) == ("crm", None, 2)
    assert found["mergedCustomers"]["nodes"] == [{"externalId": "pos", "mergedInto": {"externalId": "crm"}}]
    told = [(one["kind"], one["value"], one["customer"]["externalId"]) for one in found["identities"]["nodes"]]
    assert sorted(told) == [
        ("EMAIL", "ann@example.com", "crm"), ("PHONE", "+86 13800138000", "crm"), ("PHONE", "138-0013-8000", "pos"),
    ]  # fmt: skip
    (merge,) = found["mergeHistory"]["nodes"]
    assert (merge["rule"], merge["by"], merge["undoable"], merge["undoneAt"]) == ("phone", "rule", True, None)
    assert (merge["customer"]["externalId"], merge["into"]["externalId"]) == ("pos", "crm")
    assert [one["externalId"] for one in api.data(MANY)["customers"]["nodes"]] == ["wx", "crm"]


def test_a_wrong_merge_is_undone_and_shown_on_both_sides(api: Api) -> None:
    shop()
    (merge,) = api.data(WHO, id="crm")["customer"]["mergeHistory"]["nodes"]

    undone = done(
        api, "undoCustomerMerge", "merge { undoable undoneBy undoneReason keepsApart }", id=merge["id"], reason="twins"
    )

    assert undone == {"undoable": False, "undoneBy": "key:test", "undoneReason": "twins", "keepsApart": True}
    for name in ("crm", "pos"):
        found = api.data(WHO, id=name)["customer"]
        assert (found["externalId"], found["orders"]["totalCount"]) == (name, 1)
        assert [one["undoable"] for one in found["mergeHistory"]["nodes"]] == [False]
    assert refusals(api, "undoCustomerMerge", id=merge["id"]) == [("CANNOT_UNMERGE", "input.id")]


def test_people_merge_and_are_told_why(api: Api) -> None:
    shop()

    payload = change(
        api, "mergeCustomers", "customer { externalId } merge { rule by reason }",
        externalId="wx", otherExternalId="pos", reason="called in",
    )  # fmt: skip

    assert payload["customer"] == {"externalId": "crm"}
    assert payload["merge"] == {"rule": "manual", "by": "key:test", "reason": "called in"}
    answer = api.data(WHY, a="wx", b="crm")["samePerson"]
    assert (answer["isOnePerson"], answer["because"]) == (True, [{"rule": "manual"}, {"rule": "phone"}])
    assert "key:test" in answer["words"][0]
    assert api.data(WHY, a="wx", b="nobody") == {"samePerson": None}
    assert refusals(api, "mergeCustomers", externalId="wx", otherExternalId="crm") == [TWICE]


@pytest.mark.parametrize(("decision", "persons"), [("MERGE", 1), ("KEEP_APART", 2)])
def test_a_conflict_is_decided(api: Api, decision: str, persons: int) -> None:
    both = {"phone": "13800138000"}
    store("customers", [{"external_id": name, "member_no": name, **both} for name in ("a", "b")])
    query = (
        "query($s: ConflictState) { mergeConflicts(state: $s) { nodes { id reason kinds state one { externalId } } } }"
    )
    (conflict,) = api.data(query, s="OPEN")["mergeConflicts"]["nodes"]
    assert (conflict["reason"], conflict["kinds"], conflict["one"]) == (
        "DIFFERENT_IDS",
        ["MEMBER_NO"],
        {"externalId": "a"},
    )

    done(api, "decideMergeConflict", "conflict { state }", id=conflict["id"], decision=decision)
    store("customers", [{"external_id": "b", "email": "x@example.com"}, {"external_id": "a", "email": "x@example.com"}])

    assert Customer.objects.filter(merged_into=None).count() == persons
    assert api.data(query, s="OPEN")["mergeConflicts"]["nodes"] == []
    assert refusals(api, "decideMergeConflict", id=conflict["id"], decision="MERGE") == [("CANNOT_DECIDE", "input.id")]
    assert MergeConflict.objects.count() == 1


def test_rules_are_changed_and_applied_to_everybody(api: Api) -> None:
    given = [{"kinds": ["DEVICE", "EMAIL"]}, {"kinds": ["PHONE"], "action": "REVIEW", "most": 3}]

    payload = change(
        api, "setIdentityPolicy", "policy { rules { kinds action most } keepApart } job { kind }",
        rules=given, keepApart=["MEMBER_NO"],
    )  # fmt: skip

    assert payload["policy"] == {
        "rules": [{"kinds": ["DEVICE", "EMAIL"], "action": "MERGE", "most": 10}, given[1]], "keepApart": ["MEMBER_NO"],
    }  # fmt: skip
    assert payload["job"] == {"kind": "recognise_customers"}
    assert refusals(api, "setIdentityPolicy", rules=[{"kinds": []}]) == [("BAD_POLICY", "input.rules")]
    assert refusals(api, "setIdentityPolicy", rules=[{"kinds": ["PHONE"], "most": 1}]) == [
        ("BAD_POLICY", "input.rules")
    ]
    assert len(done(api, "setIdentityPolicy", "policy { rules { kinds } }")["rules"]) == 5


def test_identifiers_are_masked_and_writing_takes_its_scope(in_acme: Tenant) -> None:
    shop()
    reader = api_of(in_acme, "feedback:read")

    nodes = reader.data(WHO, id="crm")["customer"]["identities"]["nodes"]
    assert [one["value"] for one in nodes] == [None, None, None]
    for name in ("mergeCustomers", "undoCustomerMerge"):
        kind = f"{name[0].upper()}{name[1:]}Input"
        assert reader.code(f"mutation($i: {kind}!) {{ {name}(input: $i) {{ userErrors {{ code }} }} }}", i={}) in {
            "FORBIDDEN", "BAD_USER_INPUT",
        }  # fmt: skip


def test_lists_cost_the_same_for_few_and_for_many(api: Api) -> None:
    def add(start: int, end: int) -> None:
        for number in range(start, end):
            phone = f"1380013{number:04d}"
            store("customers", [{"external_id": f"{side}{number}", "phone": phone} for side in "ab"])

    add(0, 3)
    few = api.queries(MANY)
    add(3, 9)

    assert api.queries(MANY) == few


def test_a_node_of_one_who_was_merged_says_into_whom(api: Api) -> None:
    shop()
    gone = Customer.objects.get(external_id="pos")
    query = """query($id: ID!) { node(id: $id) { ... on Customer {
      externalId mergedInto { externalId } identities { totalCount } } } }"""

    node = api.data(query, id=encode("Customer", gone.pk))["node"]

    assert node == {"externalId": "pos", "mergedInto": {"externalId": "crm"}, "identities": {"totalCount": 3}}
