"""What more the answers say of each driver: how sure its rank is, what kind it is, and whether to start there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats, as_floats
from analytics.numerics.drivers.drivers import DriverFit
from analytics.numerics.drivers.importance_performance import Place, place_touchpoints
from analytics.numerics.drivers.kano import Asymmetry, penalty_reward
from analytics.numerics.drivers.multiplicity import holm, jackknife_p_value
from analytics.numerics.drivers.rank_chances import RankChances
from analytics.services.scoring.chain import Chain
from analytics.services.scoring.figures import Mean, too_few

NO_VALUE = "it has no experience value in this period"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the answers say of one driver beside its importance.

    `lmg` is the same share averaged over all orders of entry, a check; None above 14 touchpoints. `p_top` is the chance
    of being the strongest driver, `p_value` that of such a slope without any link, adjusted for the number of
    touchpoints (Holm), `vif` how much the others blur its slope (1: not at all).
    """

    place: Place
    kind: Asymmetry
    p_top: float | None
    p_value: float | None
    vif: float | None
    lmg: float | None

    def as_json(self) -> dict[str, object]:
        """Return the printed profile."""
        return {
            "priority": self.place.priority.as_json(),
            "quadrant": self.place.quadrant.value if self.place.quadrant is not None else None,
            "quadrant_sure": self.place.sure,
            "kano": {
                "kind": self.kind.kind.value,
                "likely": self.kind.likely.value,
                "penalty": self.kind.penalty.as_json(),
                "reward": self.kind.reward.as_json(),
                "asymmetry": self.kind.asymmetry.as_json(),
                **({"reason": self.kind.reason} if self.kind.reason else {}),
            },
            "p_top": self.p_top,
            "p_value": self.p_value,
            "vif": self.vif,
            "lmg": self.lmg,
        }


def profile_drivers(chain: Chain, means: Mapping[str, Mean], minimum: int) -> dict[str, Profile]:
    """Return the profile of every touchpoint of the driver sample, by code.

    `means` are the experience values in points of 0-10.
    """
    fit, groups = chain.fit, chain.sample.groups
    tested = [
        jackknife_p_value(fit.slopes[:, j], effective_groups=groups) if usable else None
        for j, usable in enumerate(fit.usable.tolist())
    ]
    adjusted = holm(tested)
    places = place_touchpoints(*placed(fit, means, minimum), effective_groups=groups)
    shares = fit.lmg_shares()
    return {
        code: Profile(
            place=places[j],
            kind=penalty_reward(
                chain.whole.joint[:, j], chain.whole.scores[j], chain.whole.levels, effective_groups=groups
            ),
            p_top=_chance(chain.chances, j, usable=bool(fit.usable[j])),
            p_value=adjusted[j],
            vif=fit.vif[j],
            lmg=float(shares[j]) if shares is not None and fit.usable[j] else None,
        )
        for j, code in enumerate(fit.touchpoints)
    }


def _chance(chances: RankChances, place: int, *, usable: bool) -> float | None:
    return float(chances.top[place]) if usable and not chances.reason else None


def placed(
    fit: DriverFit, means: Mapping[str, Mean], minimum: int
) -> tuple[Floats, Floats, Floats, list[int], list[str]]:
    """Return what `place_touchpoints` takes: importance, performance, reach, answers, and why one has no place.

    `means` are the experience values in points of 0-10.
    """
    replicates = len(fit.slopes)
    values = np.full((replicates, len(fit.touchpoints)), np.nan)
    reasons = []
    for j, code in enumerate(fit.touchpoints):
        mean = means.get(code)
        if mean is not None and len(mean.replicates) == replicates:
            values[:, j] = 10.0 * mean.replicates
        few = too_few(mean.n, minimum) if mean is not None else NO_VALUE
        known = bool(np.isfinite(values[:, j]).all())
        reasons.append(fit.reasons[j] or few or ("" if known else NO_VALUE))
    return (
        as_floats(np.nan_to_num(fit.importance)),
        as_floats(np.nan_to_num(values)),
        as_floats(np.nan_to_num(fit.reach)),
        [int(n) for n in fit.answers],
        reasons,
    )
