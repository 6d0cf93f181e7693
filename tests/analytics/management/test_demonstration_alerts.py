"""The dips of the demonstration companies are found in their facts by the daily job, as any company's would be."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from analytics.models.alert import Alert, AlertDirection, AlertKind
from analytics.services.demonstration import WORLDS
from analytics.services.monitoring.job import MONITOR_KIND, run_monitor_job
from analytics.simulation.files import write_company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from tenants.access import company_context
from tenants.jobs.models import Job
from tenants.models import Tenant

DAYS_UNTIL_FOUND = 14
LAST_DAY = date(2026, 10, 31)


@pytest.mark.long
@pytest.mark.parametrize("name", WORLDS.values())
def test_the_dip_of_a_demonstration_is_found_by_the_daily_job(
    new_company: Callable[[], Tenant], tmp_path: Path, name: str
) -> None:
    company, world = new_company(), read_world(name)
    write_company(generate(world), tmp_path)
    dip = world.shocks[0]

    with company_context(company):
        call_command(
            "dataset", str(tmp_path / "manifest.json"), "--tenant", company.slug, "--json", stdout=io.StringIO()
        )
        job = Job.objects.create(kind=MONITOR_KIND, params={"as_of": LAST_DAY.isoformat()})
        run_monitor_job(job=job)

        found = Alert.objects.get(
            touchpoint=dip.touchpoint, metric="mean", kind=AlertKind.SHIFT, direction=AlertDirection.DOWN
        )
    assert dip.start_date <= found.day < dip.end_date
    assert (found.day - dip.start_date).days <= DAYS_UNTIL_FOUND
    assert found.level < found.limit < 0
