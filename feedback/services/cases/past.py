"""Opening cases from answers that were there before a rule: only when somebody asks, and as a job."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import CaseRule
from feedback.services.cases.backtest import require_span
from feedback.services.cases.history import one_at_a_time
from feedback.services.cases.inflow import AT_ONCE, answers, question
from feedback.services.cases.opening import open_for
from feedback.services.cases.rules import UnknownRule
from tenants.access import Actor
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services import report_progress, start_job

APPLY_KIND = "apply_case_rule"
MOST_OF_A_JOB = 1_000


@transaction.atomic
def request_past(*, actor: Actor, id: UUID, first: datetime, last: datetime) -> Job:
    """Return a job that opens cases from the answers of a span that meet a rule; the door that calls this enqueues it.

    Raises UnknownRule and BadSpan.
    """
    rule = CaseRule.objects.filter(pk=id).first()
    if rule is None:
        raise UnknownRule(_("There is nothing with that id."), field="id")
    require_span(first, last)
    params = {"rule": str(rule.pk), "first": first.isoformat(), "last": last.isoformat()}
    about = Subject("case_rule", str(rule.pk), rule.name)
    record(actor=actor, action="case_rule.applied", subject=about, after=params)
    return start_job(kind=APPLY_KIND, params=params, requested_by=actor.name)


def run_past_job(*, job: Job) -> dict[str, Any]:
    """Open the cases; the runner of jobs of kind "apply_case_rule". Doing it again opens what is left.

    At most 1,000 answers are taken at a time, the oldest first: asking again goes on. Raises UnknownRule.
    """
    rule = CaseRule.objects.filter(pk=job.params.get("rule")).select_related("owner", "team").first()
    if rule is None:
        raise UnknownRule(_("There is nothing with that id."), field="id")
    met = opened = 0
    while met < MOST_OF_A_JOB and (found := _open_some(rule, job.params)) is not None:
        met, opened = met + found[0], opened + found[1]
        report_progress(job=job, done=met)
    return {"answers": met, "cases": opened, "hasMore": met >= MOST_OF_A_JOB}


@transaction.atomic
def _open_some(rule: CaseRule, params: dict[str, Any]) -> tuple[int, int] | None:
    one_at_a_time()
    found = question(rule)
    if found is None:
        return None
    found.sql = f"f.occurred_at >= %(first)s AND f.occurred_at < %(last)s AND {found.sql}"
    found.params |= {name: datetime.fromisoformat(params[name]) for name in ("first", "last")}
    items = answers(found, most=AT_ONCE)
    return (len(items), len(open_for(rule, items, now=timezone.now()))) if items else None
