"""Sessions that end some time after their person did something last, and some time after they began whatever was done.

Django's SESSION_ENGINE. When a session ends stands in its row, so whoever looks for living sessions finds the same.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

STARTED = "started_at"
# Written once a minute at most: a request that only reads costs no write.
NOTED_EVERY = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """A session in the company's schema."""

    row: Session | None = None

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs do not know it
        return self.row

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table of sessions."""
        return Session

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """Return when it ends if nobody does anything more in it; never after its longest time."""
        idle: datetime = super().get_expiry_date(**kwargs)
        longest = self._longest()
        return min(idle, longest) if longest else idle

    def start(self, *, as_of: datetime) -> None:
        """Count the longest time from now on: somebody has signed in."""
        self[STARTED] = as_of.timestamp()

    def go_on(self, *, as_of: datetime) -> None:
        """Note that its person did something, if they signed in with `start`.

        Only the row's end is written, never what the session holds: another request may be changing that.
        """
        longest, row = self._longest(), self.row
        if longest is None or row is None:
            return
        end = min(as_of + timedelta(seconds=settings.SESSION_COOKIE_AGE), longest)
        if end - row.expire_date >= NOTED_EVERY:
            Session.objects.filter(pk=row.pk, expire_date__gt=as_of).update(expire_date=end)

    def _longest(self) -> datetime | None:
        started = self.get(STARTED)
        if started is None:
            return None
        return datetime.fromtimestamp(started, UTC) + timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
