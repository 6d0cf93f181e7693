"""Documents that clients name by their SHA-256 instead of sending them again.

Those of our own console are in a file of the release, for anybody. Any other caller who is known may send a document
with its hash once; the text is then kept for the company, and the hash is enough for a month.
"""

import logging
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from tenants.access import Actor
from tenants.graphql.body import GraphQLRequest
from tenants.graphql.errors import ApiError, Code
from tenants.graphql.kept import LONGEST_KEPT

log = logging.getLogger("huibao.graphql")
KEPT_SECONDS: Final = 30 * 24 * 3600
UNKNOWN: Final = "PersistedQueryNotFound"  # the words that clients look for before they send the text; never translated
_HASH = re.compile(r"[0-9a-f]{64}")


def released_documents() -> dict[str, str]:
    """Return the documents of this release by hash."""
    return _read(settings.PERSISTED_DOCUMENTS) | _built(settings.CONSOLE_DOCUMENTS)


def is_released(text: str) -> bool:
    """Return whether a document is one of this release: only the names of their operations are a closed list."""
    return hash_of(text) in released_documents()


def _built(path: Path) -> dict[str, str]:
    """Return the documents of the console that is there now: it may be built while we run, or never."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=4)
def _read(path: Path, _written: int = 0) -> dict[str, str]:
    return {hash_of(text): text for text in msgspec.json.decode(path.read_bytes(), type=list[str])}


def hash_of(text: str) -> str:
    """Return the name of a document: the SHA-256 of its text, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def named_in(asked: GraphQLRequest) -> str | None:
    """Return the hash that a request names, if any. Raises ApiError when it is none, or not that of the text."""
    persisted = (asked.extensions or {}).get("persistedQuery")
    found = asked.document_id.removeprefix("sha256:") if asked.document_id else None
    if isinstance(persisted, dict):
        found = persisted.get("sha256Hash")
    elif persisted is None and found is None:
        return None
    if not isinstance(found, str) or not _HASH.fullmatch(found):
        raise ApiError(_("A document is named by its SHA-256 in small hexadecimal digits."))
    if asked.query and hash_of(asked.query) != found:
        raise ApiError(_("The hash is not that of the document."))
    return found


def text_of(asked: GraphQLRequest, actor: Actor) -> str:
    """Return the document of a request. Raises ApiError NOT_FOUND when only its hash was sent and nobody knows it."""
    named = named_in(asked)
    if asked.query:
        return asked.query
    if named is None:
        raise ApiError(_("There is no query in the request."))
    text = released_documents().get(named)
    if text is None and actor.kind != "anonymous":
        text = _kept(named)
    if text is None:
        raise ApiError(UNKNOWN, code=Code.NOT_FOUND)
    return text


def keep(asked: GraphQLRequest, actor: Actor) -> None:
    """Keep a valid document that came with its hash, for the caller's company."""
    named = named_in(asked)
    if named is None or not asked.query or actor.kind == "anonymous" or len(asked.query) > LONGEST_KEPT:
        return
    try:
        cache.set(_place(named), asked.query, KEPT_SECONDS)
    except RedisError as error:
        log.warning("a document could not be kept: %s", type(error).__name__)


def _kept(named: str) -> str | None:
    try:
        found: str | None = cache.get(_place(named))
    except RedisError as error:
        log.warning("kept documents are away: %s", type(error).__name__)
        return None
    return found


def _place(named: str) -> str:
    return f"document:{named}"
