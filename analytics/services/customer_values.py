"""What single customers are expected to buy and are worth, by the models of a score run, calculated when asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from analytics.aggregates.customer_histories import CustomerHistories, customer_histories
from analytics.aggregates.months import bounds, parse
from analytics.models.scope_score import Evidence
from analytics.models.score_run import ScoreRun
from analytics.numerics.arrays import divide
from analytics.numerics.customers.lifetime import (
    METHOD,
    MONEY_METHOD,
    NO_MEAN,
    Interval,
    Spent,
    alive_intervals,
    as_estimate,
    purchase_intervals,
    value_intervals,
)
from analytics.numerics.customers.purchases import Cells
from analytics.numerics.estimate import Estimate, insufficient
from analytics.services.scoring.customer_base import REGULAR
from analytics.services.scoring.customer_models import Models, restored_models
from analytics.services.scoring.money import minor_per_major
from tenants.models.tenant import Tenant

NOT_BOUGHT = "this customer had not bought by then"
NO_MODELS = "the run holds no models of customers; run `score` again"


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """One customer as of the end of a run's window; `evidence` is borrowed for those who bought only once."""

    customer: UUID
    repeats: int
    days_since_last: int | None
    evidence: str
    active: Estimate
    orders: Estimate
    value: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        return {
            "repeats": self.repeats,
            "days_since_last": self.days_since_last,
            "evidence": self.evidence,
            "active": self.active.as_json(),
            "expected_orders": self.orders.as_json(),
            "lifetime_value": self.value.as_json(),
        }


def last_day(run: ScoreRun) -> date:
    """Return the day that customers are described as of: the last one of the run's window."""
    return bounds(parse(run.results["drivers"]["window"][1]))[1] - timedelta(days=1)


def value_customers(*, company: Tenant, run: ScoreRun, customers: Iterable[UUID] | None = None) -> list[CustomerValue]:
    """Return the values of these customers in their order, or of all who have bought, the most valuable first."""
    asked = None if customers is None else list(customers)
    models, reason = _models(run)
    if models is None:
        return [_without(customer, reason) for customer in asked or ()]
    histories = customer_histories(
        last=last_day(run), zone=company.timezone, currency=company.currency, customers=asked
    )
    found = _valued(histories, models, minor_per_major(company.currency))
    if asked is None:
        return sorted(found.values(), key=lambda one: -(one.value.value or 0.0))
    return [found.get(customer) or _without(customer, NOT_BOUGHT) for customer in asked]


def _models(run: ScoreRun) -> tuple[Models | None, str]:
    """Return the models that a run holds, or why there are none."""
    base = run.results.get("customer_base")
    if base is None:
        return None, NO_MODELS
    if base["models"] is None:
        return None, REGULAR
    models = restored_models(base["models"])
    return (None, models[0].reason) if models[0].reason else (models, "")


def _valued(histories: CustomerHistories, models: Models, minor: int) -> dict[UUID, CustomerValue]:
    if not histories.customers:
        return {}
    purchases, spend, terms = models
    cells = Cells(histories.repeats, histories.recency, histories.age, np.ones_like(histories.age))
    active = alive_intervals(purchases, cells)
    orders = purchase_intervals(purchases, cells, terms.periods * terms.length)
    spent = Spent(histories.repeats, divide(histories.spend, histories.repeats) / minor)
    reason = spend.reason or ("orders leave no margin" if terms.margin_rate <= 0 else "")
    value = None if reason else value_intervals(purchases, spend, cells, spent, terms)
    return {
        customer: CustomerValue(
            customer=customer,
            repeats=int(histories.repeats[place]),
            days_since_last=int(histories.age[place] - histories.recency[place]),
            evidence=Evidence.OBSERVED if histories.repeats[place] > 0 else Evidence.BORROWED,
            active=as_estimate(active, place, purchases.customers, note=purchases.note),
            orders=as_estimate(orders, place, purchases.customers, note=purchases.note),
            value=_money(value, place, models, reason),
        )
        for place, customer in enumerate(histories.customers)
    }


def _money(value: Interval | None, place: int, models: Models, reason: str) -> Estimate:
    purchases = models[0]
    if value is None:
        return insufficient(purchases.customers, reason, method=MONEY_METHOD)
    if not np.isfinite(value[0][place]):
        return insufficient(purchases.customers, NO_MEAN, method=MONEY_METHOD)
    return as_estimate(value, place, purchases.customers, note=purchases.note, method=MONEY_METHOD)


def _without(customer: UUID, reason: str) -> CustomerValue:
    missing = insufficient(0, reason, method=METHOD)
    return CustomerValue(customer, 0, None, Evidence.PRIOR, missing, missing, missing)
