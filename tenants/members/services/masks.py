"""What is hidden from a person whatever their roles: contact data of customers, what they wrote."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import PERSON_MASKS, Actor, Refusal
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.members.models import Membership, User
from tenants.members.selectors import capabilities_of
from tenants.members.services.granting import member_of, require_holding
from tenants.members.services.roles import named_by_id, subject_of


class BadMask(Refusal):
    """Something cannot be hidden from a person as asked."""


@transaction.atomic
def mask_member(*, actor: Actor, member_id: UUID, masks: Iterable[str]) -> User:
    """Hide something from a person, or show it again, from their next request on.

    It takes all that the person's roles allow, for both are about rights. Raises UnknownMember, NotYoursToGive and
    BadMask.
    """
    user = member_of(member_id)
    roles = set(Membership.objects.filter(user=user).values_list("role__code", flat=True))
    require_holding(actor, capabilities_of(roles), field="id")
    wanted = usable_masks(masks)
    if wanted and "owner" in roles:
        raise BadMask(_("nothing is hidden from an owner: take the role away first"), field="masks")
    set_masks(actor=actor, user=user, masks=wanted)
    return user


def usable_masks(masks: Iterable[str]) -> list[str]:
    """Return masks in their order, each once. Raises BadMask for an unknown one."""
    wanted = sorted(set(masks))
    if not set(wanted) <= set(PERSON_MASKS):
        raise BadMask(_("use some of %(masks)s") % {"masks": ", ".join(PERSON_MASKS)}, field="masks")
    return wanted


def set_masks(*, actor: Actor, user: User, masks: list[str]) -> None:
    """Store what is hidden from a person and write it down; the same as before changes nothing."""
    before = list(user.masks)
    if before == masks:
        return
    user.masks = masks
    user.save(update_fields=["masks"])
    record(
        actor=actor, action="member.masks_changed", subject=subject_of(user),
        before={"masks": before}, after={"masks": masks},
    )  # fmt: skip
    emit(event="member.masks_changed", subject=named_by_id(user), data={"masks": masks})
