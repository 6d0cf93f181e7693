"""Changes to a company's people, units and keys."""

from tenants.members.services.accounts import BadAccount, ensure_owner, ensure_roles, ensure_user
from tenants.members.services.keys import BadApiKey, create_api_key, note_key_use, revoke_api_key
from tenants.members.services.throttle import forget_failures, may_try, note_failure
from tenants.members.services.units import ensure_units

__all__ = [
    "BadAccount",
    "BadApiKey",
    "create_api_key",
    "ensure_owner",
    "ensure_roles",
    "ensure_units",
    "ensure_user",
    "forget_failures",
    "may_try",
    "note_failure",
    "note_key_use",
    "revoke_api_key",
]
