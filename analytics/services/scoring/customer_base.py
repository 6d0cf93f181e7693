"""What the company's customers will buy and are worth, from their purchase histories at the end of a window."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analytics.aggregates.history_tables import CohortTable, HistoryTable, SpendTable
from analytics.aggregates.sums import SalesSums
from analytics.models.settings import Settings
from analytics.numerics.arrays import as_floats, divide
from analytics.numerics.customers.bgnbd import PurchaseFit, fit_purchases
from analytics.numerics.customers.earned_growth import EarnedGrowth, earned_growth
from analytics.numerics.customers.gamma_gamma import Spenders, SpendFit, fit_spend
from analytics.numerics.customers.lifetime import Spent, Terms, active_customers, total_purchases, total_value
from analytics.numerics.customers.loyalty_lifetime import LoyaltyLifetime, People, lifetime_by_loyalty
from analytics.numerics.customers.purchases import Cells
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import leave_one_out, non_empty_groups
from analytics.numerics.returns.value import Lifetime
from analytics.services.scoring.currencies import mixed_money
from analytics.services.scoring.customer_models import printed_models
from analytics.services.scoring.money import minor_per_major
from analytics.services.scoring.months import Months, Window

MONTH = 30.4375
"""Days of a month ahead, on average."""

REGULAR = 'customers are valued from their histories where the setting `business` is "noncontractual"'


@dataclass(frozen=True)
class CustomerBase:
    """The customers at the end of a window: their histories, and the models of these when business has no contracts."""

    settings: Settings
    histories: HistoryTable
    spending: SpendTable
    sales: SalesSums
    cohorts: CohortTable

    @property
    def mixed(self) -> str:
        """Return why no money of customers can be told: too much of it is in other currencies; empty where it can."""
        return mixed_money(self.sales, self.settings.currency)

    @property
    def terms(self) -> Terms:
        """Return how lifetime value is counted; margin per unit of money spent, refunds taken off."""
        sales, settings = self.sales, self.settings
        margin = int(sales.margin_known.sum()) + settings.margin_rate * int(sales.unmargined.sum())
        gross = int(sales.gross.sum())
        return Terms(
            margin_rate=max(margin / gross, 0.0) if gross > 0 else 0.0,
            periods=settings.horizon_months,
            length=MONTH,
            discount=settings.discount_rate_monthly,
        )

    @cached_property
    def everybody(self) -> HistoryTable:
        """Return the histories without regard to loyalty."""
        return self.histories.merged(by_level=False)

    @cached_property
    def cells(self) -> Cells:
        """Return the histories as cells, in days; like histories count as one, with their means."""
        return _cells(self.everybody)

    @cached_property
    def spent(self) -> Spent:
        """Return what the customers of each cell spent at a repeat purchase, in major units."""
        return _spent(self.everybody, self.settings)

    @cached_property
    def purchases(self) -> PurchaseFit:
        """Return the model of all customers' purchases."""
        return fit_purchases(self.cells)

    @cached_property
    def spend(self) -> SpendFit:
        """Return the model of what they spend."""
        table, minor = self.spending, minor_per_major(self.settings.currency)
        mean = divide(table.spend, table.repeats) / minor
        used = mean > 0
        people = Spenders(
            purchases=divide(table.repeats, table.customers)[used],
            mean=mean[used],
            customers=as_floats(table.customers)[used],
            dropped=int(table.customers[~used].sum()),
        )
        found = fit_spend(people)
        return replace(found, reason=self.mixed) if self.mixed else found

    @cached_property
    def by_loyalty(self) -> LoyaltyLifetime:
        """Return the lifetime value by loyalty, of customers who bought in the window."""
        told = self.histories.told().merged(by_level=True)
        cells = _cells(told)
        silent = cells.age - cells.recency
        people = People(
            level=as_floats(told.level),
            cells=cells,
            spent=_spent(told, self.settings),
            counted=as_floats(silent <= self.settings.window_months * MONTH),
        )
        return lifetime_by_loyalty(people, self.spend, self.terms)

    @property
    def lifetime(self) -> Lifetime | None:
        """Return the lifetime value by loyalty for business without contracts, or None where histories carry none."""
        if self.settings.business != "noncontractual" or self.by_loyalty.reason:
            return None
        return self.by_loyalty

    @property
    def growth(self) -> EarnedGrowth:
        """Return the earned growth of the last twelve months."""
        table = self.cohorts
        parts = (leave_one_out(part) for part in (table.before, table.returning, table.referred))
        found = earned_growth(
            *parts,
            customers=table.buyers,
            new_customers=table.won,
            new_referred=table.won_by_referral,
            effective_groups=non_empty_groups(np.abs(table.before) + np.abs(table.returning)),
        )
        if not self.mixed:
            return found
        unknown = insufficient(table.buyers, self.mixed)
        return replace(found, net_revenue_retention=unknown, earned_new=unknown, rate=unknown)

    def as_json(self) -> dict[str, object]:
        """Return the printed figures: models with their parameters, customers, orders and money expected, growth."""
        return {**self._expected(), "earned_growth": self.growth.as_json()}

    def _expected(self) -> dict[str, object]:
        customers = int(self.histories.customers.sum())
        if self.settings.business != "noncontractual":
            nothing = insufficient(customers, REGULAR).as_json()
            expected = dict.fromkeys(("active_customers", "expected_orders", "customer_equity"), nothing)
            return {"buyers": customers, "models": None, **expected}
        ahead = self.settings.horizon_months * MONTH
        figures: dict[str, Estimate] = {
            "active_customers": active_customers(self.purchases, self.cells),
            "expected_orders": total_purchases(self.purchases, self.cells, ahead),
            "customer_equity": total_value(self.purchases, self.spend, self.cells, self.spent, self.terms),
        }
        return {
            "buyers": customers,
            "models": {**printed_models(self.purchases, self.spend, self.terms), "by_loyalty": self._link()},
            **{name: figure.as_json() for name, figure in figures.items()},
        }

    def _link(self) -> dict[str, object]:
        """Return the lifetime value at each level of loyalty, or why there is none."""
        found = self.by_loyalty
        value = None if found.reason else [round(float(v), 2) for v in found(np.arange(11.0)[None])[0]]
        return {"value": value, "reason": found.reason}


def _cells(table: HistoryTable) -> Cells:
    n = as_floats(table.customers)
    return Cells(table.repeats / n, table.recency / n, table.age / n, n)


def _spent(table: HistoryTable, settings: Settings) -> Spent:
    minor = minor_per_major(settings.currency)
    return Spent(divide(table.repeats, table.customers), divide(table.spend, table.repeats) / minor)


def read_base(months: Months, window: Window, settings: Settings) -> CustomerBase:
    """Return the customers as they stood at the end of a window."""
    histories = months.histories
    return CustomerBase(
        settings=settings,
        histories=histories.table(window[1]),
        spending=histories.spending(window[1]),
        sales=months.sales(window),
        cohorts=histories.cohorts(window[1]),
    )
