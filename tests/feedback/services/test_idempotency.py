"""A request under an idempotency key is carried out once."""

import pytest
from django.db import transaction

from feedback.services.batches import BatchHead
from feedback.services.idempotency import BadIdempotencyKey, IdempotencyConflict, IdempotencyMismatch, RequestKey
from feedback.services.intake import store_batch
from feedback.services.results import IntakeResult
from tenants.access import COMMAND
from tenants.models.ids import uuid7
from tests.feedback.conftest import NOW


def test_same_request_is_answered_alike_and_stored_once(ingest, rows, answer):
    first = ingest("feedback", answer(), request=RequestKey("k-1", "digest"))

    second = ingest("feedback", answer(), request=RequestKey("k-1", "digest"))

    assert second == first
    assert first["accepted"] == 1
    assert rows("SELECT count(*) FROM feedback_importbatch") == [(1,)]


def test_other_request_under_the_same_key_is_refused(ingest, rows, answer):
    ingest("feedback", answer(), request=RequestKey("k-1", "digest"))

    with pytest.raises(IdempotencyMismatch, match="new key"):
        ingest("feedback", answer(nps=1), request=RequestKey("k-1", "other"))

    assert rows("SELECT nps FROM feedback_feedbackitem") == [(9,)]


@pytest.mark.parametrize("key", ["", "x" * 256, "schlüssel", "a\nb"])
def test_unusable_key_is_refused(ingest, answer, key):
    with pytest.raises(BadIdempotencyKey, match="255"):
        ingest("feedback", answer(), request=RequestKey(key, "digest"))


def test_key_of_255_characters_is_fine(ingest, answer):
    assert ingest("feedback", answer(), request=RequestKey("k" * 255, "digest"))["accepted"] == 1


def test_key_that_another_transaction_took_while_it_was_looked_up_is_a_conflict(in_acme, ingest, rows, answer):
    ingest("feedback", answer(), request=RequestKey("k-1", "digest"))
    head = BatchHead(id=uuid7(), kind="feedback", company=in_acme, source="default", received_at=NOW)

    with pytest.raises(IdempotencyConflict, match="under way"), transaction.atomic():
        store_batch(head, IntakeResult(batch_id=head.id), actor=COMMAND, request=RequestKey("k-1", "digest"))

    assert rows("SELECT count(*) FROM feedback_importbatch") == [(1,)]
