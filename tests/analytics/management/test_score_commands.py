"""The commands around scores answer in one JSON object, or refuse in one line."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


def answer(*words):
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def text(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_score_prints_what_is_promised(in_scored):
    found = answer("score", "--tenant", in_scored.slug, "--from", "2026-05", "--to", "2026-06")

    assert found["tenant"] == in_scored.slug
    assert [period["period"] for period in found["periods"]] == ["2026-05", "2026-06"]
    period = found["periods"][1]
    assert {"status", "model_version", "inputs_hash", "run_hash", "company", "drivers"} <= set(period)
    assert {"value", "nps", "csat", "ces", "loyalty", "return_index", "customers"} <= set(period["company"])
    assert {"outcome", "method", "n", "r2"} <= set(period["drivers"])
    promised = [
        "code",
        "value",
        "dimensions",
        "nps",
        "reach",
        "importance",
        "slope",
        "return_per_point",
        "value_at_stake",
    ]
    assert set(promised) <= set(period["touchpoints"][0])
    levels = {"level", "n", "repurchase_rate", "revenue_per_customer", "referrals_per_customer"}
    assert set(period["loyalty_levels"][0]) == levels
    assert "scopes" not in period


@pytest.mark.parametrize("kind", ["company", "touchpoint", "segment", "unit", "channel"])
def test_score_prints_the_scopes_asked_for(in_scored, kind):
    found = answer("score", "--tenant", in_scored.slug, "--from", "2026-06", "--to", "2026-06", "--scope", kind)
    scopes = found["periods"][0]["scopes"]

    assert {scope["kind"] for scope in scopes} == {kind}
    assert {"value", "low", "high", "n", "status"} <= set(scopes[0]["value"])
    assert "nps" in scopes[0]


def test_report_prints_the_stored_period_as_score_does(in_scored):
    scored = answer("score", "--tenant", in_scored.slug, "--from", "2026-06", "--to", "2026-06")

    assert answer("report", "--tenant", in_scored.slug, "--period", "2026-06") == scored


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (("--from", "2026-Q1", "--to", "2026-Q2"), ["2026-Q1", "2026-Q2"]),
        (("--from", "2026-W22", "--to", "2026-W23"), ["2026-W22", "2026-W23"]),
        (("--from", "2026-06-01", "--to", "2026-06-02"), ["2026-06-01", "2026-06-02"]),
        (("--from", "2026-06", "--to", "2026-06", "--granularity", "week"), [f"2026-W{n}" for n in range(23, 28)]),
        (("--from", "2026-W22", "--to", "2026-06", "--granularity", "month"), ["2026-06"]),
        (("--granularity", "year"), ["2026"]),
    ],
)
def test_score_takes_periods_by_their_labels(in_scored, words, labels):
    found = answer("score", "--tenant", in_scored.slug, *words)

    assert [period["period"] for period in found["periods"]] == labels
    report = answer("report", "--tenant", in_scored.slug, "--period", labels[-1])
    assert report["periods"] == found["periods"][-1:]


def test_a_table_of_units_has_the_level_to_expect_and_the_rank(in_scored):
    text("score", "--tenant", in_scored.slug, "--from", "2026-W23", "--to", "2026-W23")
    printed = text("report", "--tenant", in_scored.slug, "--period", "2026-W23", "--scope", "unit")

    assert "2026-W23" in printed
    assert "expected" in printed
    assert "rank" in printed


def test_text_for_people_has_intervals_and_numbers(in_scored):
    printed = text("report", "--tenant", in_scored.slug, "--period", "2026-06", "--scope", "segment")

    assert "2026-06  ok" in printed
    assert "queue" in printed
    assert "family" in printed
    assert " to " in printed


def test_whatif_answers(in_scored):
    words = ("whatif", "--tenant", in_scored.slug, "--period", "2026-06", "--touchpoint", "queue", "--uplift", "1")
    found = answer(*words, "--cost", "10")

    assert {"delta_equity", "roi", "npv", "payback_months", "p_npv_positive", "causal_discount"} <= set(found)
    assert "+1 points at queue" in text(*words)


def test_settings_are_shown(in_scored):
    found = answer("settings", "show", "--tenant", in_scored.slug)

    assert found["version"] == 0
    assert found["settings"]["window_months"] == 12
    assert "window_months: 12" in text("settings", "show", "--tenant", in_scored.slug)


def test_settings_are_imported_from_a_file(in_acme, tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"minimum_n": 12}', encoding="utf-8")

    found = answer("settings", "import", "--tenant", "acme", str(path))

    assert (found["version"], found["settings"]["minimum_n"]) == (1, 12)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[1]", "must hold one JSON object"),
        ("{", "is not JSON"),
        ('{"x": 1}', "unknown setting 'x'"),
        (None, "cannot be read"),
    ],
)
def test_bad_settings_file_is_refused_in_one_line(in_acme, tmp_path, content, message):
    path = tmp_path / "settings.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match=message) as refused:
        answer("settings", "import", "--tenant", "acme", str(path))

    assert "\n" not in str(refused.value)


REFUSED = [
    (("score", "--from", "2026-13"), "'2026-13' does not exist: month must be in 1..12"),
    (("score", "--from", "2026-05", "--to", "2026-01"), "2026-05 to 2026-01 is not a range"),
    (("report", "--period", "May"), "'May' is not a period; write a day as 2026-01-05"),
    (("report", "--period", "2099-01"), "2099-01 has not been scored"),
    (("report", "--period", "2099-W01"), "2099-W01 has not been scored.*score --from 2099-W01 --to 2099-W01"),
    (("score", "--from", "2026-W01", "--to", "2026-03"), "two kinds: say --granularity month or week"),
    (("score", "--from", "FY2026-Q1"), "the company's year is the calendar year: write 2026-Q1"),
    (("score", "--granularity", "fiscal_month"), "need the setting fiscal_calendar 445"),
    (("evaluate", "--plan", "nope"), "unknown plan 'nope'"),
    (("plan", "approve", "--plan", "nope"), "unknown plan 'nope'"),
    (("plan", "import", "/nowhere/plan.json"), "/nowhere/plan.json cannot be read"),
    (("whatif", "--period", "2026-06", "--touchpoint", "roof", "--uplift", "1"), "unknown touchpoint 'roof'"),
]


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_wrong_words_are_refused_in_one_line(in_scored, words, message):
    with pytest.raises(CommandError, match=message) as refused:
        answer(*words, "--tenant", in_scored.slug)

    assert "\n" not in str(refused.value)


def test_unknown_company_is_refused(in_scored):
    with pytest.raises(CommandError, match="no company has the slug 'nobody'"):
        answer("score", "--tenant", "nobody")


def test_schedule_is_shown_and_changed(in_acme):
    assert answer("schedule", "--tenant", "acme")["cadence"] == "daily"

    changed = answer("schedule", "--tenant", "acme", "--cadence", "weekly")

    assert changed["cadence"] == "weekly"
    assert answer("schedule", "--tenant", "acme") == changed


def test_closing_through_the_command_freezes_the_periods(undone):
    words = ("score", "--tenant", undone.slug, "--from", "2026-02", "--to", "2026-02")

    closed = answer(*words, "--close")["periods"][0]

    assert (closed["closed"], closed["status"]) == (True, "ok")
    assert answer(*words)["periods"][0]["run_hash"] == closed["run_hash"]


def test_closing_a_period_keeps_the_reference_of_the_others(undone):
    def hashes():
        return {period["period"]: period["run_hash"] for period in answer("score", "--tenant", undone.slug)["periods"]}

    before = hashes()
    answer("score", "--tenant", undone.slug, "--from", "2026-03", "--to", "2026-03", "--close")

    assert hashes() == before
