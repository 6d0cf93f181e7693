"""The command that looks at charts and raises alerts."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from analytics.models.alert import Alert
from analytics.services.refresh import refresh_aggregates
from journeys.models import Touchpoint
from tests.analytics.day_cells import add_cells, add_layout, answers, place


@pytest.fixture
def company(in_acme):
    """Acme with two touchpoints, of which the queue became worse in September."""
    for code in ("queue", "dine"):
        Touchpoint.objects.create(code=code)
    add_layout()
    refresh_aggregates(company=in_acme)
    add_cells(0, "score", answers(n=80, worse_from=place(date(2026, 9, 4))))
    add_cells(1, "score", answers(seed=3))
    return in_acme


def printed(*words, json_wanted=True):
    out = StringIO()
    call_command("monitor", "--tenant", "acme", *words, *(["--json"] if json_wanted else []), stdout=out)
    return json.loads(out.getvalue()) if json_wanted else out.getvalue()


def test_it_prints_charts_and_raises_alerts_once(company):
    first = printed("--as-of", "2026-09-20")
    again = printed("--as-of", "2026-09-20")

    assert first["changed"] == Alert.objects.count() >= 1
    assert again["changed"] == 0
    assert again["charts"] == first["charts"]
    assert [chart["key"] for chart in first["charts"]] == ["dine/answers", "dine/mean", "queue/answers", "queue/mean"]
    assert [point["day"] for point in first["charts"][3]["points"]][-1] == "2026-09-20"
    alert = next(one for one in first["alerts"] if one["chart"] == "queue/mean")
    assert (alert["kind"], alert["direction"], alert["state"]) == ("shift", "down", "open")
    assert "has fallen" in alert["reasons"][0]["text"]


def test_one_touchpoint_is_shown_alone_and_charted_as_among_all(company):
    everything = printed("--as-of", "2026-09-20")
    queue = printed("--as-of", "2026-09-20", "--touchpoint", "queue")

    assert queue["charts"] == [chart for chart in everything["charts"] if chart["touchpoint"] == "queue"]
    assert {one["touchpoint"] for one in queue["alerts"]} == {"queue"}


def test_charts_that_stand_out_are_named_when_asked_for(company):
    found = printed("--as-of", "2026-09-20", "--fdr", "0.1")

    assert found["standing_out"] == ["queue/mean"]
    assert "standing out on the day: queue/mean" in printed("--as-of", "2026-09-20", "--fdr", "0.1", json_wanted=False)
    assert "standing_out" not in printed("--as-of", "2026-09-20")


def test_text_for_people_has_charts_and_alerts(company):
    text = printed("--as-of", "2026-09-20", json_wanted=False)

    assert "acme as of 2026-09-20" in text
    assert "queue/mean" in text
    assert "The mean score has fallen" in text


def test_too_little_is_shown_with_its_reason(company):
    assert "0 days with answers before" in printed("--as-of", "2026-01-15", json_wanted=False)


def test_a_company_without_answers_has_no_charts(in_acme):
    assert printed(json_wanted=False).strip() == "No charts yet."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--as-of", "2026-13-01"], "'2026-13-01' is not a day"),
        (["--touchpoint", "nowhere"], "no touchpoint 'nowhere'"),
        (["--fdr", "1.5"], "1.5 is not a share"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_one_line(company, words, message):
    with pytest.raises(CommandError, match=message):
        printed(*words)
