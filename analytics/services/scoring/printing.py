"""The printed form of a period's figures: plain values, which are also what is hashed and stored."""

from analytics.aggregates.months import label
from analytics.aggregates.sums import SalesSums
from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate
from analytics.services.scoring.loyalty import loyalty_levels
from analytics.services.scoring.money import minor_per_major
from analytics.services.scoring.period import PeriodScore

NOTHING = "no figure of the company has enough answers"


def printed_period(score: PeriodScore, sales: SalesSums | None) -> dict[str, object]:
    """Return the figures of a period that depend on facts and settings alone."""
    base, chain = score.base, score.base.chain
    groups = chain.sample.groups
    return {
        "period": base.period.label,
        "company": score.company.as_json(),
        "drivers": {
            "outcome": score.outcome,
            "method": "johnson",
            "n": chain.fit.n,
            "straight_lines": chain.sample.straight_lines,
            "doubts": list(chain.doubts),
            "r2": chain.fit.r2_estimate(effective_groups=groups).as_json(),
            "window": [label(base.window[0]), label(base.window[1])],
        },
        "touchpoints": [touchpoint.as_json() for touchpoint in score.touchpoints],
        "loyalty_levels": loyalty_levels(chain.followed, base.settings),
        "customer_base": chain.base.as_json(),
        "sales": printed_sales(sales, base.settings) if sales is not None else None,
        "scopes": [scope.as_json() for scope in score.scopes],
    }


def printed_sales(sales: SalesSums, settings: Settings) -> dict[str, object]:
    """Return the sales of the period in major units; buyers are counted in the month of their first purchase.

    Orders in other currencies are counted by themselves, where there are any.
    """
    per_major = minor_per_major(settings.currency)
    margin = int(sales.margin_known.sum()) + settings.margin_rate * int(sales.unmargined.sum())
    foreign = int(sales.foreign.sum())
    return {
        "orders": int(sales.orders.sum()),
        "gross": int(sales.gross.sum()) / per_major,
        "refunds": int(sales.refunds.sum()) / per_major,
        "net": int(sales.net.sum()) / per_major,
        "margin": margin / per_major,
        "first_purchases": int(sales.buyers_first.sum()),
        "second_purchases": int(sales.buyers_second.sum()),
        **({"orders_in_other_currencies": foreign} if foreign else {}),
    }


def is_empty(score: PeriodScore) -> bool:
    """Return whether no figure of the company could be given."""
    company = score.company
    found: tuple[Estimate, ...] = (company.value, company.experience.nps, company.loyalty, company.return_per_point)
    return all(figure.value is None for figure in found)
