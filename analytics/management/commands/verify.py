"""`verify`: prove that the aggregates are what the facts say."""

from analytics.services.verify import verify_aggregates
from tenants.access import Refusal
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant


class AggregatesDiffer(Refusal):
    """The stored aggregates are not what the facts say."""


class Command(CompanyCommand):
    """Rebuild every aggregate from the facts in a scratch place and compare bit for bit."""

    reads = True
    help = "Rebuild every aggregate from the facts and compare bit for bit; exit code 1 on a difference."

    def run(self, company: Tenant, **options: object) -> dict[str, object]:
        """Return what was compared; raise AggregatesDiffer when anything differs."""
        verified = verify_aggregates(company=company)
        if verified.differences:
            listed = "; ".join(verified.differences[:5])
            raise AggregatesDiffer(
                f"{len(verified.differences)} differences in {company.slug}: {listed}. "
                f"Run `score --tenant {company.slug} --rebuild` and report what happened before."
            )
        return {"tenant": company.slug, "rows": verified.rows, "counters": verified.counters, "differences": []}
