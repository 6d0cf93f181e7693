"""The return index: 100 in the reference period, moved by what each touchpoint delivered since."""

from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.returns.return_index import split_index
from analytics.services.scoring.chain import BINS
from analytics.services.scoring.figures import too_few
from analytics.services.scoring.reference import Delivered, Reference

NO_SHEETS = "answer sheets are put together by month, so only periods of whole months have an index"
NO_REFERENCE = "no period yet has enough answers with orders after them to serve as the reference"


@dataclass(frozen=True, slots=True)
class Index:
    """The return index and its split: contributions of touchpoints and everything else add up to index minus 100."""

    estimate: Estimate
    reference: str | None
    contributions: tuple[tuple[str, Estimate], ...]
    other: Estimate | None

    def as_json(self) -> dict[str, object]:
        """Return the printed figure: an estimate with the reference period and the split beside it."""
        parts = [{"code": code, **found.as_json()} for code, found in self.contributions]
        other = None if self.other is None else self.other.as_json()
        return {**self.estimate.as_json(), "reference": self.reference, "contributions": parts, "other": other}


def index_of(reference: Reference | None, month: Delivered | None, minimum: int) -> Index:
    """Return the index of a month, or of several, against the reference.

    A touchpoint with too few answers in the month contributes nothing and says so; what it moved is then in `other`.
    """
    if month is None:
        return Index(insufficient(0, NO_SHEETS), None, (), None)
    if reference is None:
        return Index(insufficient(month.rows, NO_REFERENCE), None, (), None)
    if too_few(month.rows, minimum):
        return Index(insufficient(month.rows, too_few(month.rows, minimum)), reference.period, (), None)
    reach, means, answered = _aligned(reference, month, minimum)
    split = split_index(
        histogram=month.histogram,
        reference=reference.histogram,
        v_ref=reference.value,
        levels=BINS,
        slopes=reference.slopes,
        gamma=reference.gamma,
        reach=reach,
        reach_ref=reference.reach,
        means=means,
        means_ref=reference.means,
    )
    groups = max(month.groups, reference.groups)
    parts = tuple(
        (
            code,
            insufficient(answered[place], too_few(answered[place], minimum))
            if too_few(answered[place], minimum)
            else split.contribution_estimate(place, effective_groups=groups),
        )
        for place, code in enumerate(reference.touchpoints)
    )
    found = split.index_estimate(effective_groups=groups)
    return Index(found, reference.period, parts, split.other_estimate(effective_groups=groups))


def _aligned(reference: Reference, month: Delivered, minimum: int) -> tuple[Floats, Floats, list[int]]:
    """Return reach and means (R, J) of the month in the reference's order, and the answers behind them.

    Where there are too few answers, the reference's own figures stand in, so that nothing is contributed.
    """
    reach, means = reference.reach.copy(), reference.means.copy()
    answered = []
    for place, code in enumerate(reference.touchpoints):
        here = month.touchpoints.index(code) if code in month.touchpoints else None
        answered.append(0 if here is None else month.answers[here])
        if here is not None and not too_few(answered[place], minimum):
            reach[:, place], means[:, place] = month.reach[:, here], month.means[:, here]
    return np.asarray(reach), np.asarray(means), answered
