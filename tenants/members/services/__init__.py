"""Changes to a company's people, units and keys."""

from tenants.members.services.accounts import BadAccount, ensure_owner, ensure_roles, ensure_user
from tenants.members.services.entries import admit, note_asked, revoke_entries
from tenants.members.services.invitations import deactivate_member, invite_member, reactivate_member
from tenants.members.services.keys import (
    BadApiKey,
    create_api_key,
    issue_api_key,
    note_key_use,
    note_refused_key,
    revoke_api_key,
    rotate_api_key,
    withdraw_api_key,
)
from tenants.members.services.masks import mask_member
from tenants.members.services.organisation import archive_place, create_place, move_place, update_place
from tenants.members.services.passwords import ask_reset, change_password
from tenants.members.services.roles import assign_role, remove_role
from tenants.members.services.sessions import (
    carry_over,
    end_own_sessions,
    end_session,
    note_refused_sign_in,
    note_sign_in,
    note_sign_out,
)
from tenants.members.services.throttle import forget_failures, note_failure, seconds_to_wait
from tenants.members.services.tickets import redeem_ticket
from tenants.members.services.units import ensure_units

__all__ = [
    "BadAccount",
    "BadApiKey",
    "admit",
    "archive_place",
    "ask_reset",
    "assign_role",
    "carry_over",
    "change_password",
    "create_api_key",
    "create_place",
    "deactivate_member",
    "end_own_sessions",
    "end_session",
    "ensure_owner",
    "ensure_roles",
    "ensure_units",
    "ensure_user",
    "forget_failures",
    "invite_member",
    "issue_api_key",
    "mask_member",
    "move_place",
    "note_asked",
    "note_failure",
    "note_key_use",
    "note_refused_key",
    "note_refused_sign_in",
    "note_sign_in",
    "note_sign_out",
    "reactivate_member",
    "redeem_ticket",
    "remove_role",
    "revoke_api_key",
    "revoke_entries",
    "rotate_api_key",
    "seconds_to_wait",
    "update_place",
    "withdraw_api_key",
]
