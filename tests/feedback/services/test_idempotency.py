"""A request under an idempotency key is carried out once."""

import pytest

from feedback.services.idempotency import BadIdempotencyKey, IdempotencyMismatch, RequestKey


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
