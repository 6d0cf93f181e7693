"""`customers value`: who will buy again, how often, and what each customer is worth."""

from argparse import ArgumentParser
from typing import Any

from analytics.management.tables import figure, table
from analytics.models.score_run import ScoreRun
from analytics.selectors import newest_run, run_of_period
from analytics.services.customer_values import CustomerValue, last_day, value_customers
from analytics.services.scoring.labels import read_period
from analytics.services.settings import settings_of
from feedback.models import Customer
from tenants.access import Refusal
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant

BASE = ("buyers", "active_customers", "expected_orders", "customer_equity", "earned_growth")
EACH = ("active", "expected_orders", "lifetime_value")


class UnknownCustomer(Refusal):
    """An external id that no customer has."""


class Command(CompanyCommand):
    """Print the customers of a scored period with what they are worth, the most valuable first."""

    reads = frozenset({"value"})
    help = "Print P(alive), expected orders and lifetime value of customers, by the models of a scored period."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the action, the period and how many customers to print."""
        actions = parser.add_subparsers(dest="action", required=True)
        value = actions.add_parser("value", help="what customers will buy and are worth")
        super().add_arguments(value)
        value.add_argument("--period", help="such as 2026-01; the newest scored month when left out")
        value.add_argument("--customer", metavar="ID", help="only the customer with this external id")
        value.add_argument("--limit", type=int, default=100, help="customers to print at most (default: 100)")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Return the customers, and the figures of all of them together."""
        text = options["period"]
        run = newest_run() if text is None else run_of_period(read_period(text, settings_of(company=company).calendar))
        found = self.found(company, run, options["customer"])
        shown = found[: max(options["limit"], 0)]
        names = dict(Customer.objects.filter(pk__in=[one.customer for one in shown]).values_list("pk", "external_id"))
        base = run.results.get("customer_base") or {}
        return {
            "tenant": company.slug,
            "period": run.label,
            "as_of": last_day(run).isoformat(),
            **{name: base[name] for name in BASE if name in base},
            "customers": [{"customer": names[one.customer], **one.as_json()} for one in shown],
        }

    def found(self, company: Tenant, run: ScoreRun, external_id: str | None) -> list[CustomerValue]:
        """Return the values that were asked for. Raises UnknownCustomer."""
        if external_id is None:
            return value_customers(company=company, run=run)
        customer = Customer.objects.filter(external_id=external_id).first()
        if customer is None:
            raise UnknownCustomer(f"no customer has the external id {external_id!r}")
        return value_customers(company=company, run=run, customers=[customer.pk])

    def render(self, result: dict[str, Any]) -> str:
        """Return the figures of all customers, then a line a customer."""
        whole = [f"  {name:<18}{figure(result[name])}" for name in BASE[1:4] if name in result]
        growth = result.get("earned_growth", {}).get("earned_growth_rate")
        rows = [
            [one["customer"], str(one["repeats"]), *(figure(one[name]) for name in EACH)] for one in result["customers"]
        ]
        return "\n".join(
            [
                f"{result['period']}, customers as of {result['as_of']}",
                *whole,
                *([f"  {'earned growth':<18}{figure(growth)}"] if growth else []),
                *table(["customer", "repeats", "active", "expected orders", "lifetime value"], rows),
            ]
        )
