"""Questions left out although the touchpoint was met: the sums as they would be had everybody answered.

Where contacts are logged they tell who met a touchpoint. If it is chance which of them answer, a share rho_j, then
every sum that holds answers to j and k is too small by rho_j rho_k, and by rho_j where j stands alone: dividing gives
it back. Without this, those who left a question out count as people who never met the touchpoint, so the touchpoint
looks rarer than it is, and the others take over what it explains. Whoever leaves a question out because of what
happened there is not found this way, nor is anybody where less than half answer: such surveys do not ask everything.
"""

import numpy as np
from numpy.typing import ArrayLike

from analytics.numerics.arrays import Floats, as_floats, divide

LEAST_MET = 200
LEAST_ANSWERED = 0.5
LEAST_LOGGED = 0.3
EVERYBODY = 0.98


def answered_shares(met: ArrayLike, both: ArrayLike, told: ArrayLike) -> Floats:
    """Return the share (J,) of those who met a touchpoint who answered about it, 1 where the log cannot tell.

    met (J,) rows with a logged contact, both (J,) those of them with an answer, told (J,) rows with an answer. The log
    tells when it holds 200 rows and three in ten of those who answered.

    >>> answered_shares([1000, 100, 1000, 1000], [900, 90, 300, 900], [950, 95, 900, 9000]).tolist()
    [0.9, 1.0, 1.0, 1.0]
    """
    logged, answered, given = as_floats(met), as_floats(both), as_floats(told)
    share = divide(answered, logged, empty=1.0)
    tells = (logged >= LEAST_MET) & (share >= LEAST_ANSWERED) & (answered >= LEAST_LOGGED * given)
    return np.where(tells, share, 1.0)


def filled_in(gram: Floats, xl: Floats, answered: Floats) -> tuple[Floats, Floats]:
    """Return Z'Z (R, p, p) and Z'L (R, p) of `fit_drivers` with the answers that were left out.

    answered (J,) as of `answered_shares`. A touchpoint that 98 % or more met then counts as met by all: what is left of
    its exposure is noise.
    """
    if (answered >= 1).all():
        return gram, xl
    count = len(answered)
    share = np.concatenate([np.ones(1), answered, answered])
    scale = share[:, None] * share[None, :]
    met = 1 + np.arange(count)
    for one in (met, met + count):
        for other in (met, met + count):
            scale[one, other] = answered
    gram, xl = as_floats(gram / scale), as_floats(xl / share)
    reach = divide(gram[0, 0, 1 : 1 + count], gram[0, 0, 0])
    for place in met[(answered < 1) & (reach >= EVERYBODY)]:
        gram[:, place, :], xl[:, place] = gram[:, 0, :], xl[:, 0]
        gram[:, :, place] = gram[:, :, 0]
        gram[:, place, place] = gram[:, 0, 0]
    return gram, xl
