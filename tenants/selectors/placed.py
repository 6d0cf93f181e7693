"""Which companies live in which database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tenants.models.tenant import Tenant


def by_database(companies: Iterable[Tenant]) -> Mapping[str, list[Tenant]]:
    """Return companies by the alias of the database that they live in, in their order."""
    found: dict[str, list[Tenant]] = defaultdict(list)
    for company in companies:
        found[company.database].append(company)
    return found
