"""What mutations of members, roles and keys take."""

from datetime import datetime

import strawberry

MEMBER = "Id of the member."
ROLE = "Role: viewer, operator, analyst, manager or owner."
UNIT = "Unit at which, with all below it, the role holds; the whole company when left out."


@strawberry.input(description="Somebody to invite.")
class InviteMemberInput:
    """Somebody to invite."""

    email: str = strawberry.field(description="Address that the link is sent to, and name to sign in with.")
    role: str = strawberry.field(description=ROLE)
    unit: strawberry.ID | None = strawberry.field(default=None, description=UNIT)
    name: str = strawberry.field(default="", description="Name of the person.")
    locale: str = strawberry.field(
        default="zh-hans", description="Language of the mail and the console: zh-hans or en."
    )


@strawberry.input(description="A member.")
class MemberInput:
    """A member."""

    id: strawberry.ID = strawberry.field(description=MEMBER)


@strawberry.input(description="A role of a member.")
class MemberRoleInput:
    """A role of a member."""

    id: strawberry.ID = strawberry.field(description=MEMBER)
    role: str = strawberry.field(description=ROLE)
    unit: strawberry.ID | None = strawberry.field(default=None, description=UNIT)


@strawberry.input(description="What to hide from a member.")
class MaskMemberInput:
    """What to hide from a member."""

    id: strawberry.ID = strawberry.field(description=MEMBER)
    masks: list[str] = strawberry.field(
        description="All that is to be hidden, whatever the roles: contacts (phone, e-mail, member number of "
        "customers), texts (what customers wrote). Nothing is when empty."
    )


@strawberry.input(description="A session to end.")
class EndSessionInput:
    """A session to end."""

    id: strawberry.ID = strawberry.field(description="Id of the session.")


@strawberry.input(description="A key to make.")
class CreateApiKeyInput:
    """A key to make."""

    name: str = strawberry.field(description="What the key is for.")
    scopes: list[str] = strawberry.field(description="What it may do: scopes that you hold yourself.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="From when on it is refused; never if null."
    )
    networks: list[str] = strawberry.field(
        default_factory=list,
        description="Networks it may be used from, such as 203.0.113.0/24; from anywhere if empty.",
    )


@strawberry.input(description="A key to replace by another one with the same rights.")
class RotateApiKeyInput:
    """A key to replace."""

    id: strawberry.ID = strawberry.field(description="Id of the key.")
    overlap_hours: int = strawberry.field(default=24, description="Hours for which the old key goes on, 720 at most.")


@strawberry.input(description="A key to revoke.")
class RevokeApiKeyInput:
    """A key to revoke."""

    id: strawberry.ID = strawberry.field(description="Id of the key.")
