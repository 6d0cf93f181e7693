"""Passwords that are guessed first: made of the product's or the company's name, or known from elsewhere.

Django's validators of AUTH_PASSWORD_VALIDATORS; they run inside of the company.
"""

import os
import re
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants.members.models import User
from tenants.selectors import current_company

PRODUCT: Final = ("huibao", "回报", "admin", "manager", "owner", "analyst", "operator", "viewer")
FEWEST_LETTERS_BESIDE: Final = 5
SHORTEST_WORD: Final = 3
_LETTERS = re.compile(r"[^\W\d_]+")
_HASH_LENGTH: Final = 40


class OwnWordsValidator:
    """Refuse a password that holds little more than words that everybody here knows."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when fewer than five letters are left beside such words."""
        left = password.casefold()
        words = sorted(own_words(), key=len, reverse=True)
        if not any(word in left for word in words):
            return
        for word in words:
            left = left.replace(word, " ")
        if sum(map(len, _LETTERS.findall(left))) < FEWEST_LETTERS_BESIDE:
            raise ValidationError(_("This password is made of a name that everybody here knows."), code="own_words")

    def get_help_text(self) -> str:
        """Return what is asked of a password."""
        return _("Your password can't be made of the name of the company or of the product.")


class BreachedPasswordValidator:
    """Refuse a password whose hash stands in BREACHED_PASSWORDS_FILE; without a file, none."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when the password became known elsewhere."""
        path = settings.BREACHED_PASSWORDS_FILE
        if path and is_breached(password, path=Path(path)):
            raise ValidationError(_("This password has become known elsewhere."), code="breached")

    def get_help_text(self) -> str:
        """Return what is asked of a password."""
        return _("Your password can't be one that has become known elsewhere.")


def own_words() -> set[str]:
    """Return words that everybody of the current company knows, small: of the product, the roles and its name."""
    company = current_company()
    named = _LETTERS.findall(f"{company.slug} {company.name}".casefold())
    return {*PRODUCT, *(word for word in named if len(word) >= SHORTEST_WORD or not word.isascii())}


def is_breached(password: str, *, path: Path) -> bool:
    """Return whether the SHA-1 of a password begins a line of a sorted file, found by halving it."""
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            line = _line_after(file, middle)
            if line and line < wanted:
                low = middle + 1
            else:
                high = middle
        return _line_after(file, low) == wanted


def _line_after(file: BinaryIO, place: int) -> bytes:
    """Return the hash of the first line that begins at a place or after it; nothing at the end."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline()[:_HASH_LENGTH].upper()
