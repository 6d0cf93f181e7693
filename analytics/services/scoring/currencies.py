"""Orders in other currencies than the company's: counted apart, never added up, and said in words."""

from analytics.aggregates.sums import LoyaltySums, SalesSums

type Counted = SalesSums | LoyaltySums

MOST_FOREIGN = 0.1
"""Share of orders in other currencies from which on the others no longer tell what customers bring."""


def orders_abroad(sums: Counted, currency: str) -> str:
    """Return how many orders were left out because of their currency, in words; empty where none was."""
    foreign, orders = _counted(sums)
    if not foreign:
        return ""
    return f"{foreign} of {foreign + orders} orders are in other currencies than {currency} and are left out of money"


def mixed_money(sums: Counted, currency: str) -> str:
    """Return why money cannot be told: too many orders are in other currencies; empty where it can."""
    foreign, orders = _counted(sums)
    if foreign <= MOST_FOREIGN * (foreign + orders):
        return ""
    return (
        f"{foreign} of {foreign + orders} orders are in other currencies than {currency}; they cannot be added up, and"
        " the others do not tell enough: convert them before they are taken in"
    )


def _counted(sums: Counted) -> tuple[int, int]:
    return int(sums.foreign.sum()), int(sums.orders.sum())
