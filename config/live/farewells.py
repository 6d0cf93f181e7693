"""Why a stream ends, in words for people and a code for programs: the same form as every refusal of the API."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _

from config.live.frames import COMPLETE, next_event
from tenants.graphql.errors import Code
from tenants.graphql.live.wanted import Wanted


class Ending(StrEnum):
    """Why a stream ended: `extensions.reason`."""

    GONE = "CREDENTIAL_ENDED"
    CHANGED = "RIGHTS_CHANGED"
    COMPANY = "COMPANY_NOT_SERVED"
    SLOW = "TOO_SLOW"
    POINTS = "OUT_OF_POINTS"
    DRAIN = "RESTART"
    MISSED = "EVENTS_MISSED"


CODES = {
    Ending.GONE: Code.UNAUTHENTICATED,
    Ending.CHANGED: Code.FORBIDDEN,
    Ending.COMPANY: Code.FORBIDDEN,
    Ending.SLOW: Code.UNAVAILABLE,
    Ending.POINTS: Code.RATE_LIMITED,
    Ending.DRAIN: Code.UNAVAILABLE,
    Ending.MISSED: Code.UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Farewell:
    """The end of a stream, and the milliseconds to wait before coming back."""

    why: Ending
    retry: int = 0

    def frames(self, wanted: Wanted) -> bytes:
        """Return what is sent last."""
        with translation.override(wanted.language):
            message = _words()[self.why]
        known: dict[str, object] = {"code": CODES[self.why], "requestId": wanted.origin, "reason": self.why}
        if self.retry:
            known["retryAfterMs"] = self.retry
        body = msgspec.json.encode({"errors": [{"message": message, "extensions": known}]})
        hint = f"retry: {self.retry}\n".encode() if self.retry and not wanted.is_plain else b""
        return hint + next_event(body) + COMPLETE


def _words() -> dict[Ending, str]:
    return {
        Ending.GONE: _("The key or session of this stream is valid no more."),
        Ending.CHANGED: _("Your rights have changed: connect again."),
        Ending.COMPANY: _("This company has no streams now."),
        Ending.SLOW: _("You read slower than events come: connect again and go on where you were."),
        Ending.POINTS: _("Your points are used up: wait, connect again and go on where you were."),
        Ending.DRAIN: _("This server is being restarted: connect again and go on where you were."),
        Ending.MISSED: _("Events may have been missed: connect again and read anew what you show."),
    }
