"""Read the environment once, typed, and refuse loudly what cannot be understood."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})
DATABASE_SCHEMES = frozenset({"postgres", "postgresql"})
DATABASE_ALIAS = re.compile(r"[a-z][a-z0-9_]{0,38}")
# The first database, and the name under which companies elsewhere reach its shared tables.
TAKEN_ALIASES = frozenset({"default", "shared"})
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix", "redis+socket"})


class BadEnvironment(Exception):
    """A variable is missing or cannot be read; the message names it."""


@dataclass(frozen=True)
class Environment:
    """Typed view of environment variables; an empty variable counts as absent."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def optional(self, name: str) -> str | None:
        """Return the variable without surrounding blanks, or None when absent or empty."""
        return self.values.get(name, "").strip() or None

    def text(self, name: str, default: str | None = None) -> str:
        """Return the variable, or the default; without a default it is required."""
        value = self.optional(name) or default
        if value is None:
            raise BadEnvironment(f"{name} must be set in the environment")
        return value

    def integer(self, name: str, default: int, *, low: int = 0, high: int = 2**31 - 1) -> int:
        """Return a whole number between low and high, both included."""
        value = self.optional(name)
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError:
            raise BadEnvironment(f"{name} must be a whole number, not {value!r}") from None
        if not low <= number <= high:
            raise BadEnvironment(f"{name} must be between {low} and {high}, not {number}")
        return number

    def flag(self, name: str, default: bool) -> bool:
        """Return True for 1, true, yes, on and False for 0, false, no, off."""
        value = self.optional(name)
        if value is None:
            return default
        word = value.lower()
        if word not in TRUE_WORDS | FALSE_WORDS:
            raise BadEnvironment(f"{name} must be true or false, not {value!r}")
        return word in TRUE_WORDS

    def words(self, name: str, default: tuple[str, ...] | None = None) -> list[str]:
        """Return a comma-separated list; without a default it must hold at least one word."""
        words = [word.strip() for word in self.values.get(name, "").split(",") if word.strip()]
        if words:
            return words
        if default is None:
            raise BadEnvironment(f"{name} must hold at least one value, separated by commas")
        return list(default)

    def further_databases(self) -> dict[str, str]:
        """Return the addresses in DATABASE_URL_<ALIAS>, by the alias in small letters."""
        prefix = "DATABASE_URL_"
        found = {name.removeprefix(prefix).lower(): self.text(name) for name in self.values if name.startswith(prefix)}
        for alias in found:
            if not DATABASE_ALIAS.fullmatch(alias) or alias in TAKEN_ALIASES:
                raise BadEnvironment(f"{prefix}{alias.upper()}: a database cannot be named {alias!r}")
        return dict(sorted(found.items()))


def database_settings(url: str) -> dict[str, object]:
    """Return Django's connection keys for postgresql://user:password@host:port/name?option=value.

    A socket directory is written as a percent-encoded host or as ?host=/directory.
    """
    parts = split_url("DATABASE_URL", url, schemes=DATABASE_SCHEMES)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", unquote(parts.hostname or ""))
    if parts.netloc.rpartition("@")[2].lower().startswith("%2f"):
        # A socket directory is case-sensitive, which urlsplit's hostname forgets.
        host = unquote(parts.netloc.rpartition("@")[2].partition(":")[0])
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadEnvironment("DATABASE_URL must end with the name of a database")
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def client_url(url: str) -> str:
    """Return the Redis address in the form that redis-py reads (unix:// for a socket)."""
    split_url("REDIS_URL", url, schemes=REDIS_SCHEMES)
    return url.replace("redis+socket://", "unix://", 1)


def broker_url(url: str) -> str:
    """Return the Redis address in the form that Celery reads (redis+socket:// for a socket)."""
    split_url("REDIS_URL", url, schemes=REDIS_SCHEMES)
    return url.replace("unix://", "redis+socket://", 1)


def split_url(name: str, url: str, *, schemes: frozenset[str]) -> SplitResult:
    """Return the parts of a URL whose scheme is one of those given."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  a bad port only shows itself when read
    except ValueError as error:
        raise BadEnvironment(f"{name} is not a URL: {error}") from None
    if parts.scheme not in schemes:
        raise BadEnvironment(f"{name} must start with one of {', '.join(sorted(s + '://' for s in schemes))}")
    return parts
