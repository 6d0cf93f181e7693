"""Text fields: length, characters that cannot be stored, and ids."""

from collections.abc import Sequence
from unicodedata import category

from feedback.channels.problems import BadValue
from feedback.channels.values import str_of_int

LONGEST_TEXT = 20_000
LONGEST_ID = 255
_LARGEST_ID = 10**18


def all_storable(values: Sequence[str], *, limit: int) -> bool:
    """Tell whether every text is short enough and free of NUL and lone surrogates, looking at all of them at once."""
    if not values:
        return True
    if len(max(values, key=len)) > limit:
        return False
    joined = "".join(values)
    if joined.isascii():
        return "\x00" not in joined
    try:
        joined.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in joined


def storable(text: str, *, limit: int) -> str:
    """Return a text unchanged, or raise BadValue saying why it cannot be kept."""
    if len(text) > limit:
        raise BadValue("too_long", f"must have at most {limit:,} characters; it has {len(text):,}")
    if "\x00" in text:
        raise BadValue("bad_character", "must not contain the NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadValue("bad_character", "must be valid Unicode; it contains half of a surrogate pair") from None
    return text


def free_text(value: object, *, limit: int) -> str:
    """Return free text; only text is accepted."""
    if not isinstance(value, str):
        raise BadValue("not_text", "must be text")
    return storable(value, limit=limit)


def identifier(value: object, *, limit: int) -> str:
    """Return an id without blanks around it; whole JSON numbers are accepted as ids, other types are not."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST_ID:
        return str_of_int(value)
    if not isinstance(value, str):
        raise BadValue("bad_id", "must be text or a whole number of at most 18 digits")
    return storable(value, limit=limit).strip()


def code(value: object, *, limit: int) -> str:
    """Return the code of a touchpoint, channel or unit: an id without control characters."""
    text = identifier(value, limit=limit)
    if any(category(character) == "Cc" for character in text):
        raise BadValue("bad_character", "must not contain control characters")
    return text


def label(value: object, *, limit: int) -> str:
    """Return an attribute's value as text: numbers and truth values are written out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < _LARGEST_ID else repr(value)
    if isinstance(value, int):
        return str_of_int(value)
    return free_text(value, limit=limit).strip()
