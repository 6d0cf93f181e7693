"""Consent by purpose: the field that integrators send, what people record, and its history."""

from datetime import timedelta
from uuid import UUID

import pytest

from feedback.models import Consent, Customer
from feedback.services.contacts.consent_words import parsed_consent
from feedback.services.privacy.consents import BadConsent, consents_now, record_consent
from feedback.services.undo import undo_batch
from tenants.access import COMMAND
from tests.feedback.conftest import NOW


def lines() -> list[tuple[str, bool]]:
    return list(Consent.objects.order_by("at", "pk").values_list("purpose", "is_given"))


def holding() -> dict[str, bool]:
    return {line.purpose: line.is_given for line in consents_now(Customer.objects.all())}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("full", {"full": True}),
        ("Newsletter; -Calls", {"newsletter": True, "calls": False}),
        ("analysis=no，短信=同意", {"analysis": False, "短信": True}),
        ("同意", {"general": True}),
        ("withdrawn", {"general": False}),
        (" , ;", {}),
        ("a=b", {"a=b": True}),
    ],
)
def test_the_field_is_read_in_the_companys_own_words(text, said):
    assert parsed_consent(text) == said


def test_a_change_is_a_line_and_the_same_again_is_none(ingest):
    ingest("customers", {"external_id": "c-1", "consent": "newsletter, calls"}, source="crm")
    ingest("customers", {"external_id": "c-1", "consent": "newsletter, -calls"})
    ingest("customers", {"external_id": "c-1", "consent": "-calls, newsletter"})

    assert sorted(lines()) == [("calls", False), ("calls", True), ("newsletter", True)]
    assert holding() == {"newsletter": True, "calls": False}
    assert set(Consent.objects.values_list("source", flat=True)) == {"crm", "default"}


def test_undoing_the_batch_takes_its_lines_back(ingest):
    ingest("customers", {"external_id": "c-1", "consent": "newsletter"})
    batch = ingest("customers", {"external_id": "c-1", "consent": "-newsletter"})

    undo_batch(batch_id=UUID(batch["batchId"]), at=NOW)

    assert holding() == {"newsletter": True}


def test_people_record_it_with_its_moment_and_source(ingest):
    ingest("customers", {"external_id": "c-1", "consent": "newsletter"})

    record_consent(actor=COMMAND, customer="c-1", purpose=" Newsletter ", is_given=False, now=NOW + timedelta(1))

    assert lines() == [("newsletter", True), ("newsletter", False)]
    assert holding() == {"newsletter": False}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"customer": "nobody"}, "customer"),
        ({"purpose": " "}, "purpose"),
        ({"purpose": "x" * 101}, "purpose"),
        ({"at": NOW + timedelta(days=1)}, "at"),
    ],
)
def test_what_cannot_be_noted_is_refused(ingest, given, field):
    ingest("customers", {"external_id": "c-1"})

    with pytest.raises(BadConsent) as refused:
        record_consent(actor=COMMAND, **{"customer": "c-1", "purpose": "calls", "is_given": True, "now": NOW} | given)

    assert refused.value.field == field
