"""From the labels of periods that callers write to the periods that they mean."""

from analytics.models.fiscal import BadPeriod, Calendar
from analytics.models.period import Period
from analytics.services.settings import current_settings
from tenants.graphql.errors import ApiError


def named(label: str) -> Period:
    """Return the period that a label names; only quarters and years depend on the company's calendar.

    Raises ApiError, in words for people.
    """
    try:
        return Calendar().plain(label) or current_settings().calendar.parse(label)
    except BadPeriod as error:
        raise ApiError(f"{str(error)[0].upper()}{str(error)[1:]}.") from error
