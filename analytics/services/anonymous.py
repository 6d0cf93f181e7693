"""What erasing a person means for figures: which attributes stay because they are made of them, and when to recount."""

from analytics.services.schedule import request_scoring
from analytics.services.settings import settings_of
from journeys.models import ActionPlan
from tenants.selectors import current_company


def counted_attributes() -> dict[str, list[str]]:
    """Return the attributes of customers and of interactions that segments, plans and evidence read."""
    settings = settings_of(company=current_company())
    plans = ActionPlan.objects.exclude(treated_customers_attribute__isnull=True)
    arms = {str(arm.get("name", "")) for arm in plans.values_list("treated_customers_attribute", flat=True) if arm}
    return {
        "customers": sorted({settings.segment_attribute, *arms} - {""}),
        "interactions": sorted({one.code for one in settings.value_evidence if not one.is_asked}),
    }


def recount(*, requested_by: str) -> None:
    """Have all aggregates built anew: keys of facts changed, by which those of one moment are ordered."""
    request_scoring(company=current_company(), requested_by=requested_by, params={"rebuild": True})
