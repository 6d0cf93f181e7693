"""Asking for members, sessions and keys, and changing them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

import strawberry
from django.contrib.sessions.models import Session
from django.utils import timezone

from tenants.graphql.changes import attempt
from tenants.graphql.connections import Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as, key_or_none
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import NEWEST_FIRST, by
from tenants.graphql.members_inputs import (
    CreateApiKeyInput,
    EndSessionInput,
    InviteMemberInput,
    MaskMemberInput,
    MemberInput,
    MemberRoleInput,
    RevokeApiKeyInput,
    RotateApiKeyInput,
)
from tenants.graphql.members_types import (
    ApiKeyPayload,
    ApiKeyType,
    EndSessionsPayload,
    MemberPayload,
    NewApiKeyPayload,
    SignInType,
)
from tenants.graphql.nodes import rows_of
from tenants.graphql.proving import require_fresh_proof
from tenants.graphql.types import UserType
from tenants.members import services
from tenants.members.models import ApiKey, SignIn, User

Active = Annotated[bool | None, strawberry.argument(description="Only members who may sign in, or only who left.")]
Whose = Annotated[strawberry.ID | None, strawberry.argument(description="Only sessions of this member.")]


@strawberry.type
class MembersQuery:
    """Who works with the company's data, and the programs that do."""

    @paged(UserType, description="Members, by e-mail address.")
    def members(self, is_active: Active = None) -> Listing:
        """Return people."""
        return Listing(narrowed(rows_of(User), is_active=is_active), by("email"))

    @paged(ApiKeyType, description="API keys, newest first, those that are over too.")
    def api_keys(self) -> Listing:
        """Return keys."""
        return Listing(rows_of(ApiKey), NEWEST_FIRST)

    @paged(SignInType, description="Sessions in which members are signed in, newest first.")
    def sessions(self, member: Whose = None) -> Listing:
        """Return sessions that are not over."""
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        user = key_or_none(member, "User")
        return Listing(narrowed(rows_of(SignIn), session_key__in=alive, user_id=user), NEWEST_FIRST)


@strawberry.type
class MembersMutation:
    """Changes of members and their roles."""

    @strawberry.mutation(description="Invite a person: they get a role, and a link by mail to choose a password with.")
    def invite_member(self, info: Info, input: InviteMemberInput) -> MemberPayload:
        """Invite a person."""
        return attempt(
            MemberPayload,
            "member",
            lambda: services.invite_member(
                actor=info.context.actor,
                email=input.email,
                role=input.role,
                unit_id=key_or_none(input.unit, "Unit"),
                name=input.name,
                locale=input.locale,
                origin=info.context.request.build_absolute_uri("/").rstrip("/"),
                as_of=timezone.now(),
            ),
        )

    @strawberry.mutation(description="Let a member sign in no more; their sessions and links end at once.")
    def deactivate_member(self, info: Info, input: MemberInput) -> MemberPayload:
        """Let a member go."""
        key, actor = decode_as(input.id, "User"), info.context.actor
        return attempt(
            MemberPayload,
            "member",
            lambda: services.deactivate_member(actor=actor, member_id=key, as_of=timezone.now()),
        )

    @strawberry.mutation(description="Let a member who left sign in again, with the roles they had.")
    def reactivate_member(self, info: Info, input: MemberInput) -> MemberPayload:
        """Let a member come back."""
        key, actor = decode_as(input.id, "User"), info.context.actor
        return attempt(MemberPayload, "member", lambda: services.reactivate_member(actor=actor, member_id=key))

    @strawberry.mutation(description="Give a member a role, in the whole company or in a unit and all below it.")
    def assign_role(self, info: Info, input: MemberRoleInput) -> MemberPayload:
        """Give a role."""
        return _role(info, input, services.assign_role)

    @strawberry.mutation(description="Take a role away from a member; the last owner keeps theirs.")
    def remove_role(self, info: Info, input: MemberRoleInput) -> MemberPayload:
        """Take a role away."""
        return _role(info, input, services.remove_role)

    @strawberry.mutation(description="Hide contact data or texts of customers from a member, or show them again.")
    def mask_member(self, info: Info, input: MaskMemberInput) -> MemberPayload:
        """Hide something."""
        key, actor = decode_as(input.id, "User"), info.context.actor
        return attempt(
            MemberPayload,
            "member",
            lambda: services.mask_member(actor=actor, member_id=key, masks=input.masks),
        )

    @strawberry.mutation(description="Sign a member out of one session. Takes a fresh proof of who asks.")
    def end_session(self, info: Info, input: EndSessionInput) -> EndSessionsPayload:
        """End a session."""
        key, actor = decode_as(input.id, "SignIn"), info.context.actor

        def change() -> int:
            require_fresh_proof(info)
            return int(bool(services.end_session(actor=actor, session_id=key)))

        return attempt(EndSessionsPayload, "ended", change)

    @strawberry.mutation(description="Sign yourself out everywhere but here. Takes a fresh proof of who asks.")
    def end_my_sessions(self, info: Info) -> EndSessionsPayload:
        """End the caller's other sessions."""
        here = str(info.context.request.session.session_key or "")

        def change() -> int:
            require_fresh_proof(info)
            return services.end_own_sessions(actor=info.context.actor, but=here)

        return attempt(EndSessionsPayload, "ended", change)


def _role(info: Info, input: MemberRoleInput, change: Callable[..., User]) -> MemberPayload:
    asked = {"member_id": decode_as(input.id, "User"), "role": input.role, "unit_id": key_or_none(input.unit, "Unit")}
    return attempt(MemberPayload, "member", lambda: change(actor=info.context.actor, **asked))


@strawberry.type
class ApiKeysMutation:
    """Changes of keys."""

    @strawberry.mutation(description="Make an API key. Its token is in this answer and never shown again.")
    def create_api_key(self, info: Info, input: CreateApiKeyInput) -> NewApiKeyPayload:
        """Make a key."""
        return attempt(
            NewApiKeyPayload,
            "api_key token",
            lambda: services.issue_api_key(
                actor=info.context.actor,
                name=input.name,
                scopes=input.scopes,
                expires_at=input.expires_at,
                networks=input.networks,
                as_of=timezone.now(),
            ),
        )

    @strawberry.mutation(description="Replace a key by one with the same rights; the old one goes on for a while.")
    def rotate_api_key(self, info: Info, input: RotateApiKeyInput) -> NewApiKeyPayload:
        """Replace a key."""
        key, actor = decode_as(input.id, "ApiKey"), info.context.actor
        overlap = timedelta(hours=max(-1, min(input.overlap_hours, 100_000)))
        return attempt(
            NewApiKeyPayload,
            "api_key token",
            lambda: services.rotate_api_key(actor=actor, key_id=key, overlap=overlap, as_of=timezone.now()),
        )

    @strawberry.mutation(description="Make a key useless, at once and for good.")
    def revoke_api_key(self, info: Info, input: RevokeApiKeyInput) -> ApiKeyPayload:
        """Revoke a key."""
        key, actor = decode_as(input.id, "ApiKey"), info.context.actor
        return attempt(
            ApiKeyPayload,
            "api_key",
            lambda: services.withdraw_api_key(actor=actor, key_id=key, as_of=timezone.now()),
        )
