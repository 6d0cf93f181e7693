"""The fitted models of customers without contracts as plain values: printed, stored with a run, and read again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from analytics.numerics.customers.bgnbd import PurchaseFit
from analytics.numerics.customers.gamma_gamma import SpendFit
from analytics.numerics.customers.lifetime import Terms
from analytics.numerics.customers.likelihood import Maximum

type Models = tuple[PurchaseFit, SpendFit, Terms]


def printed_models(purchases: PurchaseFit, spend: SpendFit, terms: Terms) -> dict[str, object]:
    """Return models as `score --json` prints them; times are in days, money in major units.

    `logs`, `covariance` and `unit` hold what figures of single customers are calculated from.
    """
    rates = purchases.rates()
    found = {} if purchases.reason else {name: float(value) for name, value in asdict(rates).items()}
    names = ("p", "q", "v")
    money = {} if spend.reason else dict(zip(names, spend.parameters, strict=True))
    return {
        "purchases": {
            "method": "BG/NBD",
            "parameters": found,
            "customers": purchases.customers,
            "repeat_buyers": purchases.repeaters,
            "note": purchases.note,
            **_printed(purchases.maximum, purchases.unit, purchases.reason),
        },
        "spend": {
            "method": "gamma-gamma",
            "parameters": money,
            "customers": spend.customers,
            "left_out": spend.dropped,
            "correlation": spend.correlation,
            "warning": spend.warning,
            **_printed(spend.maximum, spend.unit, spend.reason),
        },
        "terms": asdict(terms),
    }


def restored_models(printed: Mapping[str, Any]) -> Models:
    """Return models from what `printed_models` gave, every number bit for bit."""
    purchases, spend = printed["purchases"], printed["spend"]
    return (
        PurchaseFit(
            maximum=_restored(purchases),
            unit=purchases["unit"],
            customers=purchases["customers"],
            repeaters=purchases["repeat_buyers"],
            reason=purchases["reason"],
            note=purchases["note"],
        ),
        SpendFit(
            maximum=_restored(spend),
            unit=spend["unit"],
            customers=spend["customers"],
            dropped=spend["left_out"],
            correlation=spend["correlation"],
            reason=spend["reason"],
            warning=spend["warning"],
        ),
        Terms(**printed["terms"]),
    )


def _printed(maximum: Maximum, unit: float, reason: str) -> dict[str, object]:
    return {
        "reason": reason,
        "log_likelihood": maximum.log_likelihood,
        "unit": unit,
        "logs": maximum.terms.tolist(),
        "covariance": maximum.covariance.tolist(),
    }


def _restored(printed: Mapping[str, Any]) -> Maximum:
    logs = np.array(printed["logs"], dtype=np.float64)
    return Maximum(
        terms=logs,
        covariance=np.array(printed["covariance"], dtype=np.float64),
        log_likelihood=printed["log_likelihood"],
        at_edge=np.zeros(len(logs), dtype=np.bool_),
        reason=printed["reason"],
    )
