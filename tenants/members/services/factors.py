"""What is asked of a person besides the password: told, and reset by an owner for who lost it."""

from uuid import UUID

from django.db import transaction

from tenants.access import Actor
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.members.models import Membership, Passkey, SsoConnection, User
from tenants.members.selectors import capabilities_of
from tenants.members.services.granting import member_of, require_holding
from tenants.members.services.roles import named_by_id, subject_of
from tenants.members.services.sessions import drop_sessions


def ways_of_second_factor(user: User) -> list[str]:
    """Return by what a person may prove the second factor; nothing when none is asked for."""
    if user.second_factor_at is None:
        return []
    ways = ["totp", "recovery"] if user.recovery_digests else ["totp"]
    return [*ways, "passkey"] if Passkey.objects.filter(user=user).exists() else ways


def must_use_sso(user: User) -> bool:
    """Return whether a person may sign in with the company's own account only. Owners never must."""
    is_only_way: bool = SsoConnection.objects.filter(is_only_way=True).exists()
    return is_only_way and not is_owner(user)


def is_owner(user: User) -> bool:
    """Return whether a person owns the company."""
    found: bool = Membership.objects.filter(user=user, role__code="owner", unit=None).exists()
    return found


@transaction.atomic
def reset_factors(*, actor: Actor, member_id: UUID) -> User:
    """Let a person who lost phone and devices sign in with the password alone; their sessions end.

    Codes, recovery codes and passkeys are good no more. Raises UnknownMember, NotYoursToGive.
    """
    user = member_of(member_id)
    codes = Membership.objects.filter(user=user).values_list("role__code", flat=True)
    require_holding(actor, capabilities_of(codes), field="id")
    removed, _ = Passkey.objects.filter(user=user).delete()
    clear_codes(user)
    drop_sessions(user=user)
    record(actor=actor, action="second_factor.reset", subject=subject_of(user), after={"passkeys": removed})
    emit(event="member.second_factor_changed", subject=named_by_id(user), data={"state": "reset"})
    return user


def clear_codes(user: User) -> None:
    """Forget a person's secret and recovery codes. The half minute stays, so that no code is ever good twice."""
    user.sealed_secret, user.second_factor_at, user.recovery_digests = "", None, []
    user.save(update_fields=["sealed_secret", "second_factor_at", "recovery_digests"])
