"""The facts of a run as arrays, ordered by respondent and time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.packed import Column, fetch
from analytics.aggregates.versions import Span, versions

Rows = NDArray[np.void]
Keys = NDArray[np.bytes_]

_DAY = "((v.occurred_at AT TIME ZONE %(zone)s::text)::date - DATE '1970-01-01')"
_TOUCHPOINT = "CASE WHEN v.touchpoint_id IS NULL THEN -1 ELSE coalesce(touchpoint.position, -2) END"
_SCORES = ("nps", "csat", "ces", "rating", "rating_max", "loyalty", "emotional", "functional", "social", "expectation")
_ORDER = 'v.key, v.occurred_at, v.source COLLATE "C", v.external_id COLLATE "C"'


def _position(*, name: str, table: str, column: str) -> str:
    """Return a join that finds the layout position of a row's touchpoint, channel or unit."""
    return (
        f" LEFT JOIN (SELECT owner.id, entry.position FROM {table} owner "
        f"JOIN analytics_layout entry ON entry.kind = '{name}' AND entry.code = owner.code) {name} "
        f"ON {name}.id = v.{column}"
    )


_AT_TOUCHPOINT = _position(name="touchpoint", table="journeys_touchpoint", column="touchpoint_id")
_AT_UNIT = _position(name="unit", table="members_unit", column="unit_id")
_AT_CHANNEL = _position(name="channel", table="journeys_channel", column="channel_id")


@dataclass(frozen=True)
class Facts:
    """The facts of one side of a run (before or after), each array ordered by respondent, then time.

    answers: key flag bucket touchpoint channel unit day, the scores (-1 where not given) and weight (nano, -1).
    orders: key flag day role (0 buyer, 1 referrer) known refund bucket amount margin has_margin.
    contacts: key flag day touchpoint channel known. customers: key flag bucket segment.
    """

    answers: Rows
    orders: Rows
    contacts: Rows
    customers: Rows
    concerned: Rows
    """The answers whose contribution is wanted; `answers` has all, which tell when somebody was active."""

    def side(self, bit: int, concerned: NDArray[np.bool_] | None = None) -> "Facts":
        """Return the facts of one snapshot: bit 1 before, bit 2 after; `concerned` picks answers."""
        here = (self.answers["flag"] & bit) > 0
        answers = self.answers[here]
        return Facts(
            answers=answers,
            orders=self.orders[(self.orders["flag"] & bit) > 0],
            contacts=self.contacts[(self.contacts["flag"] & bit) > 0],
            customers=self.customers[(self.customers["flag"] & bit) > 0],
            concerned=answers if concerned is None else self.answers[here & concerned],
        )

    @property
    def count(self) -> int:
        """Number of fact rows read."""
        return len(self.answers) + len(self.orders) + len(self.contacts) + len(self.customers)


def read_facts(*, span: Span, segment_attribute: str) -> Facts:
    """Read the facts of a span, both sides in one pass."""
    answers = _answers(span)
    return Facts(
        answers=answers,
        concerned=answers,
        orders=_orders(span),
        contacts=_contacts(span),
        customers=_customers(span, segment_attribute),
    )


def _answers(span: Span) -> Rows:
    columns = [
        Column("key", "v.key", "key"),
        Column("flag", "v.flag", "small"),
        Column("bucket", "v.bucket", "small"),
        Column("touchpoint", _TOUCHPOINT, "int"),
        Column("channel", "coalesce(channel.position, -1)", "int"),
        Column("unit", "coalesce(unit.position, -1)", "int"),
        Column("day", _DAY, "int"),
        *(Column(name, f"coalesce(v.{name}, -1)", "small") for name in _SCORES),
        Column("weight", "coalesce(v.weight_nano, -1)", "big"),
    ]
    table = versions(table="feedback_feedbackitem", kind="feedback", span=span, respondent="f.respondent")
    source = table + _AT_TOUCHPOINT + _AT_CHANNEL + _AT_UNIT
    return fetch(columns=columns, source=source, order=_ORDER, parameters=span.parameters)


def _orders(span: Span) -> Rows:
    def columns(role: int) -> list[Column]:
        return [
            Column("key", "v.key", "key"),
            Column("flag", "v.flag", "small"),
            Column("day", _DAY, "int"),
            Column("role", str(role), "small"),
            Column("known", "(v.customer_id IS NOT NULL)::int", "small"),
            Column("refund", "v.is_refund::int", "small"),
            Column("bucket", "coalesce(v.bucket, 0)", "small"),
            Column("amount", "v.amount_minor", "big"),
            Column("margin", "coalesce(v.margin_minor, 0)", "big"),
            Column("has_margin", "(v.margin_minor IS NOT NULL)::int", "small"),
        ]

    roles = (
        (0, "f.customer_id", "f.customer_id IS NOT NULL"),
        (0, "f.id", "f.customer_id IS NULL"),
        (1, "f.referrer_id", "f.referrer_id IS NOT NULL"),
    )
    parts = [
        fetch(
            columns=columns(role),
            source=versions(table="feedback_order", kind="orders", span=span, respondent=key, condition=condition),
            order=_ORDER,
            parameters=span.parameters,
        )
        for role, key, condition in roles
    ]
    return _merged(parts)


def _contacts(span: Span) -> Rows:
    columns = [
        Column("key", "v.key", "key"),
        Column("flag", "v.flag", "small"),
        Column("day", _DAY, "int"),
        Column("touchpoint", _TOUCHPOINT, "int"),
        Column("channel", "coalesce(channel.position, -1)", "int"),
        Column("known", "(v.customer_id IS NOT NULL)::int", "small"),
    ]
    roles = (("f.customer_id", "f.customer_id IS NOT NULL"), ("f.id", "f.customer_id IS NULL"))
    parts = [
        fetch(
            columns=columns,
            source=versions(
                table="feedback_interaction", kind="interactions", span=span, respondent=key, condition=condition
            )
            + _AT_TOUCHPOINT
            + _AT_CHANNEL,
            order=_ORDER,
            parameters=span.parameters,
        )
        for key, condition in roles
    ]
    return _merged(parts)


def _customers(span: Span, segment_attribute: str) -> Rows:
    columns = [
        Column("key", "v.key", "key"),
        Column("flag", "v.flag", "small"),
        Column("bucket", "v.bucket", "small"),
        Column("segment", "coalesce(entry.position, 0)", "int"),
    ]
    source = versions(table="feedback_customer", kind="customers", span=span, respondent="f.id") + (
        " LEFT JOIN analytics_layout entry ON entry.kind = 'segment'"
        " AND entry.code = coalesce(v.attributes ->> %(segment)s::text, '')"
    )
    return fetch(
        columns=columns, source=source, order="v.key", parameters={**span.parameters, "segment": segment_attribute}
    )


def _merged(parts: list[Rows]) -> Rows:
    """Return the rows of several reads, ordered by respondent and otherwise as they were."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else parts[0]
    rows: Rows = np.concatenate(filled)
    return rows[np.argsort(rows["key"], kind="stable")]
