"""The causal discount in force: the settings' prior, corrected by evaluated plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.models.settings import CausalDiscount, Settings
from analytics.numerics.evaluation.causal_discount import Discount, learn_discount
from analytics.services.learning.lessons import Lesson, lessons
from analytics.services.scoring.hashing import digest_of


@dataclass(frozen=True, slots=True)
class Learned:
    """The causal discount in force: what it started from, what it became, and the evaluations behind its version."""

    prior: CausalDiscount
    discount: Discount
    version: str
    plans: tuple[str, ...]

    @property
    def kappa(self) -> tuple[float, float]:
        """Return mean and standard deviation of the normal distribution that draws of the discount are cut from."""
        return self.discount.mean, self.discount.sd


def learned_discount(settings: Settings, *, as_of: datetime | None = None) -> Learned:
    """Return the causal discount from the settings' prior and the evaluations kept by `as_of`, or all of them.

    Equal evaluations give an equal discount and version, in whatever order they came.
    """
    return learn(settings, lessons(settings, as_of=as_of))


def learn(settings: Settings, found: Sequence[Lesson]) -> Learned:
    """Return the discount that these plans teach."""
    prior = settings.causal_discount
    counted = [(lesson, lesson.taught) for lesson in found if lesson.taught is not None]
    discount = learn_discount([taught for _, taught in counted], mean=prior.mean, sd=prior.sd)
    traced = {lesson.plan: lesson.inputs_hash for lesson, _ in counted}
    version = digest_of({"prior": {"mean": prior.mean, "sd": prior.sd}, "plans": traced})
    return Learned(prior, discount, version, tuple(sorted(traced)))
