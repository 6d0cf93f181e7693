"""Working time: how much of it lies between two moments, and when so much of it will have gone by."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = "24:00"
# Whoever works at all works within this many days: longer holidays end the search at their end.
FARTHEST_DAYS = 400
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)

type Span = tuple[time, time | None]


class BadSpan(ValueError):
    """A text that is no span of a day."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When people work: spans by weekday, in a time zone, but for some days. No `week` means around the clock."""

    zone: ZoneInfo
    week: Sequence[Sequence[Span]] | None = None
    holidays: Collection[date] = ()

    def spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working time of a day, as moments in UTC; a change of clocks makes it longer or shorter."""
        if self.week is None or day in self.holidays:
            return
        for start, end in self.week[day.weekday()]:
            last = datetime.combine(day, end) if end else datetime.combine(day + timedelta(days=1), time())
            yield _utc(datetime.combine(day, start), self.zone), _utc(last, self.zone)

    def after(self, start: datetime, worked: timedelta) -> datetime:
        """Return the moment at which so much working time has gone by since `start`.

        >>> week = read_week({"mon": ["09:00-12:00", "13:00-18:00"], "tue": ["09:00-18:00"]})
        >>> hours = Hours(ZoneInfo("Asia/Shanghai"), week)
        >>> monday = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)  # 11:00 in Shanghai
        >>> hours.after(monday, timedelta(hours=8)).astimezone(hours.zone).isoformat()
        '2026-05-05T11:00:00+08:00'
        """
        if self.week is None:
            return start + worked
        left, first = worked, start.astimezone(self.zone).date()
        for number in range(FARTHEST_DAYS):
            for opens, end in self.spans(first + timedelta(days=number)):
                begin = max(opens, start)
                if end - begin >= left and end > begin:
                    return begin + left
                left -= max(end - begin, timedelta())
        return start + timedelta(days=FARTHEST_DAYS)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two moments; none when they are the wrong way round."""
        if self.week is None:
            return max(end - start, timedelta())
        day, last, found = start.astimezone(self.zone).date(), end.astimezone(self.zone).date(), timedelta()
        last = min(last, day + timedelta(days=FARTHEST_DAYS))
        while day <= last:
            for begin, over in self.spans(day):
                found += max(min(over, end) - max(begin, start), timedelta())
            day += timedelta(days=1)
        return found


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def read_week(week: Mapping[str, Sequence[str]]) -> list[list[Span]]:
    """Return the spans of each weekday in their order. Raises BadSpan with the day that is wrong.

    >>> read_week({"mon": ["9 to 5"]})
    Traceback (most recent call last):
    feedback.services.cases.hours.BadSpan: mon
    """
    return [_read_day(day, week.get(day, ())) for day in DAYS]


def _read_day(day: str, texts: Sequence[str]) -> list[Span]:
    spans: list[Span] = []
    for text in sorted(texts):
        found = _SPAN.fullmatch(text)
        if found is None:
            raise BadSpan(day)
        start = time(int(found[1]), int(found[2]))
        end = None if found[3] is None else time(int(found[3]), int(found[4]))
        before = spans[-1][1] if spans else time()
        if (end is not None and end <= start) or before is None or start < before:
            raise BadSpan(day)
        spans.append((start, end))
    return spans
