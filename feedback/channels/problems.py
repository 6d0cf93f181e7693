"""What is wrong with a value, in words that say what to do."""

from dataclasses import dataclass

SHOWN = 80


class BadValue(ValueError):
    """A value that a field does not accept.

    `code` is one of a short list that programs may rely on; `message` is for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Problem:
    """One refused value: position of the row within what was checked, field, value, code and message."""

    at: int
    path: str
    value: str
    code: str
    message: str


def shown(value: object) -> str:
    """Return a value as it may be shown in a message: short, and always printable as UTF-8."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return "{...}" if isinstance(value, dict) else "[...]"
    text = value if isinstance(value, str) else repr(value)
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}... ({len(text)} characters)"
    return short.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
