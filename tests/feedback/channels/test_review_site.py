"""Reviews become answers; what is no review is refused."""

import json

import pytest

from feedback.channels.problems import BadValue
from feedback.channels.review_site import adapt
from tests.feedback.services.test_imports import run, write

REVIEW = {"review_id": "r-1", "posted_at": "2026-05-01T10:00:00Z", "stars": 4, "comment": "不错", "store": "s-1"}


def test_review_becomes_an_answer():
    incoming = adapt(REVIEW | {"author_id": "ann", "likes": 3})

    assert incoming.record() == {
        "external_id": "r-1",
        "occurred_at": "2026-05-01T10:00:00Z",
        "source": "review_site",
        "channel": "review_site",
        "customer": "review_site:ann",
        "unit": "s-1",
        "rating": 4,
        "rating_max": 5,
        "text": "不错",
    }


@pytest.mark.parametrize("payload", [{}, [], None, REVIEW | {"stars": "many"}])
def test_what_is_no_review_is_refused(payload):
    with pytest.raises(BadValue, match="is no review"):
        adapt(payload)


def test_file_of_reviews_is_imported_through_the_channel(tmp_path, in_acme, rows):
    lines = [REVIEW, {"stars": 3}, REVIEW | {"review_id": "r-2", "stars": 9}]
    path = write(tmp_path, "\n".join(json.dumps(line) for line in lines), "reviews.ndjson")

    report = run(path, channel="review_site")

    assert (report.accepted, report.reasons) == (1, {"bad_payload": 1, "out_of_range": 1})
    assert rows("SELECT source, rating, text FROM feedback_feedbackitem") == [("review_site", 4, "不错")]
