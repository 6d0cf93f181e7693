"""What measures of a company look like in a cell."""

from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext

from tenants.admin.health import Health
from tenants.admin.labels import badge

NONE: Final = "–"


def schema_badge(health: Health) -> SafeString:
    """Return whether the tables are those of this version, as a label."""
    behind = health.measures.behind
    if behind is None:
        return badge("", gettext("not readable"), colour="danger")
    if behind:
        return badge("", gettext("%(count)s behind") % {"count": behind}, colour="warning")
    return badge("", gettext("current"), colour="success")


def score_age(health: Health) -> str:
    """Return how long ago the last score was computed."""
    scored = health.measures.scored_at
    return NONE if scored is None else gettext("%(time)s ago") % {"time": timesince(scored, depth=1)}


def jobs_told(health: Health) -> SafeString:
    """Return what waits and what has failed, in words."""
    measures, parts = health.measures, []
    if measures.failed:
        parts.append(badge("", gettext("%(count)s failed") % {"count": measures.failed}, colour="danger"))
    if measures.waiting:
        minutes = round(measures.wait_seconds / 60)
        parts.append(
            format_html("{}", gettext("%(count)s wait, %(time)s min") % {"count": measures.waiting, "time": minutes})
        )
    return format_html("{} {}", *parts, *([""] * (2 - len(parts)))) if parts else format_html("{}", NONE)


def unmapped_told(health: Health) -> str:
    """Return how many of the codes in use nobody has described."""
    unmapped, every = health.measures.unmapped
    return f"{round(100 * unmapped / every)} % ({unmapped}/{every})" if every else NONE


def day(moment: Any) -> str:
    """Return a moment for people, in the language of the page."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else NONE
