"""Positions of touchpoints, segments, units and channels in the counters."""

from django.db import connection

from analytics.models.layout import LayoutEntry

_OWNERS = {
    LayoutEntry.Kind.TOUCHPOINT: "SELECT code FROM journeys_touchpoint",
    LayoutEntry.Kind.UNIT: "SELECT code FROM members_unit",
    LayoutEntry.Kind.CHANNEL: "SELECT code FROM journeys_channel",
    LayoutEntry.Kind.SEGMENT: (
        "SELECT DISTINCT coalesce(attributes ->> %(segment)s, '') FROM feedback_customer"
        " WHERE %(all)s OR id = ANY(%(respondents)s::uuid[])"
    ),
}


def extend_layout(*, segment_attribute: str, respondents: str | None) -> None:
    """Give a position to every code that has none. Call with the watermark locked.

    Position 0 of the segments is "no segment". `respondents` limits the search for new segments to these customers.
    """
    parameters: dict[str, str | bool] = {
        "segment": segment_attribute,
        "all": respondents is None,
        "respondents": respondents or "{}",
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO analytics_layout (kind, code, position) VALUES ('segment', '', 0) ON CONFLICT DO NOTHING"
        )
        for kind, owners in _OWNERS.items():
            cursor.execute(
                f"""
                INSERT INTO analytics_layout (kind, code, position)
                SELECT '{kind}', fresh.code,
                    coalesce((SELECT max(position) FROM analytics_layout WHERE kind = '{kind}'), -1)
                    + row_number() OVER (ORDER BY fresh.code COLLATE "C")
                FROM ({owners}) AS fresh (code)
                WHERE NOT EXISTS (SELECT FROM analytics_layout l WHERE l.kind = '{kind}' AND l.code = fresh.code)
                """,
                parameters,
            )


def codes(kind: LayoutEntry.Kind) -> list[str]:
    """Return the codes of a kind, by position."""
    return list(LayoutEntry.objects.filter(kind=kind).order_by("position").values_list("code", flat=True))
