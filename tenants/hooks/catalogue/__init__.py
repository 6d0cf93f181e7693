"""Every type of event that a company can be told of: the one list, from which page, API and messages are made."""

from tenants.hooks.catalogue.analysis import ANALYSIS
from tenants.hooks.catalogue.cases import CASES
from tenants.hooks.catalogue.event_type import EventType, Field
from tenants.hooks.catalogue.facts import FACTS
from tenants.hooks.catalogue.house import HOUSE
from tenants.hooks.catalogue.intent import INTENT
from tenants.hooks.catalogue.page import catalogue_page

CATALOGUE: dict[str, EventType] = {one.name: one for one in (*FACTS, *CASES, *INTENT, *ANALYSIS, *HOUSE)}
TEST_EVENT = "webhook.test"
# After these somebody may do less than before: who follows a stream is looked at again.
RIGHTS = frozenset(
    {
        "api_key.revoked", "api_key.rotated", "member.deactivated", "member.masks_changed", "role.assigned",
        "role.removed", "session.ended",
    }
)  # fmt: skip
_FOLLOWED = ("alert.", "case.", "job.", "score.computed", "period.closed", "feedback_batch.stored")
# What streams are told of; the rest of the catalogue is for webhooks alone.
LIVE = RIGHTS | {name for name in CATALOGUE if name.startswith(_FOLLOWED)}

__all__ = ["CATALOGUE", "LIVE", "RIGHTS", "TEST_EVENT", "EventType", "Field", "catalogue_page"]
