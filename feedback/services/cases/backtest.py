"""What a rule would have done: exact counts from the answers that are there, before it is enabled."""
# ruff: noqa: S608  the conditions are made of constants and parameters

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from feedback.services.cases.asking import asked
from feedback.services.cases.conditions import read_conditions
from tenants.access import Refusal
from tenants.selectors import current_company

LONGEST = timedelta(days=3 * 366)
MOST_EXAMPLES = 10
SECONDS = 8
_SPAN = "f.occurred_at >= %(first)s AND f.occurred_at < %(last)s"


class BadSpan(Refusal):
    """A span that is empty, or too long to be gone through."""


class TooMuchHistory(Refusal):
    """There is more history than can be gone through while somebody waits."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the company's calendar, such as 2026-05: answers, those that meet the rule, and whose they are."""

    month: str
    answers: int
    met: int
    customers: int


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a rule would have done in a span: answers looked at, answers that meet it, respondents of those."""

    first: datetime
    last: datetime
    answers: int
    met: int
    customers: int
    months: list[Month]
    examples: list[UUID]


def require_span(first: datetime, last: datetime) -> None:
    """Raise BadSpan for a span that is empty, or too long to be gone through."""
    if not timedelta() < last - first <= LONGEST:
        raise BadSpan(_("Give a span of at most three years."), field="from")


@transaction.atomic
def back_test(*, conditions: object, first: datetime, last: datetime) -> BackTest:
    """Return how often conditions were met by the answers of a span, by month, and the last answers that met them.

    Counts are exact. What takes longer than some seconds is refused, and nothing is guessed. Raises BadCondition,
    BadSpan and TooMuchHistory.
    """
    require_span(first, last)
    found = asked(read_conditions(conditions))
    params = found.params | {"first": first, "last": last, "zone": current_company().timezone}
    months, people = _counted(found.sql, params)
    return BackTest(
        first=first,
        last=last,
        answers=sum(month.answers for month in months),
        met=sum(month.met for month in months),
        customers=people,
        months=months,
        examples=_rows(
            f"SELECT f.id FROM feedback_feedbackitem f WHERE {_SPAN} AND {found.sql} "
            f"ORDER BY f.occurred_at DESC, f.id DESC LIMIT {MOST_EXAMPLES}",
            params,
        ),
    )


def _counted(condition: str, params: dict[str, Any]) -> tuple[list[Month], int]:
    """Return the months, and how many respondents met the condition in any of them."""
    rows = _rows(
        "WITH asked AS (SELECT to_char(f.occurred_at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, f.respondent, "
        f"{condition} AS met FROM feedback_feedbackitem f WHERE {_SPAN}) "
        "SELECT month, count(*), count(*) FILTER (WHERE met), count(DISTINCT respondent) FILTER (WHERE met) "
        "FROM asked GROUP BY GROUPING SETS ((month), ()) ORDER BY month NULLS LAST",
        params,
        is_wide=True,
    )
    return [Month(*row) for row in rows if row[0] is not None], sum(row[3] for row in rows if row[0] is None)


def _rows(statement: str, params: dict[str, Any], *, is_wide: bool = False) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
        try:
            cursor.execute(statement, params)
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise TooMuchHistory(_("That is more history than can be gone through: ask for less.")) from error
            raise
        return list(cursor.fetchall()) if is_wide else [key for (key,) in cursor.fetchall()]
