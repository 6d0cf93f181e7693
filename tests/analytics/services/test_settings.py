"""Settings come in versions, with defaults, and refuse what they cannot use by name."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.models.settings import ModelSettings, Settings
from analytics.services.settings import (
    aggregation_fingerprint,
    apply_dataset_settings,
    change_settings,
    current_settings,
    settings_number,
)
from analytics.services.settings_fields import BadSetting, changed, printed, restored

REFUSED = [
    ({"windw_months": 12}, r"unknown setting 'windw_months'; known are loyalty_outcome"),
    ({"window_months": 0}, r"window_months: 0 is not a whole number from 1 to 36"),
    ({"window_months": True}, r"window_months: true is not a whole number"),
    ({"window_months": 1.5}, r"window_months: 1.5 is not"),
    ({"margin_rate": float("nan")}, r"margin_rate: NaN is not a number from 0 to 1"),
    ({"margin_rate": "0.3"}, r'margin_rate: "0.3" is not a number'),
    ({"business": "other"}, r"business: \"other\" is not one of regular, noncontractual"),
    ({"causal_discount": {"mean": 0.5}}, r"causal_discount: must be an object with the keys mean, sd"),
    ({"causal_discount": {"mean": 0.5, "sd": 0}}, r"causal_discount.sd: 0 is not a number from 0.01"),
    ({"value_weights": {"emotional": 0, "functional": 0, "social": 0}}, r"value_weights: at least one"),
    ({"reference_period": "2026-13"}, r"reference_period: \"2026-13\" is not a month"),
    ({"segment_attribute": " "}, r"segment_attribute: must be the name"),
    ({"prediction_attributes": "city"}, r"prediction_attributes: must be a list"),
    ({"activity_attributes": ["calls", ""]}, r"activity_attributes\[1\]: must be the name"),
    ({"predict_regularly": 1}, r"predict_regularly: 1 is neither true nor false"),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
def test_bad_setting_is_refused_by_its_name(changes, message):
    with pytest.raises(BadSetting, match=message):
        changed(Settings(), changes)


def test_printed_settings_come_back_the_same():
    settings = changed(Settings(currency="JPY", timezone="Asia/Tokyo"), {"reference_period": "2026-02", "minimum_n": 5})

    assert settings.reference_period == date(2026, 2, 1)
    assert restored(printed(settings), currency="JPY", timezone="Asia/Tokyo") == settings


def test_kinds_of_periods_are_kept_in_order_and_months_are_always_among_them():
    settings = changed(Settings(), {"period_kinds": ["quarter", "week"], "fiscal_calendar": "445"})

    assert settings.period_kinds == ("week", "month", "quarter")
    assert settings.calendar.scheme == "445"
    assert restored(printed(settings), currency="CNY", timezone="UTC") == settings


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"period_kinds": ["hour"]}, r'period_kinds: \["hour"\] is not a list of some of day, week, month'),
        ({"period_kinds": "week"}, "period_kinds"),
        ({"period_kinds": []}, "period_kinds"),
        ({"fiscal_calendar": "544"}, 'fiscal_calendar: "544" is not one of months, 445'),
        ({"fiscal_year_start": 13}, "fiscal_year_start: 13 is not a whole number from 1 to 12"),
        ({"fiscal_year_named_by": "middle"}, "is not one of end, start"),
    ],
)
def test_bad_calendar_is_refused_in_words(changes, message):
    with pytest.raises(BadSetting, match=message):
        changed(Settings(), changes)


def test_company_without_a_version_lives_on_the_defaults(in_acme):
    settings = current_settings()

    assert (settings.currency, settings.timezone, settings.minimum_n) == ("CNY", "Asia/Shanghai", 30)
    assert settings_number() == 0


def test_a_change_adds_a_version_and_no_change_adds_none(in_acme):
    assert change_settings(company=in_acme, changes={"minimum_n": 50}, by="test") == 1
    assert change_settings(company=in_acme, changes={"minimum_n": 50}) == 1
    assert apply_dataset_settings(in_acme, {"window_months": 6}) == 2

    assert (current_settings().minimum_n, current_settings().window_months) == (50, 6)
    assert [row.created_by for row in ModelSettings.objects.order_by("number")] == ["test", "dataset"]


def test_refused_change_stores_nothing(in_acme):
    with pytest.raises(BadSetting):
        change_settings(company=in_acme, changes={"minimum_n": 50, "nope": 1})

    assert settings_number() == 0


@pytest.mark.parametrize("name", ["minimum_n", "horizon_months", "window_months"])
def test_settings_that_aggregates_do_not_use_keep_their_fingerprint(name, acme):
    assert aggregation_fingerprint(replace(Settings(), **{name: 20}), acme) == aggregation_fingerprint(Settings(), acme)


AGGREGATED = [
    {"follow_up_months": 2},
    {"loyalty_outcome": "nps"},
    {"segment_attribute": "x"},
    {"touchpoint_score": "nps"},
]


@pytest.mark.parametrize("change", AGGREGATED)
def test_settings_that_aggregates_use_change_their_fingerprint(change, acme):
    assert aggregation_fingerprint(replace(Settings(), **change), acme) != aggregation_fingerprint(Settings(), acme)


def test_companies_with_equal_settings_have_equal_fingerprints(acme, globex):
    assert aggregation_fingerprint(Settings(), acme) == aggregation_fingerprint(Settings(), globex)
