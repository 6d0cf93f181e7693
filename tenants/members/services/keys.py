"""API keys: made, revoked; the secret leaves here once and is never stored."""

from collections.abc import Iterable
from datetime import datetime

from tenants.access import Capability, Refusal
from tenants.members.access import PREFIX_LENGTH, digest_of, new_token
from tenants.members.models import ApiKey, User


class BadApiKey(Refusal):
    """A key cannot be made or revoked as asked."""


def create_api_key(
    *,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    created_by: User | None = None,
) -> tuple[ApiKey, str]:
    """Return a new key and its token, which nobody can read again.

    The token is "hb_" and 256 random bits. Raises BadApiKey for an unknown scope, or none.
    """
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in set(Capability)]
    if unknown or not wanted:
        raise BadApiKey(f"scopes {', '.join(unknown) or 'are missing'}: use some of {', '.join(sorted(Capability))}")
    token = new_token()
    key = ApiKey.objects.create(
        prefix=token[:PREFIX_LENGTH],
        digest=digest_of(token),
        name=name,
        scopes=wanted,
        expires_at=expires_at,
        created_by=created_by,
    )
    return key, token


def revoke_api_key(*, prefix: str, as_of: datetime) -> ApiKey:
    """Make a key useless from now on; revoking it again changes nothing. Raises BadApiKey when there is none."""
    key: ApiKey | None = ApiKey.objects.filter(prefix=prefix[:PREFIX_LENGTH]).first()
    if key is None:
        raise BadApiKey(f"no API key begins with {prefix[:PREFIX_LENGTH]!r}")
    if key.revoked_at is None:
        key.revoked_at = as_of
        key.save(update_fields=["revoked_at"])
    return key


def note_key_use(*, key: ApiKey, as_of: datetime) -> None:
    """Note when a key was last used."""
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=as_of)
