"""Departments and units stay trees, and two people who change one notice each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tenants.access import COMMAND, Conflict
from tenants.audit.models import AuditEvent
from tenants.members.models import Department, Unit
from tenants.members.selectors import units_below
from tenants.members.services import archive_place, create_place, ensure_units, move_place, update_place
from tenants.members.services.organisation import DEEPEST, BadParent, BadPlace, StillInUse, UnknownPlace
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import api_of

pytestmark = pytest.mark.usefixtures("in_acme")
NOW = datetime(2026, 5, 1, tzinfo=UTC)


def make(code: str, parent: Unit | None = None, **described: str) -> Unit:
    return create_place(Unit, actor=COMMAND, code=code, parent_id=parent.pk if parent else None, **described)


def move(unit: Unit, parent: Unit | None) -> Unit:
    return move_place(
        Unit, actor=COMMAND, place_id=unit.pk, parent_id=parent.pk if parent else None, revision=unit.revision
    )


@pytest.mark.parametrize("kind", [Department, Unit])
def test_it_works(kind: Any) -> None:
    top = create_place(kind, actor=COMMAND, code=" top ")
    row = create_place(kind, actor=COMMAND, code="row", parent_id=top.pk)

    row = archive_place(kind, actor=COMMAND, place_id=row.pk, revision=1, as_of=NOW)
    row = archive_place(kind, actor=COMMAND, place_id=row.pk, revision=2, as_of=None)
    row = move_place(kind, actor=COMMAND, place_id=row.pk, parent_id=None, revision=3)

    assert (top.code, row.parent_id, row.archived_at, row.revision) == ("top", None, None, 4)
    name = kind.__name__.lower()
    told = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))
    assert told == [f"{name}.{action}" for action in ("created", "created", "archived", "restored", "moved")]


def test_describing_a_unit_that_came_with_facts_makes_it_a_mapped_one() -> None:
    ensure_units(["s1"])
    unit = Unit.objects.get()

    update_place(Unit, actor=COMMAND, place_id=unit.pk, revision=1, changes={"name": "First"})

    assert Unit.objects.values_list("name", "is_mapped").get() == ("First", True)


@pytest.mark.parametrize("code", ["", " ", "x" * 129, "taken"])
def test_a_bad_code_is_refused(code: str) -> None:
    make("taken")

    with pytest.raises(BadPlace) as refusal:
        make(code)

    assert refusal.value.field == "code"


def test_a_tree_has_no_circle() -> None:
    top = make("top")
    middle = make("middle", top)
    low = make("low", middle)

    for below in (top, middle, low):
        with pytest.raises(BadParent, match="below itself"):
            move(top, below)

    assert move(low, top).parent_id == top.pk


def test_reading_a_tree_that_has_a_circle_ends() -> None:
    top = make("top")
    low = make("low", top)
    Unit.objects.filter(pk=top.pk).update(parent=low)  # no service does so

    assert units_below([top.pk]) == {top.pk, low.pk}


def test_a_tree_is_not_too_deep() -> None:
    chain = [make("0")]
    for at in range(1, DEEPEST):
        chain.append(make(str(at), chain[-1]))

    with pytest.raises(BadParent, match="at most 20 levels"):
        move(make("more"), chain[-1])


def test_what_is_put_away_takes_nothing_below_it_and_is_not_put_away_before_what_is_below() -> None:
    top = make("top")
    low = make("low", top)

    with pytest.raises(StillInUse):
        archive_place(Unit, actor=COMMAND, place_id=top.pk, revision=1, as_of=NOW)
    for unit in (low, top):
        archive_place(Unit, actor=COMMAND, place_id=unit.pk, revision=1, as_of=NOW)

    with pytest.raises(BadParent):
        make("new", top)
    with pytest.raises(BadParent):
        archive_place(Unit, actor=COMMAND, place_id=low.pk, revision=2, as_of=None)


def test_who_was_slower_is_told_and_changes_nothing() -> None:
    unit = make("s1", name="First")
    update_place(Unit, actor=COMMAND, place_id=unit.pk, revision=1, changes={"name": "Second"})

    with pytest.raises(Conflict):
        update_place(Unit, actor=COMMAND, place_id=unit.pk, revision=1, changes={"name": "Third"})
    with pytest.raises(Conflict):
        move(unit, None)

    assert Unit.objects.get().name == "Second"


def test_an_unknown_one_is_said() -> None:
    with pytest.raises(UnknownPlace, match="has this id"):
        update_place(Unit, actor=COMMAND, place_id=uuid7(), revision=1, changes={})


def test_the_api_makes_changes_moves_and_archives(in_acme: Tenant) -> None:
    api = api_of(in_acme, "settings:write", "journeys:read")
    made = api.data(
        """mutation { north: createUnit(input: {code: "north", kind: "region"}) { unit { id revision } }
        shop: createUnit(input: {code: "shop", name: "Shop"}) { unit { id revision isMapped } }
        twice: createUnit(input: {code: "shop"}) { unit { id } userErrors { code field } } }"""
    )
    assert made["twice"] == {"unit": None, "userErrors": [{"code": "BAD_PLACE", "field": "input.code"}]}

    moved = api.data(
        """mutation($id: ID!, $north: ID!) {
        moveUnit(input: {id: $id, parent: $north, revision: 1}) { unit { parent { code } revision } }
        updateUnit(input: {id: $id, kind: "store", revision: 2}) { unit { name kind revision } }
        again: updateUnit(input: {id: $id, kind: "x", revision: 2}) { userErrors { code field } }
        archiveUnit(input: {id: $north, revision: 1}) { unit { code } userErrors { code field } } }""",
        id=made["shop"]["unit"]["id"],
        north=made["north"]["unit"]["id"],
    )

    assert moved == {
        "moveUnit": {"unit": {"parent": {"code": "north"}, "revision": 2}},
        "updateUnit": {"unit": {"name": "Shop", "kind": "store", "revision": 3}},
        "again": {"userErrors": [{"code": "CONFLICT", "field": "input.revision"}]},
        "archiveUnit": {"unit": None, "userErrors": [{"code": "STILL_IN_USE", "field": "input.id"}]},
    }
