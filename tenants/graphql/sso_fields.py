"""Asking for and changing how people prove who they are: the company's own sign-in, a lost second factor."""

import strawberry

from tenants.graphql.changes import attempt
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.members_inputs import MemberInput
from tenants.graphql.members_types import MemberPayload
from tenants.graphql.proving import require_fresh_proof
from tenants.graphql.sso_types import (
    RemoveSsoProviderPayload,
    SetSsoProviderInput,
    SsoProviderPayload,
    SsoProviderType,
    described,
)
from tenants.members.models import SsoConnection, User
from tenants.members.services.factors import reset_factors
from tenants.members.services.sso import remove_connection, set_connection
from tenants.members.services.sso.protocol import CALLBACK


@strawberry.type
class SsoQuery:
    """The company's own sign-in."""

    @strawberry.field(description="The company's own sign-in by OpenID Connect; null when there is none.")
    def sso_provider(self, info: Info) -> SsoProviderType | None:
        """Return the connection."""
        found = SsoConnection.objects.first()
        return described(found, redirect_uri=_redirect_uri(info)) if found else None


@strawberry.type
class SsoMutation:
    """Changes of how people prove who they are. A person proves it freshly before: see `/auth/confirm`."""

    @strawberry.mutation(description="Let the company's people sign in at an OpenID Connect provider of theirs.")
    def set_sso_provider(self, info: Info, input: SetSsoProviderInput) -> SsoProviderPayload:
        """Set the connection."""

        def change() -> SsoProviderType:
            require_fresh_proof(info)
            given = {name: value for name, value in vars(input).items() if not name.startswith("_")}
            made = set_connection(actor=info.context.actor, **given)
            return described(made, redirect_uri=_redirect_uri(info))

        return attempt(SsoProviderPayload, "provider", change)

    @strawberry.mutation(description="Let nobody sign in at the provider any more.")
    def remove_sso_provider(self, info: Info) -> RemoveSsoProviderPayload:
        """Remove the connection."""

        def change() -> bool:
            require_fresh_proof(info)
            return remove_connection(actor=info.context.actor)

        return attempt(RemoveSsoProviderPayload, "removed", change)

    @strawberry.mutation(
        description="Let a member who lost phone and devices sign in with the password alone; their codes and "
        "passkeys are good no more, and their sessions end."
    )
    def reset_second_factor(self, info: Info, input: MemberInput) -> MemberPayload:
        """Reset a member's factors."""
        key = decode_as(input.id, "User")

        def change() -> User:
            require_fresh_proof(info)
            return reset_factors(actor=info.context.actor, member_id=key)

        return attempt(MemberPayload, "member", change)


def _redirect_uri(info: Info) -> str:
    return info.context.request.build_absolute_uri(CALLBACK)
