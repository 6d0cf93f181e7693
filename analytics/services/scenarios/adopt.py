"""A scenario that was decided on becomes plans: one for each touchpoint, its uplift the plan's target."""

from collections.abc import Mapping
from datetime import date

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from analytics.models.scenario import Scenario
from analytics.services.scenarios.documents import Move, ScenarioRefused, pert_of, read_scenario
from analytics.services.scenarios.keep import UnknownScenario
from journeys.models import ActionPlan
from journeys.services.plans import import_plan
from tenants.access import COMMAND, Actor
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.models.tenant import Tenant

POINTS_OF_VALUE = 10.0
"""Points of the experience value (0-100) in a point of a score (0-10)."""


class Terms(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What the plans need beside the scenario: dates, and where they are carried out."""

    baseline_from: date
    start_date: date
    evaluate_to: date
    treated_units: list[str] = []
    control_units: list[str] = []
    lead_department: str | None = None
    owner: str | None = None


@transaction.atomic
def adopt_scenario(
    *, company: Tenant, code: str, terms: Mapping[str, object], actor: Actor = COMMAND
) -> list[ActionPlan]:
    """Turn a scenario into draft plans, one for each touchpoint, and remember them; return the plans.

    A plan's target is the most likely uplift, its cost the touchpoint's share of the most likely cost, by what each is
    expected to bring. Approval freezes the plan's own forecast. Raises UnknownScenario, ScenarioRefused for one that
    has no figures or became plans already, and PlanRefused when the terms are wrong; then nothing changes.
    """
    scenario = Scenario.objects.select_for_update().filter(code=code).first()
    if scenario is None:
        raise UnknownScenario(_("unknown scenario %(code)r") % {"code": code[:40]})
    if scenario.plans:
        raise ScenarioRefused(
            _("scenario %(code)s became the plans %(list)s already")
            % {"code": code[:40], "list": ", ".join(scenario.plans)}
        )
    if scenario.status != "ok":
        raise ScenarioRefused(
            _("scenario %(code)s has no figures to decide on: %(reason)s")
            % {"code": code[:40], "reason": scenario.reason}
        )
    try:
        agreed = msgspec.convert(terms, Terms)
    except msgspec.ValidationError as error:
        raise ScenarioRefused(_("terms: %(error)s") % {"error": error}) from error
    asked = read_scenario(scenario.asked)
    costs = _costs(scenario)
    plans = [import_plan(_document(company, scenario, move, agreed, costs), actor=actor) for move in asked.moves]
    scenario.plans = [plan.code for plan in plans]
    scenario.save(update_fields=["plans"])
    about = Subject("scenario", id=str(scenario.pk), name=scenario.code)
    record(actor=actor, action="scenario.adopted", subject=about, after={"plans": scenario.plans})
    emit(event="scenario.adopted", subject=about, data={"title": scenario.title, "plans": scenario.plans})
    return plans


def _costs(scenario: Scenario) -> dict[str, float]:
    """Return each touchpoint's share of the cost, by what it is expected to bring; equal shares where none brings."""
    total = float(scenario.results["cost"]["value"] or 0.0)
    brings = {code: max(float(part["value"] or 0.0), 0.0) for code, part in scenario.results["touchpoints"].items()}
    whole = sum(brings.values())
    return {code: total * (part / whole if whole > 0 else 1 / len(brings)) for code, part in brings.items()}


def _document(
    company: Tenant, scenario: Scenario, move: Move, agreed: Terms, costs: Mapping[str, float]
) -> dict[str, object]:
    alone = len(costs) == 1
    return {
        "code": scenario.code if alone else f"{scenario.code}-{move.touchpoint}"[:120],
        "title": scenario.title if alone else f"{scenario.title}: {move.touchpoint}"[:200],
        "touchpoint": move.touchpoint,
        "metric": "value",
        "expected_uplift": pert_of(move.uplift).mode * POINTS_OF_VALUE,
        "cost": f"{costs[move.touchpoint]:.2f}",
        "currency": company.currency,
        **msgspec.to_builtins(agreed),
    }
