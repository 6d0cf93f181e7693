"""Figures on path models of satisfaction: national indices, published examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analytics.numerics.drivers.pls import PathModel, fit_paths
from analytics.numerics.drivers.pls_weights import Construct, Mode, Scheme
from tests.truth.frame import Figure, figures_of, inputs

SPAIN = {"IMAG": "imag", "EXPE": "expe", "QUAL": "qual", "VAL": "val", "SAT": "sat", "LOY": "loy"}
MOBILE = {
    "Image": "IMAG",
    "Expectation": "CUEX",
    "Quality": "PERQ",
    "Value": "PERV",
    "Satisfaction": "CUSA",
    "Complaints": "CUSCO",
    "Loyalty": "CUSL",
}
SPAIN_PATHS = {
    "IMAG -> EXPE": 0.578959128,
    "IMAG -> SAT": 0.200724200,
    "IMAG -> LOY": 0.275149576,
    "EXPE -> QUAL": 0.848344408,
    "EXPE -> VAL": 0.105477650,
    "EXPE -> SAT": -0.002753995,
    "QUAL -> VAL": 0.676655529,
    "QUAL -> SAT": 0.122144566,
    "VAL -> SAT": 0.589330650,
    "SAT -> LOY": 0.495479322,
}
SPAIN_R2 = {"EXPE": 0.335194, "QUAL": 0.719688, "VAL": 0.590084, "SAT": 0.707321, "LOY": 0.509923}
CENTROID = {
    "Image -> Expectation": 0.504706,
    "Expectation -> Quality": 0.557248,
    "Expectation -> Value": 0.050788,
    "Quality -> Value": 0.557217,
    "Image -> Satisfaction": 0.178833,
    "Expectation -> Satisfaction": 0.064425,
    "Quality -> Satisfaction": 0.512545,
    "Value -> Satisfaction": 0.191816,
    "Satisfaction -> Complaints": 0.526097,
    "Image -> Loyalty": 0.195360,
    "Satisfaction -> Loyalty": 0.483475,
    "Complaints -> Loyalty": 0.071232,
}
PATH_SCHEME = {
    "Image -> Expectation": 0.504914,
    "Expectation -> Quality": 0.556749,
    "Expectation -> Value": 0.049988,
    "Quality -> Value": 0.558304,
    "Image -> Satisfaction": 0.178740,
    "Expectation -> Satisfaction": 0.062523,
    "Quality -> Satisfaction": 0.512024,
    "Value -> Satisfaction": 0.194765,
    "Satisfaction -> Complaints": 0.528066,
    "Image -> Loyalty": 0.195755,
    "Satisfaction -> Loyalty": 0.485478,
    "Complaints -> Loyalty": 0.066926,
}
SEMINR = {
    "Expectation -> Loyalty": 0.124534793,
    "Quality -> Loyalty": 0.405693672,
    "Image -> Expectation": 0.512876954,
    "Complaints -> Loyalty": 0.176081957,
}
TENENHAUS = "Tenenhaus et al. (2005), semPLS"


def pairs(links: Sequence[str]) -> list[tuple[str, str]]:
    """Return origin and target of arrows written as "a -> b"."""
    return [(origin, target) for origin, target in (link.split(" -> ") for link in links)]


def fitted(
    data: dict[str, Any],
    blocks: dict[str, str],
    links: Sequence[str],
    scheme: Scheme,
    *,
    standardised: bool,
    b: str = "",
) -> PathModel:
    """Return the model of a data set; `b` names the construct of mode B."""
    linked = {name for pair in pairs(links) for name in pair}
    arrows: dict[str, list[str]] = {}
    for origin, target in pairs(links):
        arrows.setdefault(origin, []).append(target)
    constructs = []
    for name, prefix in blocks.items():
        mode: Mode = "B" if name == b else "A"
        items = tuple(column for column, item in enumerate(data["cols"]) if item.startswith(prefix))
        constructs += [Construct(name, items, mode)] if name in linked else []
    covariance = np.array(data["cov"])
    sd = np.sqrt(np.diag(covariance)) if standardised else np.ones(len(covariance))
    return fit_paths(covariance / np.outer(sd, sd), constructs, arrows, scheme=scheme)


def spain() -> PathModel:
    """Return the model of the plspm package's satisfaction data; their items are only centred."""
    return fitted(inputs("satisfaction"), SPAIN, list(SPAIN_PATHS), "centroid", standardised=False)


def mobile(scheme: Scheme = "centroid") -> PathModel:
    """Return the model of the European index for mobile phones."""
    return fitted(inputs("mobi"), MOBILE, list(CENTROID), scheme, standardised=True)


def seminr() -> PathModel:
    """Return the seminr package's example with quality in mode B."""
    return fitted(inputs("mobi"), MOBILE, list(SEMINR), "path", standardised=True, b="Quality")


def along(model: PathModel, links: Sequence[str]) -> list[float]:
    """Return the coefficients of these arrows."""
    return [model.path(*pair) for pair in pairs(links)]


def mobile_summary() -> list[float]:
    """Return how much of satisfaction and loyalty is explained, and what leads to loyalty on all ways."""
    model = mobile()
    explained = [float(model.r2[model.names.index(name)]) for name in ("Satisfaction", "Loyalty")]
    return explained + [model.total_effect(name, "Loyalty") for name in ("Image", "Quality", "Satisfaction")]


SUMMARY = {
    "R2 of Satisfaction": 0.680281,
    "R2 of Loyalty": 0.457286,
    "total effect of Image on Loyalty": 0.398779,
    "total effect of Quality on Loyalty": 0.322691,
    "total effect of Satisfaction on Loyalty": 0.520950,
}
FIGURES: list[Figure] = [
    *figures_of(
        "Path model, satisfaction", SPAIN_PATHS, 1e-6, "R plspm 0.5.1", lambda: along(spain(), list(SPAIN_PATHS))
    ),
    *figures_of("R2, satisfaction", SPAIN_R2, 1e-6, "R plspm 0.5.1", lambda: spain().r2[1:]),
    *figures_of("Path model, mobi", CENTROID, 1e-6, TENENHAUS, lambda: along(mobile(), list(CENTROID))),
    *figures_of("Path model, mobi", SUMMARY, 1e-6, TENENHAUS, mobile_summary),
    *figures_of(
        "Path scheme, mobi", PATH_SCHEME, 1e-6, "PyPI plspm 0.5.7", lambda: along(mobile("path"), list(PATH_SCHEME))
    ),
    *figures_of("Path model with mode B, mobi", SEMINR, 1e-8, "R seminr", lambda: along(seminr(), list(SEMINR))),
]
