"""Companies to measure in, removed afterwards."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tenants.access import company_context
from tenants.models.tenant import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company


@contextmanager
def scratch_company(prefix: str = "bench") -> Iterator[Tenant]:
    """Make a company, enter it, and remove it at the end."""
    slug = f"{prefix}{time.time_ns() % 10**12}"
    company = create_company(slug=slug, name=slug, currency="CNY", timezone="Asia/Shanghai", locale="zh-hans").company
    try:
        with company_context(company):
            yield company
    finally:
        delete_company(company=company)
