"""Earned growth: what customers who came back, and those whom they brought, add to the revenue [1]_.

Net revenue retention (NRR) is this year's revenue of those who were customers before the year, over last year's whole
revenue. Earned new customers (ENC) are this year's revenue of new customers who came by referral, over the same. The
earned growth rate is NRR + ENC - 1: growth that advertising did not buy.

.. [1] Reichheld, Darnell, Burns (2021). Winning on Purpose, chapter 5. Harvard Business Review Press.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.experience.scales import wilson
from analytics.numerics.jackknife import jackknife_estimate

MINIMUM_CUSTOMERS = 30


@dataclass(frozen=True, slots=True)
class EarnedGrowth:
    """Shares of last year's revenue (1.0 is all of it), and the share of new customers who came by referral."""

    net_revenue_retention: Estimate
    earned_new: Estimate
    rate: Estimate
    referred_share_of_new: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        return {
            "net_revenue_retention": self.net_revenue_retention.as_json(),
            "earned_new_customers": self.earned_new.as_json(),
            "earned_growth_rate": self.rate.as_json(),
            "referred_share_of_new": self.referred_share_of_new.as_json(),
        }


def earned_growth(
    before: ArrayLike,
    returning: ArrayLike,
    referred: ArrayLike,
    *,
    customers: int,
    new_customers: int,
    new_referred: int,
    effective_groups: int | None = None,
) -> EarnedGrowth:
    """Return earned growth from revenues with replicates in front (R,).

    `before` is last year's revenue of all known customers, `returning` this year's of those who had bought before it
    began, `referred` this year's of new customers who came by referral; `customers` bought last year. Fewer than 30 of
    these, or a revenue of last year that is not above zero, give "insufficient"; so do fewer than two groups.
    """
    base, kept, brought = (as_floats(part) for part in (before, returning, referred))
    share = _referred_share(new_customers, new_referred)
    reason = _refusal(base, customers)
    if reason:
        missing = insufficient(customers, reason)
        return EarnedGrowth(missing, missing, missing, share)

    retained, earned, rate = (
        jackknife_estimate(divide(top, base, empty=np.nan), customers, effective_groups=effective_groups)
        for top in (kept, brought, kept + brought - base)
    )
    return EarnedGrowth(retained, earned, rate, share)


def _refusal(base: Floats, customers: int) -> str:
    if customers < MINIMUM_CUSTOMERS:
        return f"{customers} customers bought in the year before, at least {MINIMUM_CUSTOMERS} are needed"
    if not (base > 0).all():
        return "the revenue of the year before is not above zero"
    return ""


def _referred_share(new: int, referred: int) -> Estimate:
    if new < MINIMUM_CUSTOMERS:
        return insufficient(new, f"{new} new customers, at least {MINIMUM_CUSTOMERS} are needed")
    return wilson(referred, new)
