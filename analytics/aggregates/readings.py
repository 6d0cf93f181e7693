"""Which rows of which tables a run reads, as SQL."""

from analytics.aggregates.items import item_columns
from analytics.aggregates.packed import Column, Reading
from analytics.aggregates.versions import Span, versions

_DAY = "((v.occurred_at AT TIME ZONE %(zone)s::text)::date - DATE '1970-01-01')"
_TOUCHPOINT = "CASE WHEN v.touchpoint_id IS NULL THEN -1 ELSE coalesce(touchpoint.position, -2) END"
_SCORES = ("nps", "csat", "ces", "rating", "rating_max", "loyalty", "emotional", "functional", "social", "expectation")
_OWN_BUCKET = "coalesce(v.bucket, 0)"
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


def answers(span: Span) -> list[Reading]:
    """Return the reading of the answers."""
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
        *item_columns(span.evidence, asked=True),
    ]
    table = versions(table="feedback_feedbackitem", kind="feedback", span=span, respondent="f.respondent")
    return [Reading(columns, table + _AT_TOUCHPOINT + _AT_CHANNEL + _AT_UNIT, _ORDER, "v.bucket")]


def orders(span: Span) -> list[Reading]:
    """Return the readings of the orders: of known buyers, of unknown ones, and once more by who referred the buyer."""
    buyers = ("f.customer_id", "f.customer_id IS NOT NULL", "", _OWN_BUCKET)
    unknown = ("f.id", "f.customer_id IS NULL", "", _OWN_BUCKET)
    referrer = " JOIN feedback_customer referrer ON referrer.id = v.referrer_id"
    referrers = ("f.referrer_id", "f.referrer_id IS NOT NULL", referrer, "referrer.bucket")
    roles = ((0, buyers), (0, unknown), (1, referrers))
    return [
        Reading(
            _order_columns(role),
            versions(table="feedback_order", kind="orders", span=span, respondent=key, condition=condition) + join,
            _ORDER,
            bucket,
        )
        for role, (key, condition, join, bucket) in roles
    ]


def _order_columns(role: int) -> list[Column]:
    return [
        Column("key", "v.key", "key"),
        Column("flag", "v.flag", "small"),
        Column("day", _DAY, "int"),
        Column("role", str(role), "small"),
        Column("known", "(v.customer_id IS NOT NULL)::int", "small"),
        Column("refund", "v.is_refund::int", "small"),
        Column("foreign", "(v.currency <> %(currency)s::text)::int", "small"),
        Column("bucket", _OWN_BUCKET, "small"),
        Column("amount", "v.amount_minor", "big"),
        Column("margin", "coalesce(v.margin_minor, 0)", "big"),
        Column("has_margin", "(v.margin_minor IS NOT NULL)::int", "small"),
        Column("referred", "(v.referrer_id IS NOT NULL)::int", "small"),
    ]


def contacts(span: Span) -> list[Reading]:
    """Return the readings of the contacts, of known customers and of unknown ones."""
    columns = [
        Column("key", "v.key", "key"),
        Column("flag", "v.flag", "small"),
        Column("day", _DAY, "int"),
        Column("touchpoint", _TOUCHPOINT, "int"),
        Column("channel", "coalesce(channel.position, -1)", "int"),
        Column("known", "(v.customer_id IS NOT NULL)::int", "small"),
        *item_columns(span.evidence, asked=False),
    ]
    joins = _AT_TOUCHPOINT + _AT_CHANNEL
    keys = (("f.customer_id", "f.customer_id IS NOT NULL"), ("f.id", "f.customer_id IS NULL"))
    tables = [
        versions(table="feedback_interaction", kind="interactions", span=span, respondent=key, condition=condition)
        for key, condition in keys
    ]
    return [Reading(columns, table + joins, _ORDER, _OWN_BUCKET) for table in tables]


def customers(span: Span) -> list[Reading]:
    """Return the reading of the customers with their segments."""
    columns = [
        Column("key", "v.key", "key"),
        Column("flag", "v.flag", "small"),
        Column("bucket", "v.bucket", "small"),
        Column("segment", "coalesce(entry.position, 0)", "int"),
    ]
    standing = "f.merged_into_id IS NULL"
    source = versions(table="feedback_customer", kind="customers", span=span, respondent="f.id", condition=standing) + (
        " LEFT JOIN analytics_layout entry ON entry.kind = 'segment'"
        " AND entry.code = coalesce(v.attributes ->> %(segment)s::text, '')"
    )
    return [Reading(columns, source, "v.key", "v.bucket")]
