"""All figures of each touchpoint in a period."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.jackknife import jackknife_estimate
from analytics.services.scoring.chain import Chain, blocked, gain, priced
from analytics.services.scoring.channels import Channels
from analytics.services.scoring.experience import Experience
from analytics.services.scoring.figures import Mean, too_few
from analytics.services.scoring.profile import Profile
from analytics.services.scoring.response import Response

NO_SAMPLE = "nobody who scored it also told their loyalty"
NO_PEER = "there is no peer with enough answers to compare with"
LEAST_LEAD = 1e-6
"""A lead of less, in points of 0-10, is rounding."""


@dataclass(frozen=True, slots=True)
class TouchpointScore:
    """The figures of one touchpoint; `gains` are the replicates of `return_per_point`, None where there is no price."""

    code: str
    experience: Experience
    reach: Estimate
    importance: Estimate
    rank: Estimate
    slope: Estimate
    return_per_point: Estimate
    value_at_stake: Estimate
    gains: Floats | None
    profile: Profile | None
    channels: Channels | None
    response: Response
    running: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        return {
            "code": self.code,
            **self.experience.as_json(),
            "running_value": self.running.as_json(),
            "response": self.response.as_json(),
            "reach": self.reach.as_json(),
            "importance": self.importance.as_json(),
            "rank": self.rank.as_json(),
            "slope": self.slope.as_json(),
            "return_per_point": self.return_per_point.as_json(),
            "value_at_stake": self.value_at_stake.as_json(),
            **(self.profile.as_json() if self.profile is not None else {}),
            **({"consistency": self.channels.as_json()} if self.channels is not None else {}),
        }

    @property
    def answered(self) -> Mean | None:
        """Return the mean behind the experience value, in points of 0-10."""
        return self.experience.mean


def score_touchpoint(
    code: str,
    experience: Experience,
    chain: Chain,
    *,
    profile: Profile | None,
    channels: Channels | None,
    response: Response,
    running: Estimate,
    best_peer: float | None,
    minimum: int,
) -> TouchpointScore:
    """Return the figures of a touchpoint; `best_peer` is a level in points of 0-10, None without a peer.

    `profile` is None for a touchpoint that is not in the driver sample, `channels` where no channel was told.
    """
    index = chain.position(code)
    groups = chain.sample.groups
    if index is None:
        missing = insufficient(0, NO_SAMPLE)
        reach = importance = rank = slope = missing
    else:
        reach = _reach(chain, index, minimum)
        importance = chain.fit.importance_estimate(index, effective_groups=groups)
        slope = chain.fit.slope_estimate(index, effective_groups=groups)
        rank = chain.ranks[index]
    return_per_point, gains = priced(chain, code, 1.0)
    return TouchpointScore(
        code=code,
        experience=experience,
        reach=reach,
        importance=importance,
        rank=rank,
        slope=slope,
        return_per_point=return_per_point,
        value_at_stake=_at_stake(code, experience, chain, best_peer, minimum),
        gains=gains,
        profile=profile,
        channels=channels,
        response=response,
        running=running,
    )


def _reach(chain: Chain, index: int, minimum: int) -> Estimate:
    n = chain.fit.n
    reason = too_few(n, minimum)
    if reason:
        return insufficient(n, reason)
    return jackknife_estimate(chain.fit.reach[:, index], n, bounds=(0.0, 1.0), effective_groups=chain.sample.groups)


def _at_stake(code: str, experience: Experience, chain: Chain, best_peer: float | None, minimum: int) -> Estimate:
    """Return the money of rising to the best peer's level: zero for the touchpoint that is the best already."""
    mean = experience.mean
    n = mean.n if mean is not None else 0
    if mean is None or too_few(n, minimum) or not np.isfinite(mean.replicates[0]):
        return insufficient(n, too_few(n, minimum) or NO_PEER)
    if best_peer is None:
        return insufficient(n, NO_PEER)
    reason = blocked(chain, code, 0.0)
    if reason:
        return insufficient(n, reason)
    ahead = best_peer - float(mean.replicates[0])
    return gain(chain, code, ahead if ahead > LEAST_LEAD else 0.0)


def wholes_of(experiences: Mapping[str, Experience]) -> dict[str, Mean]:
    """Return the means of the touchpoints that have answers or contacts that tell of them, by code."""
    return {code: found.whole for code, found in experiences.items() if found.whole is not None}


def means_of(experiences: Mapping[str, Experience]) -> dict[str, Mean]:
    """Return the means of the touchpoints that have answers, by code."""
    return {code: found.mean for code, found in experiences.items() if found.mean is not None}
