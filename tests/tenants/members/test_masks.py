"""What is hidden from a person is hidden whatever their roles, and comes off by whoever holds it."""

from __future__ import annotations

import pytest

from tenants.access import ALL_CAPABILITIES, COMMAND, ROLE_CAPABILITIES, Actor
from tenants.graphql.ids import encode
from tenants.members.models import User
from tenants.members.selectors import actor_of_user
from tenants.members.services import assign_role, ensure_user, mask_member
from tenants.members.services.granting import NotYoursToGive
from tenants.members.services.masks import BadMask
from tenants.members.services.roles import MaskedPerson
from tenants.models import Tenant
from tests.graphql_api import api_of

ASK = """mutation($id: ID!, $masks: [String!]!) { maskMember(input: {id: $id, masks: $masks}) {
  member { masks } userErrors { code field } } }"""


@pytest.fixture
def mary(in_acme: Tenant) -> User:
    return ensure_user(email="mary@acme.example", role="manager")


def test_a_mask_takes_the_right_off_and_gives_it_back(mary: User) -> None:
    mask_member(actor=COMMAND, member_id=mary.pk, masks=["texts", "contacts", "texts"])
    masked = actor_of_user(User.objects.get(pk=mary.pk))
    mask_member(actor=COMMAND, member_id=mary.pk, masks=[])

    assert set(ROLE_CAPABILITIES["manager"]) - masked.capabilities == {"contacts:read", "texts:read"}
    assert actor_of_user(User.objects.get(pk=mary.pk)).capabilities == set(ROLE_CAPABILITIES["manager"])


def test_it_takes_all_that_the_person_may(mary: User) -> None:
    lesser = Actor(kind="key", capabilities=frozenset(map(str, set(ALL_CAPABILITIES) - {"contacts:read"})))

    for masks in (["contacts"], []):
        with pytest.raises(NotYoursToGive):
            mask_member(actor=lesser, member_id=mary.pk, masks=masks)


def test_nothing_is_hidden_from_an_owner(mary: User) -> None:
    owner = ensure_user(email="boss@acme.example", role="owner")
    mask_member(actor=COMMAND, member_id=mary.pk, masks=["contacts"])

    with pytest.raises(BadMask):
        mask_member(actor=COMMAND, member_id=owner.pk, masks=["contacts"])
    with pytest.raises(MaskedPerson):
        assign_role(actor=COMMAND, member_id=mary.pk, role="owner")


def test_it_is_asked_for_through_the_api(mary: User, in_acme: Tenant) -> None:
    api = api_of(in_acme)

    done = api.data(ASK, id=encode("User", mary.pk), masks=["contacts"])["maskMember"]
    wrong = api.data(ASK, id=encode("User", mary.pk), masks=["feet"])["maskMember"]

    assert done == {"member": {"masks": ["contacts"]}, "userErrors": []}
    assert wrong == {"member": None, "userErrors": [{"code": "BAD_MASK", "field": "input.masks"}]}
