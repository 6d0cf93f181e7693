"""Predictions as jobs."""

from datetime import UTC, date, datetime

import pytest

from analytics.services.prediction.jobs import (
    request_prediction,
    request_regular_prediction,
    run_predict_job,
)
from analytics.services.prediction.target import UnknownTarget
from analytics.services.schedule import run_score_job
from analytics.services.settings import change_settings
from tenants.jobs.models import Job

NOW = datetime(2026, 1, 31, 20, tzinfo=UTC)  # the first of February in Shanghai


def test_nothing_is_predicted_by_itself_unless_the_company_wants_it(in_acme):
    assert request_regular_prediction(company=in_acme, now=NOW) is None
    assert not Job.objects.exists()


def test_one_job_a_month_predicts_as_of_the_last_month_that_is_over(in_acme):
    change_settings(company=in_acme, changes={"predict_regularly": True})

    job = request_regular_prediction(company=in_acme, now=NOW)

    assert job.params == {"period": "2026-01", "target": "repurchase"}
    assert request_regular_prediction(company=in_acme, now=NOW) == job


def test_a_job_predicts_and_says_what_it_found(in_buying):
    job = request_prediction(period=date(2025, 12, 1), requested_by="test")

    found = run_predict_job(job=job)

    assert (found["period"], found["target"]) == ("2025-12", "repurchase")
    assert found["verdict"] in {"better", "no_better"}
    assert run_predict_job(job=job) == found


def test_a_job_without_a_period_takes_the_last_month(in_acme):
    assert run_predict_job(job=Job(kind="predict"))["verdict"] == "insufficient"


def test_an_unknown_target_makes_no_job(in_acme):
    with pytest.raises(UnknownTarget):
        request_prediction(period=date(2025, 12, 1), target="luck", requested_by="test")
    assert not Job.objects.exists()


def test_scoring_asks_for_a_prediction_where_the_company_wants_it(in_acme):
    change_settings(company=in_acme, changes={"predict_regularly": True})

    run_score_job(job=Job.objects.create(kind="score"))

    assert list(Job.objects.filter(kind="predict").values_list("state", "requested_by")) == [("queued", "schedule")]
