"""Undoing a merge restores what was before, with what came since: facts, aggregates and scores, bit for bit."""

import random

import pytest

from analytics.services.scoring.score import score_company
from analytics.services.verify import verify_aggregates
from feedback.models import Customer, CustomerMerge
from feedback.services.identity.merging import CannotMerge, CannotUnmerge, merge_customers, undo_merge
from tenants.access import company_context
from tenants.models import Tenant
from tests.analytics.conftest import new_company  # noqa: F401 - fixture
from tests.analytics.facts import ingest as store
from tests.analytics.facts import small_company
from tests.analytics.scored import LATER
from tests.feedback.services.identity.conftest import ANN, everything, merge_of, owners, persons, undo


def join(one: str, other: str) -> CustomerMerge:
    return merge_customers(actor=ANN, one=one, other=other)[1]


def hashes(company: Tenant) -> list[str]:
    """Return the hash of each period's figures, once they are proven to be those of the facts."""
    runs = score_company(company=company, now=LATER)
    assert not verify_aggregates(company=company).differences
    return [run.run_hash for run in runs]


def renamed(data: dict[str, list[dict[str, object]]], names: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    """Return facts as they had been if everybody had been known by one id from the first."""
    places = ("customer", "referred_by")
    return {
        kind: [
            row | {place: names.get(str(row[place]), row[place]) for place in places if place in row} for row in rows
        ]
        for kind, rows in data.items()
    }


def test_one_person_counts_once_and_an_undone_merge_never_was(new_company) -> None:  # noqa: F811
    data = small_company(seed=3, customers=30)
    people = [
        one | {"created_at": f"2026-01-{1 + number:02d}", "attr.segment": one["attr.segment"] or "old"}
        for number, one in enumerate(data.pop("customers"))
    ]
    names = {"c7": "c4", "c11": "c4", "c8": "c2"}
    company, other = new_company(), new_company()
    with company_context(other):
        kept = [one for one in people if one["external_id"] not in names]
        for kind, records in ({"customers": kept} | renamed(data, names)).items():
            store(kind, records)
        wanted = hashes(other)

    with company_context(company):
        for kind, records in ({"customers": people} | data).items():
            store(kind, records)
        before, facts = hashes(company), everything()
        join("c11", "c7")
        join("c4", "c7")
        join("c8", "c2")
        assert hashes(company) == wanted != before

        undo("c8", "c2")
        undo("c4", "c7")
        undo("c11", "c7")
        assert hashes(company) == before
        assert everything() == facts


def test_any_order_of_merging_and_undoing_leads_to_the_same(in_acme: Tenant) -> None:
    data = small_company(seed=5, customers=12)
    for kind, records in data.items():
        store(kind, records)
    alone = everything()
    pairs = [("c1", "c2"), ("c2", "c5"), ("c5", "c7"), ("c8", "c10"), ("c10", "c1")]
    states = []
    for seed in range(3):
        rng = random.Random(seed)
        for one, other in rng.sample(pairs, len(pairs)):
            join(*rng.sample([one, other], 2))
        undo("c2", "c5")
        states.append((persons(), everything()))
        for one, other in rng.sample([pair for pair in pairs if pair != ("c2", "c5")], 4):
            undo(one, other)
        assert everything() == alone
    assert states[0][0][:2] == [["c0"], ["c1", "c10", "c2", "c8"]]
    assert states[0] == states[1] == states[2]


def test_facts_that_came_since_go_back_with_the_one_they_named(ingest, answer, order) -> None:
    ingest("customers", *({"external_id": name, "phone": "13800138000"} for name in ("a", "b", "c")))
    ingest("feedback", answer(external_id="f", customer="b"))
    ingest("orders", order(external_id="o", customer="c"))
    ingest("feedback", answer(external_id="f", customer="b", nps=1))

    undo("a", "b")

    assert persons() == [["a", "c"], ["b"]]
    assert owners("feedbackitem")["f"][:2] == ("b", None)
    assert owners("order")["o"][:2] == ("a", "c")


def test_the_middle_of_a_chain_is_undone(ingest, answer) -> None:
    chain = ({"phone": "1380013800", "email": "x@example.com"}, {"email": "x@example.com", "member_no": "7"})
    ingest("customers", {"external_id": "a", "phone": "1380013800"}, {"external_id": "b", **chain[0]})
    ingest("customers", {"external_id": "c", **chain[1]}, {"external_id": "d", "member_no": "7"})
    ingest("feedback", *(answer(external_id=name, customer=name) for name in "abcd"))
    assert persons() == [["a", "b", "c", "d"]]

    undo("b", "c")

    assert persons() == [["a", "b"], ["c", "d"]]
    assert {name: one[0] for name, one in owners("feedbackitem").items()} == {"a": "a", "b": "a", "c": "c", "d": "c"}


def test_a_person_may_merge_again_what_was_undone(ingest) -> None:
    ingest("customers", *({"external_id": name, "phone": "13800138000"} for name in ("a", "b")))
    undo("a", "b")

    join("a", "b")

    assert persons() == [["a", "b"]]
    assert [one.keeps_apart for one in CustomerMerge.objects.order_by("at", "pk")] == [False, False]
    undo("a", "b")
    assert CustomerMerge.objects.filter(keeps_apart=True).count() == 1


def test_what_cannot_be_merged_or_undone_is_refused(ingest) -> None:
    ingest("customers", *({"external_id": name, "phone": "13800138000"} for name in ("a", "b")))
    merge = merge_of("a", "b")

    for one, other in (("a", "b"), ("a", "a"), ("a", "nobody")):
        with pytest.raises(CannotMerge):
            join(one, other)
    undo_merge(actor=ANN, id=merge.pk)
    for id in (merge.pk, Customer.objects.first().pk):
        with pytest.raises(CannotUnmerge):
            undo_merge(actor=ANN, id=id)
