"""Passwords that are guessed first: made of the product's or the company's name.

One of Django's AUTH_PASSWORD_VALIDATORS; it runs inside of the company.
"""

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenants.members.models import User
from tenants.selectors import current_company

PRODUCT: Final = ("huibao", "回报", "admin", "manager", "owner", "analyst", "operator", "viewer")
FEWEST_LETTERS_BESIDE: Final = 5
SHORTEST_WORD: Final = 3
_LETTERS = re.compile(r"[^\W\d_]+")


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


def own_words() -> set[str]:
    """Return words that everybody of the current company knows, small: of the product, the roles and its name."""
    company = current_company()
    named = _LETTERS.findall(f"{company.slug} {company.name}".casefold())
    return {*PRODUCT, *(word for word in named if len(word) >= SHORTEST_WORD or not word.isascii())}
