"""Every type of event that a company can be told of: the one list, from which page, API and messages are made."""

from tenants.hooks.catalogue.analysis import ANALYSIS
from tenants.hooks.catalogue.event_type import EventType, Field
from tenants.hooks.catalogue.facts import FACTS
from tenants.hooks.catalogue.house import HOUSE
from tenants.hooks.catalogue.intent import INTENT
from tenants.hooks.catalogue.page import catalogue_page

CATALOGUE: dict[str, EventType] = {one.name: one for one in (*FACTS, *INTENT, *ANALYSIS, *HOUSE)}
TEST_EVENT = "webhook.test"

__all__ = ["CATALOGUE", "TEST_EVENT", "EventType", "Field", "catalogue_page"]
