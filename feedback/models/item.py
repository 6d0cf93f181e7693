"""Answers and comments."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from feedback.models.fact import SourcedFact


def _score(text: str) -> "models.SmallIntegerField[int | None, int | None]":
    return models.SmallIntegerField(null=True, blank=True, help_text=text)


def _within(column: str, low: int, high: int | F) -> Q:
    return Q(**{f"{column}__gte": low, f"{column}__lte": high}) | Q(**{f"{column}__isnull": True})


class FeedbackItem(SourcedFact):
    """One answer of one respondent about one touchpoint, or about the company as a whole.

    The rows of one answer sheet share `response`. Scores keep the scale on which they were asked.
    """

    response = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="Answer sheet this row is part of; empty when it stands alone.",
    )
    respondent = models.UUIDField(
        help_text="Who answered: the customer's id when known, else an id made from the answer sheet."
    )
    bucket = models.SmallIntegerField(help_text="Group 0 to 63 of the respondent, used when uncertainty is estimated.")
    touchpoint = models.ForeignKey(
        "journeys.Touchpoint",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Touchpoint the answer is about; empty for the company as a whole.",
    )
    channel = models.ForeignKey(
        "journeys.Channel",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Channel through which the customer met the company.",
    )
    nps = _score("Would recommend, 0 to 10.")
    csat = _score("Satisfaction, 1 to 5.")
    ces = _score("Ease, 1 (very hard) to 7 (very easy).")
    rating = _score("Rating, 1 to `rating_max`.")
    rating_max = _score("Best answer on the scale of `rating`, 2 to 11.")
    loyalty = _score("Intention to come back, 0 to 10.")
    emotional = _score("Emotional value, 0 to 10.")
    functional = _score("Functional value, 0 to 10.")
    social = _score("Social value, 0 to 10.")
    expectation = _score("What the customer had expected, 0 to 10.")
    scores = models.JSONField(null=True, blank=True, help_text="Answers to further questions: number by question code.")
    text = models.TextField(blank=True, default="", help_text="Comment in the customer's own words.")
    language = models.CharField(max_length=35, blank=True, default="", help_text="Language of the comment (BCP 47).")
    order_ref = models.CharField(
        max_length=255, blank=True, default="", help_text="External id of the order the answer is about."
    )
    weight_nano = models.BigIntegerField(
        null=True, blank=True, help_text="Survey weight times 1,000,000,000; empty when the survey is not weighted."
    )

    class Meta(SourcedFact.Meta):
        db_table = "feedback_feedbackitem"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="feedback_item_source_external"),
            models.CheckConstraint(
                condition=_within("nps", 0, 10)
                & _within("csat", 1, 5)
                & _within("ces", 1, 7)
                & _within("rating", 1, F("rating_max"))
                & _within("rating_max", 2, 11)
                & _within("loyalty", 0, 10)
                & _within("emotional", 0, 10)
                & _within("functional", 0, 10)
                & _within("social", 0, 10)
                & _within("expectation", 0, 10),
                name="feedback_item_scales",
            ),
        ]
        indexes = [
            models.Index(fields=["respondent"], name="feedback_item_respondent"),
            BrinIndex(fields=["xid"], autosummarize=True, name="feedback_item_xid"),
        ]
