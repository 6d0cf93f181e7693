"""Staging tables, and how each column of a fact follows from them.

In the expressions `s` is the staged row, `c` its customer and `r` the customer who referred.
"""

from collections.abc import Mapping
from dataclasses import dataclass

BEFORE_EVERY_ROW = {"row_no": "int4", "n": "int4"}


@dataclass(frozen=True, slots=True)
class FactTable:
    """How records of one kind are staged and stored; columns in `unlike` differ also where two records say the same."""

    kind: str
    table: str
    stage: Mapping[str, str]
    values: Mapping[str, str]
    key: tuple[str, ...] = ("source", "external_id")
    people: Mapping[str, str] | None = None
    unlike: frozenset[str] = frozenset()

    @property
    def staging(self) -> str:
        """Name of the staging table, a temporary table of the connection."""
        return f"staged_{self.kind}"

    @property
    def content(self) -> dict[str, str]:
        """Columns whose difference makes a report a correction."""
        same_by_nature = {"id", "bucket", "respondent", *self.key}
        return {name: value for name, value in self.values.items() if name not in same_by_nature}


_SOURCED = {"id": "uuid", "source": "text", "external_id": "text", "customer": "text", "unit_id": "uuid"}
# Filled in while staged, where the customer who was named is merged into another.
_ACCOUNT = {"account_id": "uuid"}
_WHEN = {"occurred_at": "timestamptz"}
_MET = {"touchpoint_id": "uuid", "channel_id": "uuid"}
_SCORES = (
    "nps",
    "csat",
    "ces",
    "rating",
    "rating_max",
    "loyalty",
    "emotional",
    "functional",
    "social",
    "expectation",
)


def _same(*names: str) -> dict[str, str]:
    return {name: f"s.{name}" for name in names}


def _or_blank(*names: str) -> dict[str, str]:
    return {name: f"COALESCE(s.{name}, '')" for name in names}


FEEDBACK = FactTable(
    kind="feedback",
    table="feedback_feedbackitem",
    stage=_SOURCED
    | _ACCOUNT
    | _WHEN
    | _MET
    | dict.fromkeys(_SCORES, "int2")
    | {"bucket": "int2", "respondent": "uuid", "response": "text", "scores": "jsonb", "text": "text"}
    | {"language": "text", "order_ref": "text", "weight_nano": "int8"},
    values=_same("id", "source", "external_id", "unit_id", "occurred_at", "touchpoint_id", "channel_id", "bucket")
    | _same(*_SCORES, "scores", "weight_nano")
    | _or_blank("response", "text", "language", "order_ref")
    | {"customer_id": "c.id", "account_id": "s.account_id", "respondent": "COALESCE(c.id, s.respondent)"},
    people={"customer": "bucket"},
)
ORDERS = FactTable(
    kind="orders",
    table="feedback_order",
    stage=_SOURCED
    | _ACCOUNT
    | _WHEN
    | {"amount_minor": "int8", "margin_minor": "int8", "currency": "text", "is_refund": "bool", "refund_of": "text"}
    | {"referred_by": "text", "referrer_bucket": "int2", "referrer_account_id": "uuid", "bucket": "int2"},
    values=_same("id", "source", "external_id", "unit_id", "occurred_at", "amount_minor", "margin_minor", "currency")
    | _same("is_refund", "bucket")
    | _or_blank("refund_of")
    | {"customer_id": "c.id", "account_id": "s.account_id"}
    | {"referrer_id": "r.id", "referrer_account_id": "s.referrer_account_id"},
    people={"customer": "bucket", "referred_by": "referrer_bucket"},
)
INTERACTIONS = FactTable(
    kind="interactions",
    table="feedback_interaction",
    stage=_SOURCED | _ACCOUNT | _WHEN | _MET | {"kind": "text", "attributes": "jsonb", "bucket": "int2"},
    values=_same("id", "source", "external_id", "unit_id", "occurred_at", "touchpoint_id", "channel_id", "bucket")
    | _or_blank("kind")
    | {"attributes": "COALESCE(s.attributes, '{}'::jsonb)", "customer_id": "c.id", "account_id": "s.account_id"},
    people={"customer": "bucket"},
)
CUSTOMERS = FactTable(
    kind="customers",
    table="feedback_customer",
    stage={"id": "uuid", "external_id": "text", "created_at": "timestamptz", "bucket": "int2", "attributes": "jsonb"}
    | {"consent": "text", "consents": "jsonb", "hashes": "jsonb", "sealed": "jsonb", "wrapped": "text"},
    values=_same("id", "external_id", "created_at", "bucket")
    | _or_blank("consent")
    | {"attributes": "COALESCE(s.attributes, '{}'::jsonb)"},
    key=("external_id",),
    unlike=frozenset({"sealed", "wrapped"}),
)
TABLES: Mapping[str, FactTable] = {table.kind: table for table in (FEEDBACK, ORDERS, INTERACTIONS, CUSTOMERS)}
