"""Estimates carry no NaN and say why there is no number."""

import json
import math

from analytics.numerics.estimate import estimate, insufficient


def test_a_value_that_is_not_finite_becomes_insufficient():
    found = estimate(math.nan, 0.0, 1.0, 7)

    assert (found.value, found.status, found.n) == (None, "insufficient", 7)
    assert found.reason


def test_an_open_interval_keeps_its_value():
    found = estimate(3.0, 1.0, math.inf, 7)

    assert (found.value, found.low, found.high, found.status) == (3.0, 1.0, None, "ok")


def test_the_printed_form_is_valid_json_and_names_the_reason():
    printed = json.loads(json.dumps(insufficient(2, "2 answers").as_json(), allow_nan=False))

    assert printed == {
        "value": None,
        "low": None,
        "high": None,
        "n": 2,
        "status": "insufficient",
        "reason": "2 answers",
    }


def test_the_printed_form_of_a_number_has_no_reason():
    assert "reason" not in estimate(1.0, 0.0, 2.0, 9).as_json()
