"""Rows as COPY reads them: PostgreSQL is the judge."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from feedback.services.merge.packing import packed_rows
from feedback.services.merge.stage import copy_into

KINDS = {
    "u": "uuid",
    "moment": "timestamptz",
    "document": "jsonb",
    "words": "text",
    "small": "int2",
    "whole": "int4",
    "large": "int8",
    "truth": "bool",
}
PERSON = UUID(int=2**127 + 5)


@pytest.fixture
def stored(in_acme, rows):
    """Copy rows into a table that has a column of each kind; return what is in it."""
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in KINDS.items())
        cursor.execute(f"CREATE TEMP TABLE every_kind ({columns}) ON COMMIT DROP")

    def copied(columns, **options):
        with connection.cursor() as cursor:
            copy_into(cursor, "every_kind", packed_rows(KINDS, columns, **options))
        return rows("SELECT u, moment, document->>'a', words, small, whole, large, truth FROM every_kind")

    return copied


def test_each_kind_arrives_as_it_was_given(stored):
    found = stored(
        {
            "u": [PERSON.bytes],
            "moment": [1_000_000],
            "document": [b'\x01{"a": "b"}'],
            "words": ["很好\t\n"],
            "small": [-3],
            "whole": [70_000],
            "large": [-(2**40)],
            "truth": [True],
        },
        same={},
    )

    second = datetime(2000, 1, 1, 0, 0, 1, tzinfo=UTC)
    assert found == [(PERSON, second, "b", "很好\t\n", -3, 70_000, -(2**40), True)]


def test_nothing_is_null_in_every_kind(stored):
    assert stored({name: [None] for name in KINDS}, same={}) == [(None,) * len(KINDS)]


def test_empty_text_is_not_null(stored):
    assert stored({"words": ["", None]}, same={"small": 1}) == [
        (None, None, None, "", 1, None, None, None),
        (None, None, None, None, 1, None, None, None),
    ]


def test_what_is_the_same_stands_in_every_row_and_order_sorts_them_by_character(stored, rows):
    stored({"words": ["b", "a", "é", "B"]}, same={"large": 7, "u": None}, order=["b", "a", "é", "B"])

    assert rows("SELECT words, large, u FROM every_kind ORDER BY ctid") == [
        ("B", 7, None),
        ("a", 7, None),
        ("b", 7, None),
        ("é", 7, None),
    ]


@pytest.mark.parametrize("options", [{"columns": {"small": [1, 2], "large": [1]}}, {"order": ["only one"]}])
def test_no_row_is_lost_because_a_column_is_shorter(options):
    with pytest.raises(ValueError, match="zip"):
        packed_rows(KINDS, **({"columns": {"small": [1, 2]}, "same": {}} | options))
