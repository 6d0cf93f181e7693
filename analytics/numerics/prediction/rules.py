"""Simple rules to beat: one column, straight."""

from collections.abc import Sequence

from analytics.numerics.prediction.columns import Block
from analytics.numerics.prediction.correction import Correction
from analytics.numerics.prediction.discrimination import area
from analytics.numerics.prediction.encoding import Encoding, learn_encoding
from analytics.numerics.prediction.logistic import fit_logit
from analytics.numerics.prediction.model import Model

PENALTY = 0.01


def fit_one(block: Block, place: int) -> Model:
    """Return the model of one column alone, straight and without correction: a simple rule with a probability."""
    codes = learn_encoding(block.columns, bent=False).codes
    encoding = Encoding({place: codes[place]} if place in codes else {})
    logit = fit_logit(encoding.encode(block.columns), block.outcome, penalty=PENALTY)
    return Model(encoding, logit, Correction(), float(block.outcome.mean()))


def best_rule(block: Block, rules: Sequence[str]) -> int:
    """Return the place of the column, among those named or all when none is, that alone tells outcomes apart best."""
    found: list[tuple[float, int]] = []
    for place, column in enumerate(block.columns):
        if (not rules or column.code in rules) and not column.is_text:
            alone = fit_one(block, place).probability(block.columns)
            found.append((-area(alone, block.outcome), place))
    return min(found)[1] if found else 0
