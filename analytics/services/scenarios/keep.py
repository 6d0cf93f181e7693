"""Keeping scenarios: asked, answered again when asked again, compared, and forgotten."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from analytics.models.scenario import Scenario
from analytics.services.scenarios.documents import ScenarioRefused, read_scenario
from analytics.services.scenarios.forecast import Answer, answer_scenario, printed_answer, rounded_draws
from tenants.access import COMMAND, Actor
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.models.tenant import Tenant

MOST_COMPARED = 10


class UnknownScenario(ScenarioRefused):
    """There is no scenario of that code."""


def scenario_of(code: str) -> Scenario:
    """Return a scenario by its code. Raises UnknownScenario."""
    found: Scenario | None = Scenario.objects.filter(code=code).first()
    if found is None:
        raise UnknownScenario(_("unknown scenario %(code)r") % {"code": code[:40]})
    return found


@transaction.atomic
def keep_scenario(
    *, company: Tenant, document: Mapping[str, object], now: datetime, by: str = "", actor: Actor = COMMAND
) -> Scenario:
    """Answer a scenario and keep it; the same code again replaces question and answer.

    One that became plans stays as it was decided on. Raises ScenarioRefused and UnscoredPeriod, and keeps nothing then.
    """
    asked = read_scenario(document)
    before = Scenario.objects.select_for_update().filter(code=asked.code).first()
    if before is not None and before.plans:
        raise ScenarioRefused(
            _("scenario %(code)s became the plans %(list)s; use another code")
            % {"code": asked.code[:40], "list": ", ".join(before.plans)}
        )
    before_asked = None if before is None else dict(before.asked)
    answer = answer_scenario(company=company, asked=asked)
    scenario = before or Scenario(code=asked.code, created_at=now, created_by=by[:255])
    scenario.title, scenario.asked, scenario.answered_at = asked.title, asked.as_json(), now
    _fill(scenario, answer)
    scenario.save()
    about = Subject("scenario", id=str(scenario.pk), name=scenario.code)
    record(actor=actor, action="scenario.saved", subject=about, before=before_asked, after=scenario.asked)
    emit(event="scenario.saved", subject=about, data={"title": scenario.title, "status": scenario.status})
    return scenario


def _fill(scenario: Scenario, answer: Answer) -> None:
    run = answer.run
    scenario.period, scenario.run_hash, scenario.seed = run.period, run.run_hash, run.seed
    scenario.model_version, scenario.settings_number = run.model_version, run.settings_number
    scenario.reason, scenario.status = answer.reason, "insufficient" if answer.reason else "ok"
    printed = printed_answer(answer)
    scenario.results = {**printed, "discount_version": answer.discount_version} if printed else {}
    scenario.draws = rounded_draws(answer.outcome) if answer.outcome is not None and printed else []


@transaction.atomic
def forget_scenario(code: str, *, actor: Actor = COMMAND) -> None:
    """Remove a scenario. Raises UnknownScenario, and ScenarioRefused for one that became plans."""
    scenario = scenario_of(code)
    if scenario.plans:
        raise ScenarioRefused(
            _("scenario %(code)s became the plans %(list)s and is kept with them")
            % {"code": code[:40], "list": ", ".join(scenario.plans)}
        )
    about = Subject("scenario", id=str(scenario.pk), name=scenario.code)
    record(actor=actor, action="scenario.deleted", subject=about, before=scenario.asked)
    emit(event="scenario.deleted", subject=about, data={"title": scenario.title})
    scenario.delete()


def printed_scenario(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as `scenario show --json` prints it."""
    return {
        "code": scenario.code,
        "title": scenario.title,
        "status": scenario.status,
        **({"reason": scenario.reason} if scenario.reason else {}),
        "asked": scenario.asked,
        "period": f"{scenario.period:%Y-%m}",
        "run_hash": scenario.run_hash,
        "model_version": scenario.model_version,
        "settings_version": scenario.settings_number,
        "seed": scenario.seed,
        "answered_at": scenario.answered_at.isoformat(),
        "plans": scenario.plans,
        **scenario.results,
    }


def compare_scenarios(codes: Sequence[str]) -> list[dict[str, Any]]:
    """Return for each pair of scenarios how likely the first brings more, in the order given.

    Scenarios answered from one run share customers and causal discount draw by draw, so what they have in common
    cancels. Others cannot be compared so, and say why. Raises ScenarioRefused for fewer than two codes, and
    UnknownScenario.
    """
    distinct = list(dict.fromkeys(codes))
    if not 2 <= len(distinct) <= MOST_COMPARED:
        raise ScenarioRefused(
            _("name 2 to %(most_compared)s different scenarios to compare") % {"most_compared": MOST_COMPARED}
        )
    found = [scenario_of(code) for code in distinct]
    return [_compared(one, other) for one, other in combinations(found, 2)]


def _compared(one: Scenario, other: Scenario) -> dict[str, Any]:
    pair = {"first": one.code, "second": other.code}
    if not one.draws or not other.draws:
        blank = one if not one.draws else other
        return {**pair, "status": "insufficient", "reason": f"{blank.code}: {blank.reason}"}
    if one.run_hash != other.run_hash:
        reason = "they were answered from different runs; ask both again for the same month"
        return {**pair, "status": "insufficient", "reason": reason}
    if one.results.get("discount_version") != other.results.get("discount_version"):
        reason = "the causal discount was learned anew in between; ask both again"
        return {**pair, "status": "insufficient", "reason": reason}
    difference = np.array(one.draws) - np.array(other.draws)
    low, middle, high = (round(float(end), 2) for end in np.quantile(difference, (0.05, 0.5, 0.95)))
    return {
        **pair,
        "status": "ok",
        "p_first_better": float((difference > 0).mean() + 0.5 * (difference == 0).mean()),
        "npv_difference": {"value": middle, "low": low, "high": high, "n": len(difference), "status": "ok"},
    }
