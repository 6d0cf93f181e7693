"""Passwords that have become known elsewhere: one of Django's AUTH_PASSWORD_VALIDATORS."""

import os
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants.members.models import User

_HASH_LENGTH: Final = 40


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
