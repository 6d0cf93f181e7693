"""What the pages say around the figures. Templates know no words of their own, so that all are found and translated."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from tenants.admin.labels import Words

FRAME: Final[Mapping[str, Words]] = {
    "product": _("Huibao"),
    "place": _("Operator"),
    "skip": _("Skip to content"),
    "menu": _("Menu"),
    "overview": _("Overview"),
    "companies": _("Companies"),
    "new_company": _("New company"),
    "set_ups": _("Set-ups"),
    "migrations": _("Migrations"),
    "certificates": _("Deletion certificates"),
    "language": _("Language"),
    "appearance": _("Appearance"),
    "as_system": _("As the system"),
    "light": _("Light"),
    "dark": _("Dark"),
    "sign_out": _("Sign out"),
    "back": _("Back"),
    "cancel": _("Cancel"),
    "none_yet": _("Nothing yet."),
    "unknown": _("unknown"),
}
DOOR: Final[Mapping[str, Words]] = {
    "sign_in": _("Sign in"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "code": _("Code of your app, or a recovery code"),
    "go_on": _("Continue"),
    "failed": _("The server does not answer. Try again."),
    "needs_scripts": _("Signing in needs JavaScript."),
    "for_whom": _("For the operator of this installation. Companies sign in at their own addresses."),
}
LISTS: Final[Mapping[str, Words]] = {
    "search": _("Search"),
    "search_label": _("Search by name or slug"),
    "filters": _("Filters"),
    "clear": _("Clear filters"),
    "export": _("Export CSV"),
    "nothing_found": _("Nothing fits. Change the search or clear the filters."),
    "table": _("List"),
}
COMPANY: Final[Mapping[str, Words]] = {
    "readiness": _("Ready to work?"),
    "usage": _("Usage against the plan"),
    "no_limit": _("no limit"),
    "health": _("Health"),
    "schema": _("Schema"),
    "last_score": _("Last score"),
    "queue": _("Jobs"),
    "size": _("Size"),
    "unmapped": _("Unmapped codes"),
    "months": _("Rows taken in, by month"),
    "month": _("Month"),
    "set_ups": _("Set-ups"),
    "moves": _("Moves between databases"),
    "archives": _("Archives on the server"),
    "archives_why": _("They hold personal data: they stay on the server, and no page gives them out."),
    "events": _("What the operator did"),
    "failed_jobs": _("Failed jobs of the last week"),
    "actions": _("Actions"),
    "open": _("Open its address"),
    "host": _("Address"),
    "industry": _("Industry"),
    "plan": _("Plan"),
    "status": _("Status"),
    "locale": _("Language"),
    "timezone": _("Time zone"),
    "currency": _("Currency"),
    "database": _("Database"),
    "created": _("Since"),
    "reason": _("Reason"),
    "closes_at": _("Deleted on"),
    "who": _("Who"),
    "what": _("What"),
    "when": _("When"),
    "progress": _("Progress"),
    "token_told": _("You are in. This key is shown once; the company sees what it is used for."),
}
FOUNDING: Final[Mapping[str, Words]] = {
    "begin": _("Set up the company"),
    "preview": _("What the template brings"),
    "no_preview": _("Nothing: journeys and touchpoints are drawn by the company, or come with its data."),
    "stages": _("stages"),
    "touchpoints": _("touchpoints"),
    "address_will_be": _("Its address will be"),
    "step": _("Step"),
    "waits": _("waits"),
    "runs": _("is being done"),
    "failed": _("failed"),
    "over": _("done"),
    "retry": _("Try again from the step that failed"),
    "is_ready": _("The company is ready."),
    "goes_on": _("This page follows by itself."),
    "to_company": _("To the company"),
    "why_failed": _("Why it failed"),
}
FLEET: Final[Mapping[str, Words]] = {
    "by_status": _("Companies"),
    "attention": _("What needs somebody"),
    "all_well": _("Nothing needs anybody."),
    "messages": _("Messages to workers that wait"),
    "no_broker": _("Valkey does not answer"),
    "retry_failed": _("Try those again that failed or were not tried"),
    "last_run": _("The last migration of all companies"),
    "never": _("No migration was run yet."),
    "chain_whole": _("The chain of certificates is whole."),
    "chain_broken": _("The chain of certificates is broken at"),
    "rows": _("Rows"),
    "checksum": _("Checksum"),
    "hash": _("Hash"),
    "before": _("Hash before"),
    "by": _("Deleted by"),
    "files": _("Files"),
}
# What was done is said on the page that follows.
SAID: Final[Mapping[str, Words]] = {
    "suspended": _("The company is suspended: it can be read, not changed."),
    "resumed": _("The company works again."),
    "closing": _("The company will be deleted after the cooling period. Until then it can be resumed."),
    "planned": _("The plan is changed."),
    "archiving": _("A worker writes the archive. It is listed here once it is whole."),
    "migrating": _("A worker migrates. The outcome is listed here."),
    "going_on": _("A worker goes on with the set-up."),
}
# Words of Django's own lists.
_OF_DJANGO: Final = (
    gettext_noop("All"), gettext_noop("Toggle sorting"), gettext_noop("Remove from sorting"),
    gettext_noop("Sorting priority: %(priority_number)s"), gettext_noop("Show all"),
)  # fmt: skip
WORDS: Final[Mapping[str, Mapping[str, Words]]] = {
    "frame": FRAME, "door": DOOR, "lists": LISTS, "company": COMPANY, "founding": FOUNDING, "fleet": FLEET,
}  # fmt: skip
