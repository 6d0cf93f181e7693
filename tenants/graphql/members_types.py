"""Types of keys and sessions, and what mutations of members answer with."""

from datetime import datetime

import strawberry
import strawberry_django
from strawberry import auto

from tenants.graphql.nodes import Node
from tenants.graphql.types import DepartmentType, UnitType, UserType
from tenants.graphql.user_errors import UserError
from tenants.members.models import ApiKey, SignIn

WRONG = "What is wrong with the input; empty when nothing is."


@strawberry_django.type(ApiKey, name="ApiKey")
class ApiKeyType(Node):
    """A program's right to call the API of one company. The secret is shown once and only its digest is kept."""

    prefix: auto
    name: auto = strawberry_django.field(description="What the key is for.")
    scopes: list[str]
    networks: list[str]
    created_by: UserType | None = strawberry_django.field(description="Who made the key; null when a command did.")
    created_at: auto = strawberry_django.field(description="When the key was made.")
    expires_at: auto = strawberry_django.field(description="From when on the key is refused; null when never.")
    revoked_at: auto = strawberry_django.field(description="When the key was revoked; null while it was not.")
    last_used_at: auto
    operator: auto
    reason: auto


@strawberry_django.type(SignIn, name="SignIn")
class SignInType(Node):
    """A session in which a person is signed in, so that it can be seen and ended."""

    user: UserType
    started_at: datetime
    address: auto
    user_agent: auto
    way: auto


@strawberry.type(description="The member, or what is wrong.")
class MemberPayload:
    """The member, or what is wrong."""

    member: UserType | None = strawberry.field(description="The member; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)


@strawberry.type(description="How many sessions were ended, or what is wrong.")
class EndSessionsPayload:
    """How many sessions were ended."""

    ended: int | None = strawberry.field(description="How many sessions were ended; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)


@strawberry.type(description="The key, or what is wrong.")
class ApiKeyPayload:
    """The key, or what is wrong."""

    api_key: ApiKeyType | None = strawberry.field(description="The key; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)


@strawberry.type(description="A new key with its token, or what is wrong.")
class NewApiKeyPayload:
    """A new key with its token."""

    api_key: ApiKeyType | None = strawberry.field(description="The new key; null when refused.")
    token: str | None = strawberry.field(
        description="What programs send as `Authorization: Bearer`. Shown here and never again; null when refused."
    )
    user_errors: list[UserError] = strawberry.field(description=WRONG)


@strawberry.type(description="The department, or what is wrong.")
class DepartmentPayload:
    """The department, or what is wrong."""

    department: DepartmentType | None = strawberry.field(description="The department; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)


@strawberry.type(description="The unit, or what is wrong.")
class UnitPayload:
    """The unit, or what is wrong."""

    unit: UnitType | None = strawberry.field(description="The unit; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)
