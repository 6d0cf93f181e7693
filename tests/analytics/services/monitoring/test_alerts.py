"""Alerts: one an excursion, the same however often they are looked for, and honest about facts that come late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from analytics.models.alert import Alert
from analytics.services.monitoring.alerts import raise_alerts
from analytics.services.monitoring.answers import AlertClosed, UnknownAlert, acknowledge_alert, resolve_alert
from analytics.services.monitoring.job import run_monitor_job
from analytics.services.refresh import refresh_aggregates
from analytics.services.settings import change_settings
from tenants.jobs.services import run_job, start_job
from tenants.models.ids import uuid7
from tests.analytics.day_cells import AS_OF, add_cells, answers, place

NOW = datetime(2026, 9, 21, 3, tzinfo=UTC)
FALL = place(date(2026, 9, 5))


@pytest.fixture
def company(layout):
    """A company with fresh aggregates, before a test puts answers there by hand, that wants hardly any false alarm."""
    change_settings(company=layout, changes={"false_alarms_per_month": 0.02})
    refresh_aggregates(company=layout)
    return layout


def look(company, as_of=AS_OF, now=NOW):
    return raise_alerts(company=company, as_of=as_of, now=now)


def stored():
    return [(one.chart, one.day, one.kind, one.direction, one.state) for one in Alert.objects.order_by("day", "chart")]


def test_a_fall_raises_one_alert_a_chart_with_its_figures(company):
    add_cells(0, "score", answers(worse_from=FALL))

    (alert,) = look(company)

    assert (alert.chart, alert.touchpoint, alert.metric, alert.kind) == ("queue/mean", "queue", "mean", "shift")
    assert (alert.direction, alert.state) == ("down", "open")
    assert date(2026, 9, 5) < alert.day < date(2026, 9, 15)
    assert alert.last_day == AS_OF
    assert alert.level < alert.limit < 0
    assert alert.value < alert.expected
    assert alert.reasons[0]["code"] == "shift_down"
    assert alert.reasons[0]["days_between_false_alarms"] == 3044
    assert len(alert.inputs_hash) == 64


def test_looking_again_changes_nothing(company):
    add_cells(0, "score", answers(worse_from=FALL))
    look(company)
    before = list(Alert.objects.values())

    assert look(company, now=NOW + timedelta(hours=1)) == []
    assert list(Alert.objects.values()) == before


def test_day_by_day_is_the_same_as_all_at_once(company):
    add_cells(0, "score", answers(worse_from=FALL))
    for day in range(5, 21):
        look(company, as_of=date(2026, 9, day))
    nightly = [(*row[:2], row[-1]) for row in stored()]
    Alert.objects.all().delete()

    look(company)

    assert [(*row[:2], row[-1]) for row in stored()] == nightly
    assert len(nightly) == 1


def test_an_excursion_over_the_end_of_a_month_has_one_alert(company):
    add_cells(0, "score", answers(worse_from=place(date(2026, 8, 15))))
    look(company, as_of=date(2026, 8, 31))
    assert [row[0] for row in stored()] == ["queue/mean"]

    look(company)

    assert [(row[0], row[1] < date(2026, 9, 1)) for row in stored()] == [("queue/mean", True)]
    assert Alert.objects.get().last_day > date(2026, 8, 31)


def test_a_day_of_incidents_raises_a_spike(company):
    hist = answers(n=200)
    day = place(date(2026, 9, 9))
    hist[day] = 0
    hist[day, 1:6] = 40
    add_cells(0, "nps", hist)

    look(company)

    spike = Alert.objects.get(kind="spike")
    assert (spike.chart, spike.day, spike.last_day) == ("queue/detractors", date(2026, 9, 9), date(2026, 9, 9))
    assert (spike.value, spike.level > spike.limit) == (1.0, True)


def test_answers_that_stop_raise_an_alert(company):
    hist = answers()
    hist[place(date(2026, 9, 12)) :] = 0
    add_cells(0, "score", hist)

    look(company)

    assert ("queue/answers", "down") in [(row[0], row[3]) for row in stored()]


def test_late_answers_withdraw_an_alert_that_nobody_has_answered(company):
    hist = answers()
    missing = hist[place(date(2026, 9, 12)) :].copy()
    hist[place(date(2026, 9, 12)) :] = 0
    add_cells(0, "score", hist)
    look(company)
    assert [row[-1] for row in stored()] == ["open"]

    add_cells(0, "score", missing, first=date(2026, 9, 12))
    (withdrawn,) = look(company, now=NOW + timedelta(days=1))

    assert (withdrawn.state, withdrawn.changed_at) == ("withdrawn", NOW + timedelta(days=1))
    assert look(company) == []


def test_late_answers_leave_an_answered_alert_as_it_was_seen(company):
    hist = answers()
    hist[place(date(2026, 9, 12)) :] = 0
    add_cells(0, "score", hist)
    (alert,) = look(company)
    acknowledge_alert(alert_id=alert.pk, by="li", at=NOW, note="feed is down")
    seen = Alert.objects.values("value", "z", "level", "day", "state").get()

    add_cells(0, "score", answers(seed=9)[place(date(2026, 9, 12)) :], first=date(2026, 9, 12))
    look(company)

    assert Alert.objects.values("value", "z", "level", "day", "state").get() == seen


def test_a_withdrawn_alert_opens_again_when_its_excursion_does(company):
    add_cells(0, "score", answers(worse_from=FALL))
    (alert,) = look(company)
    Alert.objects.update(state="withdrawn")

    look(company)

    assert Alert.objects.get().pk == alert.pk
    assert Alert.objects.get().state == "open"


def test_alerts_of_older_months_are_left_alone(company):
    add_cells(0, "score", answers(worse_from=place(date(2026, 5, 15))))
    look(company, as_of=date(2026, 5, 31))
    before = list(Alert.objects.values())
    assert before

    look(company)

    assert list(Alert.objects.filter(day__lt=date(2026, 6, 1)).values()) == before


def test_a_stable_company_has_no_alerts(company):
    add_cells(0, "score", answers())
    add_cells(0, "nps", answers(seed=2))

    assert look(company) == []


def test_an_alert_is_acknowledged_and_resolved_once(company):
    add_cells(0, "score", answers(worse_from=FALL))
    (alert,) = look(company)

    acknowledge_alert(alert_id=alert.pk, by="li", at=NOW, note="looking")
    again = acknowledge_alert(alert_id=alert.pk, by="wang", at=NOW + timedelta(hours=1))
    assert (again.changed_by, again.note) == ("li", "looking")
    done = resolve_alert(alert_id=alert.pk, by="wang", at=NOW + timedelta(hours=2))
    assert (done.state, done.changed_by, done.note) == ("resolved", "wang", "looking")
    with pytest.raises(AlertClosed, match="resolved"):
        acknowledge_alert(alert_id=alert.pk, by="li", at=NOW)
    with pytest.raises(UnknownAlert, match="No alert"):
        resolve_alert(alert_id=uuid7(), by="li", at=NOW)


def test_the_job_looks_at_the_day_that_is_over(company):
    add_cells(0, "score", answers(worse_from=FALL))
    job = start_job(kind="monitor")

    done = run_job(job_id=job.pk)

    assert done.state == "done", done.error
    assert done.result["as_of"] >= AS_OF.isoformat()
    assert run_monitor_job.__doc__


def test_the_cost_in_queries_does_not_grow_with_charts(company, django_assert_max_num_queries):
    add_cells(0, "score", answers())
    look(company)
    for touchpoint in (0, 1, -1):
        add_cells(touchpoint, "nps", answers(seed=touchpoint + 7))

    with django_assert_max_num_queries(20):
        look(company)


def test_numbers_of_an_alert_are_finite(company):
    hist = answers(n=3)
    hist[place(date(2026, 9, 1)) :] = 0
    hist[place(date(2026, 9, 15)), 0] = 60
    add_cells(0, "score", hist)

    for alert in look(company):
        assert np.isfinite([alert.value, alert.expected, alert.z, alert.level, alert.limit]).all()
