"""People and their roles."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tenants.access import ROLE_CAPABILITIES, Refusal
from tenants.members.models import Membership, Role, Unit, User


class BadAccount(Refusal):
    """An account cannot be made as asked."""


def ensure_roles() -> None:
    """Make the roles of `ROLE_CAPABILITIES` that the company lacks."""
    Role.objects.bulk_create([Role(code=code) for code in ROLE_CAPABILITIES], ignore_conflicts=True)


@transaction.atomic
def ensure_user(
    *,
    email: str,
    role: str,
    password: str | None = None,
    name: str = "",
    locale: str = "zh-hans",
    unit: Unit | None = None,
) -> User:
    """Return the person with this address, made if need be, with a role at a unit, or in the whole company.

    A password replaces the one there is; without one a new person cannot sign in until one is set.
    Raises BadAccount for a bad address or role.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAccount(f"{email!r} is not an e-mail address") from None
    if role not in ROLE_CAPABILITIES:
        raise BadAccount(f"role {role!r} is unknown: use one of {', '.join(sorted(ROLE_CAPABILITIES))}")
    user = User.objects.filter(email=address).first() or User(email=address, name=name, locale=locale)
    if user._state.adding and password is None:  # noqa: SLF001 - Django's documented way to ask
        user.set_unusable_password()
    if password is not None and not user.check_password(password):
        user.set_password(password)
    user.save()
    Membership.objects.get_or_create(user=user, role=Role.objects.get(code=role), unit=unit)
    return user


def ensure_owner(*, email: str, password: str | None) -> User | None:
    """Make the person with this address an owner of the company; no address, no owner."""
    return ensure_user(email=email, role="owner", password=password) if email else None
