"""Customers who share an identifier that a rule trusts become one person."""

import pytest

from feedback.models import Customer, CustomerIdentity, CustomerMerge, MergeConflict
from feedback.services.buckets import bucket_of
from feedback.services.identity.policy import Policy, Rule, set_policy
from feedback.services.identity.recognising import recognise_customers
from tests.feedback.services.identity.conftest import ANN, everything, owners, persons, undo

PHONE = {"phone": "+86 138-0013-8000"}


def rules(*made: Rule, keep_apart: frozenset[str] = frozenset()) -> None:
    set_policy(actor=ANN, policy=Policy(made, keep_apart))


def test_phone_union_id_and_email_lead_to_one_customer(ingest):
    ingest("customers", {"external_id": "crm-1", **PHONE, "email": "Ann@Example.com"})
    ingest("customers", {"external_id": "shop-7", "phone": "138 0013 8000"})
    ingest("customers", {"external_id": "wx-3", "wechat_unionid": "oU1", "email": "ann@example.com"})
    ingest(
        "customers", {"external_id": "wx-4", "wechat_unionid": "oU1"}, {"external_id": "else", "phone": "13900000000"}
    )

    assert persons() == [["crm-1", "shop-7", "wx-3", "wx-4"], ["else"]]
    assert set(CustomerMerge.objects.values_list("rule", flat=True)) == {"phone", "email", "wechat_unionid"}


def test_facts_go_to_the_person_before_and_after(ingest, answer, order):
    for name in ("a", "b"):
        ingest("feedback", answer(external_id=f"f-{name}", customer=name))
        ingest("orders", order(external_id=f"o-{name}", customer=name, referred_by="b"))
    ingest("customers", *({"external_id": name, **PHONE} for name in ("a", "b")))
    ingest("feedback", answer(external_id="late", customer="b"))
    ingest("interactions", {"external_id": "visit", "customer": "b", "occurred_at": "2026-05-01"})
    group = bucket_of("a")

    assert owners("feedbackitem") == {
        "f-a": ("a", None, group), "f-b": ("a", "b", group), "late": ("a", "b", group),
    }  # fmt: skip
    assert owners("order") == {"o-a": ("a", None, group), "o-b": ("a", "b", group)}
    assert owners("interaction") == {"visit": ("a", "b", group)}


def test_the_long_way_in_follows_merges_as_the_short_one_does(ingest, answer, rows):
    ingest("customers", *({"external_id": name, **PHONE} for name in ("a", "b")))
    known = answer(external_id="f-0", customer="b")
    ingest("feedback", known)
    ingest("feedback", known, answer(external_id="f-1", customer="b"), answer(external_id="f-2", customer="a", nps=3))
    again = ingest("feedback", known, answer(external_id="f-1", customer="b", nps=2))

    assert (again["duplicates"], again["corrected"]) == (1, 1)
    assert {name: one[:2] for name, one in owners("feedbackitem").items()} == {
        "f-0": ("a", "b"), "f-1": ("a", "b"), "f-2": ("a", None),
    }  # fmt: skip
    assert rows("SELECT count(*) FROM feedback_feedbackitem WHERE respondent <> customer_id") == [(0,)]


def test_a_referral_follows_whoever_was_named(ingest, order):
    ingest("customers", *({"external_id": name, **PHONE} for name in ("a", "b")))

    ingest("orders", order(customer="c", referred_by="b"), order(external_id="o-2", customer="d"))

    named = Customer.objects.in_bulk(field_name="external_id")
    assert list(
        Customer.objects.raw("SELECT * FROM feedback_customer WHERE id IN (SELECT referrer_id FROM feedback_order)")
    ) == [named["a"]]
    ingest("orders", order(customer="c", referred_by="b", amount="13"))
    assert owners("order")["o-1"][:2] == ("c", None)


def test_attributes_are_those_of_all_and_the_first_ones_win(ingest):
    ingest("customers", {"external_id": "b", **PHONE, "attr.segment": "gold", "attr.city": "Xi'an"})
    ingest("customers", {"external_id": "a", **PHONE, "attr.segment": "new"})
    first = Customer.objects.get(external_id="a")
    assert first.attributes == {"segment": "new", "city": "Xi'an"}

    ingest("customers", {"external_id": "b", "attr.city": "Hangzhou", "attr.age": "30"})
    ingest("customers", {"external_id": "a", "attr.segment": "silver"})

    first.refresh_from_db()
    assert first.attributes == {"segment": "silver", "city": "Hangzhou", "age": "30"}
    assert first.own_attributes == {"segment": "silver"}


def test_who_joined_first_stands_for_the_person(ingest):
    ingest("customers", {"external_id": "a", **PHONE, "created_at": "2026-02-01"})
    ingest("customers", {"external_id": "b", **PHONE, "created_at": "2026-01-01"})
    assert persons() == [["b", "a"]]

    ingest("customers", {"external_id": "b", "created_at": "2026-03-01"})

    assert persons() == [["a", "b"]]


def test_merging_again_and_again_changes_nothing(ingest, answer):
    ingest("customers", *({"external_id": name, **PHONE} for name in ("a", "b", "c")))
    ingest("feedback", *(answer(external_id=name, customer=name) for name in ("a", "b", "c")))
    before = everything()

    for everybody in (False, True):
        done = recognise_customers(everybody=everybody)
        assert done is not None
        assert done.as_dict() == {"merged": 0, "questions": 0, "moved": 0}
    assert everything() == before


def test_two_member_numbers_are_put_before_a_person(ingest):
    ingest("customers", {"external_id": "a", **PHONE, "member_no": "M1"})
    ingest("customers", {"external_id": "b", **PHONE, "member_no": "M2"})
    ingest("customers", {"external_id": "c", **PHONE})
    recognise_customers(everybody=True)

    assert persons() == [["a", "c"], ["b"]]
    conflict = MergeConflict.objects.get()
    assert (conflict.reason, conflict.kinds, conflict.rule) == ("different_ids", ["member_no"], "phone")


def test_a_number_that_too_many_share_tells_nobody_apart(ingest):
    rules(Rule(("phone",), most=3))
    ingest("customers", *({"external_id": f"c{number}", **PHONE} for number in range(4)))
    ingest("customers", {"external_id": "c9", **PHONE})

    assert len(persons()) == 5
    conflict = MergeConflict.objects.get()
    assert (conflict.reason, conflict.sharing) == ("too_many", 4)


def test_a_rule_may_ask_for_review_and_for_several_identifiers(ingest):
    rules(Rule(("device", "email")), Rule(("device",), action="review"))
    ingest("customers", {"external_id": "a", "device": "d1", "email": "x@example.com"})
    ingest(
        "customers",
        {"external_id": "b", "device": "D1", "email": "X@example.com"},
        {"external_id": "c", "device": "d1"},
    )

    assert persons() == [["a", "b"], ["c"]]
    assert MergeConflict.objects.get().reason == "review"


def test_rules_are_tried_in_their_order(ingest):
    rules(Rule(("email",)), Rule(("phone",)), keep_apart=frozenset({"member_no"}))
    ingest(
        "customers",
        {"external_id": "a", "email": "x@example.com", "member_no": "M1"},
        {"external_id": "b", "email": "x@example.com", **PHONE},
        {"external_id": "c", **PHONE, "member_no": "M2"},
    )

    assert persons() == [["a", "b"], ["c"]]


def test_identifiers_tell_their_source_and_when_they_were_first_seen(ingest):
    ingest("customers", {"external_id": "a", **PHONE}, source="crm")
    ingest("customers", {"external_id": "a", "phone": "13800138000"}, source="shop")
    kept = CustomerIdentity.objects.get()
    assert (kept.source, kept.first_seen_at is not None) == ("crm", True)

    ingest("customers", {"external_id": "a", "phone": "13900000000"}, source="shop")

    kept.refresh_from_db()
    assert kept.source == "shop"


def test_what_was_undone_is_not_merged_again(ingest):
    ingest("customers", *({"external_id": name, **PHONE} for name in ("a", "b")))
    undo("a", "b")
    recognise_customers(everybody=True)
    ingest("customers", {"external_id": "b", "email": "x@example.com"}, {"external_id": "a", "email": "x@example.com"})
    assert persons() == [["a"], ["b"]]

    ingest("customers", {"external_id": "c", **PHONE})

    assert persons() in ([["a", "c"], ["b"]], [["a"], ["b", "c"]])


@pytest.mark.parametrize("phone", ["", "none"])
def test_what_is_not_shared_merges_nobody(ingest, phone):
    ingest("customers", {"external_id": "a", "phone": phone}, {"external_id": "b", "email": phone or "x@example.com"})

    assert persons() == [["a"], ["b"]]
