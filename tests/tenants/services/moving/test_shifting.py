"""Ids of transactions as they read in another database."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from tenants.services.archive.contents import Column, Table
from tenants.services.moving.shifting import ROOM, shift_between, shifted

pytestmark = pytest.mark.django_db


def read(table: str, column: str, kind: str, value: str, by: int) -> object:
    (expression,) = shifted(Table(table, (Column(column, kind, has_sequence=False),), ()), by)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {expression} FROM (SELECT %s::{kind} AS "{column}") t', [value])
        return cursor.fetchone()[0]


def test_ids_come_below_those_of_the_target_with_room_for_what_is_still_written() -> None:
    by = shift_between(given_in_source=5000, given_in_target=700)

    assert 4999 + ROOM + by < 700


def test_an_id_is_moved() -> None:
    assert read("any", "xid", "bigint", "100", -70) == 30


@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("10:20:", "-90:-80:"), ("10:20:12,15", "-90:-80:-88,-85"), ("7:7:", "-93:-93:")]
)
def test_a_snapshot_is_moved_whole(before: str, after: str) -> None:
    assert read("analytics_watermark", "snapshot", "text", before, -100) == after


def test_the_id_within_an_image_is_moved_and_one_without_stays() -> None:
    for before, after in (({"xid": 5, "a": 1}, {"xid": 2, "a": 1}), ({"a": 1}, {"a": 1})):
        found = read("feedback_superseded", "row", "jsonb", json.dumps(before), -3)

        assert json.loads(str(found)) == after


def test_other_columns_stay() -> None:
    assert read("any", "number", "bigint", "100", -70) == 100
