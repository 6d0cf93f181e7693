"""What of a change is written down, and what never is: the one table of fields that the audit does not keep."""

import re
from collections.abc import Mapping
from functools import lru_cache

from tenants.audit.access import HIDDEN
from tenants.audit.services.values import Plain, fit, plain

MOST_ENTRIES = 200
DEEPEST = 6

# A field is not kept when its name has one of these words: words are parted by "_", "-", "." or capitals.
_OPENS_DOORS = {
    "password", "passphrase", "secret", "token", "digest", "signature", "cookie", "credential", "credentials", "otp",
    "totp", "recovery", "authorization",
}  # fmt: skip
_WRITTEN_BY_CUSTOMERS = {
    "text", "texts", "comment", "comments", "answer", "answers", "verbatim", "transcript", "message", "body", "quote",
    "reply",
}  # fmt: skip
# Contacts of a customer are erased on request, and nothing can be erased from a chain.
_CONTACTS = {
    "name", "phone", "mobile", "email", "mail", "wechat", "unionid", "openid", "member", "address", "birthday",
    "attributes", "attr",
}  # fmt: skip
# By sort of subject, "*" being any.
NEVER_KEPT: Mapping[str, frozenset[str]] = {
    "*": frozenset(_OPENS_DOORS | _WRITTEN_BY_CUSTOMERS),
    "customer": frozenset(_CONTACTS),
}
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def changed(
    before: Mapping[str, object] | None, after: Mapping[str, object] | None, *, kind: str
) -> tuple[dict[str, Plain] | None, dict[str, Plain] | None]:
    """Return the fields that differ, as they were and as they became, fit to be written down.

    A field that is not kept still shows that it changed: its value reads HIDDEN.
    """
    if before is not None and after is not None:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        before = {name: before[name] for name in names if name in before}
        after = {name: after[name] for name in names if name in after}
    return _kept(before, kind), _kept(after, kind)


def _kept(fields: Mapping[str, object] | None, kind: str) -> dict[str, Plain] | None:
    if fields is None:
        return None
    return {fit(str(name), 100): _value(str(name), value, kind, 0) for name, value in fields.items()}


def _value(name: str, value: object, kind: str, depth: int) -> Plain:
    if value is not None and never_kept(name, kind=kind):
        return HIDDEN
    if isinstance(value, Mapping):
        if depth >= DEEPEST:
            return "[…]"
        inner = list(value.items())[:MOST_ENTRIES]
        return {fit(str(key), 100): _value(str(key), entry, kind, depth + 1) for key, entry in inner}
    if isinstance(value, list | tuple | set | frozenset):
        entries = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
        return [_value("", entry, kind, depth + 1) for entry in entries[:MOST_ENTRIES]] if depth < DEEPEST else "[…]"
    return plain(value)


@lru_cache(maxsize=2**12)
def never_kept(name: str, *, kind: str) -> bool:
    """Return whether the audit of a subject of that kind keeps no value of a field."""
    words = {word.lower() for word in _WORDS.findall(name)}
    return bool(words & (NEVER_KEPT["*"] | NEVER_KEPT.get(kind, frozenset())))
