"""Types of the company's own sign-in, what its mutations take and what they answer with."""

from datetime import datetime

import strawberry

from tenants.graphql.members_types import WRONG
from tenants.graphql.user_errors import UserError
from tenants.members.models import SsoConnection

ISSUER = "Address of the OpenID Connect provider, exactly as it names itself."
CLIENT = "Name under which the provider knows us."
DOMAINS = "Domains of e-mail addresses that may come in, such as acme.example; empty: any."
ROLE = "Role of who comes the first time without an invitation; empty: nobody does."
TRUSTS = (
    "Whether addresses in these domains count of which the provider does not say whether they were verified. Switch it "
    "on only for a provider that gives out these addresses itself."
)
ASKS = "Whether the provider asks everybody for two factors, so that its word counts as both whatever it tells of it."
ONLY = "Whether everybody but the owners signs in at the provider and nowhere else."


@strawberry.type(name="SsoProvider", description="Where a company's people have accounts already.")
class SsoProviderType:
    """Where a company's people have accounts already."""

    issuer: str = strawberry.field(description=ISSUER)
    client_id: str = strawberry.field(description=CLIENT)
    has_client_secret: bool = strawberry.field(description="Whether our secret at the provider is set.")
    domains: list[str] = strawberry.field(description=DOMAINS)
    default_role: str = strawberry.field(description=ROLE)
    is_only_way: bool = strawberry.field(description=ONLY)
    trusts_addresses: bool = strawberry.field(description=TRUSTS)
    asks_second_factor: bool = strawberry.field(description=ASKS)
    redirect_uri: str = strawberry.field(description="Address that the provider is to send people back to.")
    updated_at: datetime = strawberry.field(description="When it was changed last.")


@strawberry.input(description="The company's own sign-in.")
class SetSsoProviderInput:
    """The company's own sign-in."""

    issuer: str = strawberry.field(description=ISSUER)
    client_id: str = strawberry.field(description=CLIENT)
    client_secret: str | None = strawberry.field(
        default=None, description="Our secret at the provider; left out: the one before, if issuer and client stay."
    )
    domains: list[str] = strawberry.field(default_factory=list, description=DOMAINS)
    default_role: str = strawberry.field(default="", description=ROLE)
    is_only_way: bool = strawberry.field(default=False, description=ONLY)
    trusts_addresses: bool = strawberry.field(default=False, description=TRUSTS)
    asks_second_factor: bool = strawberry.field(default=False, description=ASKS)


@strawberry.type(description="The company's own sign-in, or what is wrong.")
class SsoProviderPayload:
    """The company's own sign-in, or what is wrong."""

    provider: SsoProviderType | None = strawberry.field(description="What was set; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)


@strawberry.type(description="Whether there was a sign-in of the company's own, or what is wrong.")
class RemoveSsoProviderPayload:
    """Whether there was one."""

    removed: bool | None = strawberry.field(description="Whether there was one; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=WRONG)


def described(connection: SsoConnection, *, redirect_uri: str) -> SsoProviderType:
    """Return a connection without its secret."""
    return SsoProviderType(
        issuer=connection.issuer,
        client_id=connection.client_id,
        has_client_secret=bool(connection.sealed_client_secret),
        domains=connection.domains,
        default_role=connection.default_role,
        is_only_way=connection.is_only_way,
        trusts_addresses=connection.trusts_addresses,
        asks_second_factor=connection.asks_second_factor,
        redirect_uri=redirect_uri,
        updated_at=connection.updated_at,
    )
