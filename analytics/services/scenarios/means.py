"""What the company's experience value in the month of a scenario is made of."""

import numpy as np

from analytics.models.score_run import ScoreRun
from analytics.models.settings import Settings
from analytics.services.scoring.counted import Counted
from analytics.services.scoring.experience import experience_of
from analytics.services.scoring.figures import Mean
from analytics.services.scoring.gather import WHOLE
from analytics.services.scoring.months import Months
from analytics.services.scoring.touchpoints import wholes_of


def experience_means(months: Months, run: ScoreRun, settings: Settings) -> dict[str, Mean]:
    """Return the means behind the company's experience value in the period of a run, by touchpoint."""
    counted = Counted(months, run.span)
    series, signals = counted.series, counted.signals_of()
    codes = sorted({key.touchpoint for key in series} - {WHOLE})
    means = wholes_of({code: experience_of(series, code, settings, signals) for code in codes})
    return {
        code: mean
        for code, mean in means.items()
        if not mean.lacking(settings.minimum_n) and np.isfinite(mean.replicates).all()
    }
