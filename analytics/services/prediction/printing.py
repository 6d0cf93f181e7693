"""A study as plain values, rounded so that the last bits of a processor do not matter."""

from typing import Any

from analytics.numerics.prediction.accuracy import Accuracy, Decile
from analytics.numerics.prediction.calibration import Calibration
from analytics.services.prediction.study import Study

DIGITS = 6


def printed_study(study: Study) -> dict[str, Any]:
    """Return what was found, as `predict --json` prints it."""
    trial = study.trial
    found = {
        "design": study.design,
        "n": trial.n,
        "events": trial.events,
        "auc": trial.auc.as_json(),
        "rule": trial.rule,
        "rule_auc": trial.rule_auc.as_json(),
        "difference": trial.difference.as_json(),
        "rules": {name: found.as_json() for name, found in trial.rules.items()},
        "verdict": trial.verdict,
        "calibration": _calibration(trial.calibration),
        "losses": {name: _accuracy(losses) for name, losses in trial.losses.items()},
        "lift": [_decile(place, part) for place, part in enumerate(trial.deciles, 1)],
        "warnings": [trap.as_json() for trap in study.warnings],
        "signs": [sign.as_json() for sign in study.signs],
    }
    rounded: dict[str, Any] = rounded_values(found)
    return rounded


def rounded_values(value: Any) -> Any:
    """Return plain values with floats of six significant digits.

    >>> rounded_values({"a": [0.123456789, 1, None], "b": 1234567.0})
    {'a': [0.123457, 1, None], 'b': 1234570.0}
    """
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {str(key): rounded_values(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded_values(part) for part in value]
    return value


def _calibration(found: Calibration | None) -> dict[str, Any] | None:
    if found is None:
        return None
    bins = [{"forecast": forecast, "share": share.as_json()} for forecast, share in found.bins]
    return {"slope": found.slope.as_json(), "intercept": found.intercept.as_json(), "bins": bins}


def _accuracy(found: Accuracy) -> dict[str, Any]:
    return {"brier": found.brier.as_json(), "log_loss": found.log_loss.as_json(), "mae": found.mae.as_json()}


def _decile(place: int, part: Decile) -> dict[str, Any]:
    share, lift = part.share.as_json(), part.lift.as_json()
    return {"decile": place, "n": part.n, "share": share, "lift": lift, "captured": part.captured}
