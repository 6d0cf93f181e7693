"""What a demonstration company has thought through: scenarios that are kept to be looked at and compared."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analytics.models.scenario import Scenario
from analytics.services.scenarios.keep import keep_scenario
from tenants.models.tenant import Tenant


def think_through(intent: Mapping[str, Any], *, company: Tenant, now: datetime) -> None:
    """Keep the scenarios that are written down, answered from the newest month; those that are there stay."""
    for document in intent.get("scenarios", ()):
        if not Scenario.objects.filter(code=document["code"]).exists():
            keep_scenario(company=company, document=document, now=now)
