"""How companies are, in one look: what is measured from outside, what they use of their plan, what they lack."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils.connection import ConnectionDoesNotExist
from django.utils.translation import gettext

from tenants.admin.labels import CHECKS, COUNTED, Words
from tenants.models.tenant import Tenant
from tenants.selectors.measures import Measures, measures_of
from tenants.selectors.usage import Usage, usage_by_company
from tenants.services.readiness import Check, readiness_of
from tenants.wording import say


@dataclass(frozen=True, slots=True)
class Health:
    """How one company is."""

    measures: Measures
    usage: tuple[Usage, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def met(self) -> int:
        """How many points of the readiness list are met."""
        return sum(check.is_met for check in self.checks)

    @property
    def fullest(self) -> Usage | None:
        """What is nearest to its limit; None where the plan has no limits."""
        return max((one for one in self.usage if one.limit.hard), key=share_of, default=None)


def health_of(companies: Collection[Tenant], *, with_checks: bool = True) -> Mapping[str, Health]:
    """Return the health of companies by slug; what cannot be asked is left empty."""
    measured = measures_of(companies)
    usage = _usage(companies)
    return {
        company.slug: Health(
            measures=measured[company.slug],
            usage=tuple(usage.get(company.slug, ())),
            checks=tuple(_checks(company, measured[company.slug])) if with_checks else (),
        )
        for company in companies
    }


def share_of(usage: Usage) -> int:
    """Return how much of a limit is used, in per cent; 0 where there is none."""
    return round(100 * usage.used / usage.limit.hard) if usage.limit.hard else 0


def check_rows(checks: Collection[Check]) -> list[dict[str, Words | bool]]:
    """Return the readiness list as a page shows it."""
    return [
        {"words": CHECKS.get(check.code, check.code), "is_met": check.is_met, "detail": say(check.detail)}
        for check in checks
    ]


def usage_rows(usage: Collection[Usage]) -> list[dict[str, object]]:
    """Return what is used of a plan as a page shows it."""
    return [
        {
            "words": COUNTED[one.counted.value],
            "used": f"{one.used:,}",
            "limit": f"{one.limit.hard:,}" if one.limit.hard else "",
            "share": min(share_of(one), 100),
            "level": one.level,
        }
        for one in usage
    ]


def troubles_of(company: Tenant, health: Health) -> list[str]:
    """Return what of a company needs somebody of the operator, in words; empty when nothing does."""
    measures, found = health.measures, []
    if company.status == Tenant.Status.PROVISIONING:
        found.append(gettext("its set-up is not finished"))
    elif measures.behind is None:
        found.append(gettext("its schema cannot be read"))
    elif measures.behind:
        found.append(gettext("it lacks %(count)s migrations") % {"count": measures.behind})
    if measures.failed:
        found.append(gettext("%(count)s jobs failed in the last week") % {"count": measures.failed})
    if any(one.level == "hard" for one in health.usage):
        found.append(gettext("a limit of its plan is reached"))
    return found


def _usage(companies: Collection[Tenant]) -> Mapping[str, list[Usage]]:
    try:
        return usage_by_company(list(companies))
    except (DatabaseError, ConnectionDoesNotExist):
        return {}  # a database that is away is told of by the measures


def _checks(company: Tenant, measures: Measures) -> list[Check]:
    return readiness_of(company) if measures.is_current and company.is_readable else []
