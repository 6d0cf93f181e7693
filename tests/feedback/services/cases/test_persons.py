"""Cases go with their customer: through merges and back, into subject access, and out of sight when erased."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from feedback.models import Case, CaseEvent, Customer, RetentionRule
from feedback.services.cases.opening import Wish, open_case
from feedback.services.cases.recovery import returns_of
from feedback.services.cases.working import comment_on_case, resolve_case
from feedback.services.identity.merging import merge_customers, undo_merge
from feedback.services.privacy.access import grant_access
from feedback.services.privacy.erasing import erase_person
from feedback.services.privacy.retention import apply_retention
from tenants.access import COMMAND
from tests.feedback.services.cases.conftest import Answered, Going

BAD = {"external_id": "a-1", "customer": "c-2", "nps": 2}


def whose() -> tuple[str, str | None]:
    case = Case.objects.get()
    assert case.respondent == case.customer_id
    return case.customer.external_id, case.account.external_id if case.account else None


def test_a_case_follows_a_merge_and_its_undoing(going: Going, answered: Answered, lately: Any) -> None:
    lately("customers", {"external_id": "c-1", "created_at": "2026-01-01"}, {"external_id": "c-2"})
    going()
    answered(BAD)

    _, merge = merge_customers(actor=COMMAND, one="c-1", other="c-2")
    assert whose() == ("c-1", "c-2")
    answered(BAD | {"external_id": "a-2", "customer": "c-1"})
    assert Case.objects.count() == 1  # the same person said it

    undo_merge(actor=COMMAND, id=merge.pk)
    assert whose() == ("c-2", None)


def test_what_was_written_is_told_to_the_person_and_erased_with_them(
    going: Going, answered: Answered, tmp_path: Path
) -> None:
    going()
    answered(BAD, BAD | {"external_id": "a-9", "customer": "c-9"})
    mine, other = Case.objects.order_by("number")
    comment_on_case(actor=COMMAND, id=mine.pk, text="Frau Sonnenschein weint am Telefon")
    resolve_case(actor=COMMAND, id=mine.pk, note="flowers for Sonnenschein")
    comment_on_case(actor=COMMAND, id=other.pk, text="sat next to Sonnenschein")

    granted = grant_access(
        actor=COMMAND, identifiers=["c-2"], words=["Sonnenschein"], now=timezone.now(), target=tmp_path / "a.json"
    )
    told = json.loads((tmp_path / "a.json").read_text())
    assert granted.counts["cases"] == 1
    assert "weint am Telefon" in str(told["case_events"])
    assert "sat next" not in str(told)

    erased = erase_person(actor=COMMAND, identifiers=["c-2"], words=["Sonnenschein"], now=timezone.now())

    assert erased.counts["cases"] >= 2
    texts = {*CaseEvent.objects.values_list("text", flat=True), *Case.objects.values_list("resolution_note", flat=True)}
    assert texts == {"", "sat next to [erased]"}
    assert Case.objects.filter(state="resolved").count() == 1  # that there was a case stays


def test_texts_of_cases_that_ended_long_ago_are_let_go_of(in_acme: object) -> None:
    old, new = (open_case(actor=COMMAND, wish=Wish(title=title)) for title in ("old", "new"))
    for case in (old, new):
        resolve_case(actor=COMMAND, id=case.pk, note="done")
    Case.objects.filter(pk=old.pk).update(resolved_at=timezone.now() - timedelta(days=40))
    RetentionRule.objects.create(kind="texts", days=30)

    apply_retention(actor=COMMAND, now=timezone.now())

    assert dict(Case.objects.values_list("title", "resolution_note")) == {"": "", "new": "done"}


def test_whether_a_customer_came_back_is_told_from_orders(going: Going, answered: Answered, lately: Any) -> None:
    going()
    answered(BAD, BAD | {"external_id": "a-3", "customer": None, "response": "r"})
    known, unknown = Case.objects.order_by("customer_id")
    for case in (known, unknown):
        resolve_case(actor=COMMAND, id=case.pk, note="done")
    since = timezone.now() - timedelta(days=30)
    Case.objects.update(resolved_at=since)
    days = {"before": -1, "first": 5, "second": 20, "late": 91}
    lately(
        "orders",
        *[
            {"external_id": name, "customer": "c-2", "occurred_at": (since + timedelta(days=day)).isoformat(),
             "amount": "10"}
            for name, day in days.items() if day < 30
        ],
        {"external_id": "back", "customer": "c-2", "occurred_at": (since + timedelta(days=21)).isoformat(),
         "amount": "-4", "refund_of": "second"},
        {"external_id": "far", "customer": "c-2", "occurred_at": (since + timedelta(days=6)).isoformat(),
         "amount": "70", "unit": "u9"},
    )  # fmt: skip
    found = returns_of([known.pk, unknown.pk])

    assert (found[known.pk].orders, found[known.pk].amount_minor) == (3, 8600)
    assert found[known.pk].first_at == since + timedelta(days=5)
    assert (found[unknown.pk].is_known, found[unknown.pk].orders) == (False, 0)
    assert returns_of([known.pk], units=[])[known.pk].orders == 0
    assert Customer.objects.filter(external_id="c-2").exists()
