"""Reviews from sites that show stars and a comment, one JSON object a review.

{"review_id": "r-8", "posted_at": "2026-05-01T10:00:00Z", "stars": 4, "of": 5, "comment": "...", "store": "s-1"}
"""

import msgspec

from feedback.channels.incoming import IncomingFeedback
from feedback.channels.problems import BadValue


class Review(msgspec.Struct, frozen=True):
    """A review as the site sends it; what we have no use for is left out."""

    review_id: str
    posted_at: str
    stars: int
    of: int = 5
    comment: str = ""
    author_id: str | None = None
    store: str | None = None
    language: str | None = None


def adapt(payload: object) -> IncomingFeedback:
    """Return the review as an answer about the company as a whole; raise BadValue when it is no review."""
    try:
        review = msgspec.convert(payload, Review)
    except msgspec.ValidationError as error:
        raise BadValue("bad_payload", f"is no review: {error}") from None
    return IncomingFeedback(
        external_id=review.review_id,
        occurred_at=review.posted_at,
        source="review_site",
        channel="review_site",
        customer=None if review.author_id is None else f"review_site:{review.author_id}",
        unit=review.store,
        rating=review.stars,
        rating_max=review.of,
        text=review.comment or None,
        language=review.language,
    )
