"""What codes are called on the pages, and the colour of those that say how something is."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

type Words = str | Promise

STATUSES: Final[Mapping[str, Words]] = {
    "provisioning": _("Being set up"),
    "active": _("Active"),
    "suspended": _("Suspended"),
    "closing": _("Being closed"),
    "deleting": _("Being deleted"),
}
INDUSTRIES: Final[Mapping[str, Words]] = {
    "dining": _("Hot pot and dining"),
    "ecommerce": _("E-commerce"),
    "retail": _("Retail"),
    "hotel": _("Hotel"),
    "airline": _("Airline"),
    "bank": _("Bank"),
    "none": _("No template"),
}
PLANS: Final[Mapping[str, Words]] = {
    "trial": _("Trial"),
    "standard": _("Standard"),
    "enterprise": _("Enterprise"),
}
LOCALES: Final[Mapping[str, Words]] = {"zh-hans": "简体中文", "en": "English"}
RUN_STATES: Final[Mapping[str, Words]] = {"running": _("Running"), "done": _("Done"), "failed": _("Failed")}
MIGRATION_STATES: Final[Mapping[str, Words]] = {
    "done": _("Done"),
    "failed": _("Failed"),
    "not_tried": _("Not tried: too many had failed"),
}
METHODS: Final[Mapping[str, Words]] = {
    "recorded": _("from the recorded statements"),
    "replayed": _("from the recorded statements"),
    "migrated": _("by the migrations themselves"),
    "restored": _("from an archive"),
    "current": _("nothing to do"),
    "failed": _("Failed"),
    "not_tried": _("Not tried"),
}
STEPS: Final[Mapping[str, Words]] = {
    "schema": _("Row, host and empty schema"),
    "tables": _("Tables"),
    "roles": _("Roles"),
    "blueprint": _("Journeys and touchpoints of the industry"),
    "admin": _("First owner"),
    "schedules": _("Regular work; the host opens"),
    "invitation": _("Invitation by mail"),
    "demo": _("Demonstration data"),
    "restored": _("Taken from an archive"),
}
CHECKS: Final[Mapping[str, Words]] = {
    "admin_signed_in": _("An owner has signed in"),
    "api_key_used": _("An API key is in use"),
    "feedback_received": _("Feedback arrives"),
    "touchpoints_mapped": _("Touchpoints are described"),
    "first_score": _("There is a score"),
}
COUNTED: Final[Mapping[str, Words]] = {
    "customers": _("Customers"),
    "facts": _("Facts"),
    "api_keys": _("API keys"),
}
KINDS: Final[Mapping[str, Words]] = {
    "customers": _("Customers"),
    "feedback": _("Feedback"),
    "orders": _("Orders"),
    "interactions": _("Contacts"),
    "units": _("Units"),
}
EVENTS: Final[Mapping[str, Words]] = {
    "tenant.suspended": _("Suspended"),
    "tenant.resumed": _("Resumed"),
    "tenant.closed": _("Closing begun"),
    "tenant.deleted": _("Deleted"),
    "tenant.exported": _("Exported"),
    "tenant.restored": _("Restored"),
    "tenant.entered": _("Entered by the operator"),
    "tenant.plan_changed": _("Plan changed"),
    "tenant.moved": _("Moved"),
}
# How the colours of Unfold's labels say how something is.
COLOURS: Final[Mapping[str, str]] = {
    "active": "success", "done": "success", "running": "info", "provisioning": "info", "suspended": "warning",
    "closing": "warning", "deleting": "danger", "failed": "danger", "not_tried": "warning", "hard": "danger",
    "soft": "warning", "ok": "success",
}  # fmt: skip


def badge(code: str, words: Words, *, colour: str = "") -> SafeString:
    """Return a label that says how something is, in words and in the colour of its code."""
    return format_html('<span class="hb-badge hb-{}">{}</span>', colour or COLOURS.get(code, "plain"), words)


def size(count: int) -> str:
    """Return a number of bytes for people.

    >>> size(0), size(2_500_000)
    ('0 B', '2.5 MB')
    """
    number, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):  # noqa: B007 - the last one is used below
        if number < 1000:
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"
