"""A scenario thought through and not kept: its answer, how far each touchpoint can be moved, what is assumed."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.models.score_run import ScoreRun
from analytics.models.settings import Settings
from analytics.numerics.returns.span import observed_span
from analytics.services.learning.discount import Learned
from analytics.services.scenarios.documents import ScenarioDocument, ScenarioRefused, read_scenario
from analytics.services.scenarios.forecast import Model, answer_from, missing, model_of, printed_answer
from tenants.models.tenant import Tenant

NOT_KEPT = {"code": "not-kept", "title": "not kept"}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a touchpoint's scores can be moved, in points of 0-10; `reason` says why not at all."""

    code: str
    lowest: float
    highest: float
    n: int
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer to a scenario that is not kept.

    `status` is ok, insufficient (the data cannot price it), refused (it cannot be asked so) or empty (nothing is
    moved); `reason` says why there are no figures. `kappa` are mean and standard deviation of the causal discount.
    """

    run: ScoreRun
    asked: ScenarioDocument
    status: str
    reason: str
    results: Mapping[str, object]
    reaches: tuple[Reach, ...]
    settings: Settings
    learned: Learned
    kappa: tuple[float, float]


def preview_scenario(*, company: Tenant, document: Mapping[str, object]) -> Preview:
    """Return the answer to a scenario, and what may be asked of its month; nothing is kept.

    An uplift outside what was observed is told in the preview. Raises ScenarioRefused for a document that cannot be
    read or an unknown touchpoint, and UnscoredPeriod.
    """
    asked = read_scenario({**document, **NOT_KEPT}, least_moves=0)
    model = model_of(company=company, asked=asked)
    status, reason, results = _answered(model, asked)
    return Preview(
        run=model.run,
        asked=asked,
        status=status,
        reason=reason,
        results=results,
        reaches=tuple(_reach(model, code) for code in model.chain.fit.touchpoints),
        settings=model.settings,
        learned=model.learned,
        kappa=model.kappa,
    )


def _answered(model: Model, asked: ScenarioDocument) -> tuple[str, str, Mapping[str, object]]:
    if not asked.moves:
        return "empty", "", {}
    try:
        answer = answer_from(model, asked)
    except ScenarioRefused as refusal:
        return "refused", str(refusal), {}
    return ("insufficient" if answer.reason else "ok"), answer.reason, printed_answer(answer)


def _reach(model: Model, code: str) -> Reach:
    whole, place = model.chain.whole, model.chain.fit.touchpoints.index(code)
    lowest, highest = observed_span(whole.joint[0, place], whole.scores[place])
    return Reach(code, lowest, highest, int(whole.fit.answers[place]), missing(model.chain, code))
