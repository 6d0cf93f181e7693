"""What of a person may stand in a text, as one pattern that Python and PostgreSQL read alike."""

import re
from collections.abc import Iterable
from typing import Any

from feedback.services.contacts.identifiers import looks_dialled, normalised

ERASED = "[erased]"
SHORTEST_WORD, SHORTEST_NAME, SHORTEST_CODE, SHORTEST_NUMBER = 3, 2, 5, 7
_DIGIT_OR_AT = re.compile("[0-9@]")
_FAR_EASTERN = re.compile(r"[぀-ヿ㐀-鿿가-힯]")
_PLAIN = re.compile(r"[A-Za-z0-9]")
# What may stand between the digits of a phone number, and before them.
_GAPS, _CHINA, _ABROAD = "[ .()-]*", r"(?:\+?(?:00)?86[ .()-]*)?", r"(?:\+|00)[ .()-]*"


def usable_name(word: str) -> bool:
    """Return whether a name is long enough to be looked for in texts without finding everybody."""
    word = word.strip()
    return len(word) >= (SHORTEST_NAME if _FAR_EASTERN.search(word) else SHORTEST_WORD)


def usable_code(word: str) -> bool:
    """Return whether an identifier is unlike a word or a figure, so that it can be looked for in texts."""
    word = word.strip()
    told_apart = not word.isdecimal() or len(word) >= SHORTEST_NUMBER
    return len(word) >= SHORTEST_CODE and told_apart and _DIGIT_OR_AT.search(word) is not None


class Wording:
    """The words of one person: names, numbers and addresses, and where they occur."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({word.strip() for word in words if word.strip()}, key=lambda word: (-len(word), word))
        self.pattern = "|".join(_pattern(word) for word in self.words)
        self._regex = re.compile(self.pattern or r"(?!)", re.IGNORECASE)

    def __bool__(self) -> bool:
        return bool(self.words)

    def occurs_in(self, text: str) -> bool:
        """Return whether any of the words stands in a text."""
        return self._regex.search(text) is not None

    def cleared(self, value: Any) -> Any:
        """Return a text or JSON value without the words; a number that is one of them becomes null."""
        match value:
            case str():
                return self._regex.sub(ERASED, value)
            case dict():
                return {self.cleared(str(name)): self.cleared(one) for name, one in value.items()}
            case list():
                return [self.cleared(one) for one in value]
            case bool() | None:
                return value
            case int() | float():
                return None if self.occurs_in(str(value)) else value
            case _:
                return value


def _pattern(word: str) -> str:
    if looks_dialled(word):
        digits = normalised("phone", word)
        if digits.startswith("+"):
            return f"(?<![0-9]){_ABROAD}{_GAPS.join(digits[1:])}(?![0-9])"
        return f"(?<![0-9]){_CHINA}{_GAPS.join(map(re.escape, digits))}(?![0-9])"
    body = r"\s+".join(re.escape(part) for part in word.split())
    before = "(?<![A-Za-z0-9])" if _PLAIN.match(word[0]) else ""
    after = "(?![A-Za-z0-9])" if _PLAIN.match(word[-1]) else ""
    return f"{before}{body}{after}"
