"""People, roles and units of one company."""

from __future__ import annotations

import pytest

from tenants.access import ROLE_CAPABILITIES, Capability
from tenants.members.models import Membership, Unit, User
from tenants.members.selectors import actor_of_user
from tenants.members.services import BadAccount, ensure_units, ensure_user
from tenants.models import Tenant
from tests.factories import UnitFactory

pytestmark = pytest.mark.usefixtures("in_acme")


def test_unknown_units_are_made_unmapped_and_named() -> None:
    UnitFactory(code="north", name="North")

    assert ensure_units(["south", "north", "east", "south", ""]) == ["east", "south"]
    assert ensure_units(["south"]) == []
    assert dict(Unit.objects.values_list("code", "is_mapped")) == {"north": True, "south": False, "east": False}


def test_an_address_is_one_person_whatever_its_case() -> None:
    first = ensure_user(email="Ann@Acme.example", role="viewer")
    again = ensure_user(email="ann@acme.EXAMPLE ", role="manager")

    assert first.pk == again.pk
    assert set(Membership.objects.values_list("role__code", flat=True)) == {"viewer", "manager"}
    assert User.objects.get_by_natural_key("ANN@acme.example") == first


def test_without_a_password_nobody_signs_in() -> None:
    assert not ensure_user(email="ann@acme.example", role="viewer").has_usable_password()


def test_an_unchanged_password_keeps_its_hash_and_so_its_sessions() -> None:
    first = ensure_user(email="ann@acme.example", role="viewer", password="secret words")
    again = ensure_user(email="ann@acme.example", role="viewer", password="secret words")

    assert first.password == again.password


@pytest.mark.parametrize(("email", "role"), [("ann", "viewer"), ("", "viewer"), ("ann@acme.example", "king")])
def test_a_bad_account_is_refused(email: str, role: str) -> None:
    with pytest.raises(BadAccount):
        ensure_user(email=email, role=role)


@pytest.mark.parametrize("role", sorted(ROLE_CAPABILITIES))
def test_a_person_may_what_the_roles_say(role: str) -> None:
    actor = actor_of_user(ensure_user(email="ann@acme.example", role=role))

    assert actor.capabilities == ROLE_CAPABILITIES[role]


def test_roles_grow_from_viewer_to_owner(acme: Tenant) -> None:
    assert ROLE_CAPABILITIES["viewer"] < ROLE_CAPABILITIES["operator"] < ROLE_CAPABILITIES["manager"]
    assert ROLE_CAPABILITIES["viewer"] < ROLE_CAPABILITIES["analyst"] < ROLE_CAPABILITIES["owner"] == set(Capability)
    assert not any(item.endswith(":write") for item in ROLE_CAPABILITIES["viewer"])
