"""Questions about companies: which one, and is it whole."""

from tenants.selectors.companies import (
    being_moved,
    companies,
    company_by_schema,
    company_by_slug,
    company_for_host,
    current_company,
    forget_hosts,
    host_of,
    operator_host,
    read_only,
)

__all__ = [
    "being_moved",
    "companies",
    "company_by_schema",
    "company_by_slug",
    "company_for_host",
    "current_company",
    "forget_hosts",
    "host_of",
    "operator_host",
    "read_only",
]
