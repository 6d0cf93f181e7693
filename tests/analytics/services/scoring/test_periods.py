"""Days, weeks, quarters and years are counted from the facts, with intervals that know their customers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.models.fiscal import Calendar
from analytics.models.score_run import ScoreRun
from analytics.selectors import current_runs, run_of_period, scope_scores
from analytics.services.scoring.closing import CannotClose, close_period
from analytics.services.scoring.presentation import printed_runs
from analytics.services.scoring.score import score_by_itself, score_company
from analytics.services.scoring.span import BadPeriods, Span
from analytics.services.scoring.trace import facts_of, trace_score
from analytics.services.settings import change_settings, settings_of
from analytics.services.verify import verify_aggregates
from tenants.access import company_context
from tests.analytics.chain_facts import chain_company
from tests.analytics.facts import ingest
from tests.analytics.scored import LATER, put_in_city, take_in

CALENDAR = Calendar()


def period(label, calendar=CALENDAR):
    return calendar.parse(label)


def scored(company, label, **options):
    """Score one period and return it as it is printed."""
    wanted = period(label)
    runs = score_company(company=company, now=LATER, span=Span(wanted, wanted, kind=wanted.kind), **options)
    return printed_runs(runs)[0]


def given(data, field, label, touchpoint=None):
    """The answers of a period, as they were sent; all of them in the company's own time."""
    start, end = period(label).start.isoformat(), period(label).end.isoformat()
    return [
        row[field]
        for row in data["feedback"]
        if start <= row["occurred_at"][:10] < end and row.get("touchpoint") == touchpoint and field in row
    ]


def net(answers):
    return 100 * (sum(v >= 9 for v in answers) - sum(v <= 6 for v in answers)) / len(answers)


@pytest.fixture
def copy(new_company, chain_data):
    """A company of its own with the same facts."""
    company = new_company()
    with company_context(company):
        take_in(chain_data)
        put_in_city()
        yield company


@pytest.mark.parametrize("label", ["2026-Q2", "2026", "2026-W23", "2026-06"])
def test_figures_are_the_direct_calculation(in_scored, chain_data, label):
    found = scored(in_scored, label)
    answers = given(chain_data, "nps", label)

    assert (found["period"], found["kind"]) == (label, period(label).kind)
    assert found["company"]["nps"]["n"] == len(answers)
    if len(answers) >= 30:
        assert found["company"]["nps"]["value"] == pytest.approx(net(answers))
        assert found["company"]["loyalty"]["value"] == pytest.approx(sum(answers) / len(answers))
    dine = next(t for t in found["touchpoints"] if t["code"] == "dine")
    ratings = given(chain_data, "rating", label, "dine")
    if len(ratings) >= 30:
        assert dine["value"]["value"] == pytest.approx(10 * (sum(ratings) / len(ratings) - 1))


def test_a_quarter_of_repeated_answers_is_less_certain_than_its_number_of_answers_says(in_scored):
    """The same 150 customers answer every month, so a quarter has three answers of each."""
    quarter = scored(in_scored, "2026-Q2")["company"]
    june = scored(in_scored, "2026-06")["company"]

    def width(found):
        return found["high"] - found["low"]

    assert quarter["nps"]["n"] > 2.9 * june["nps"]["n"]
    assert width(quarter["nps"]) > width(june["nps"]) / 3**0.5
    assert width(quarter["loyalty"]) > 0


def test_a_quarter_has_an_index_and_sales_and_a_window_that_ends_with_it(in_scored, chain_data):
    found = scored(in_scored, "2026-Q2")
    sold = [row["amount"] for row in chain_data["orders"] if "2026-04" <= row["occurred_at"][:7] <= "2026-06"]

    assert found["sales"]["net"] == sum(sold)
    assert found["sales"]["to_date"] is not None
    assert found["drivers"]["window"][1] == "2026-06"
    assert found["company"]["return_index"]["value"] is not None
    june = scored(in_scored, "2026-06")
    assert [t["slope"] for t in found["touchpoints"]] == [t["slope"] for t in june["touchpoints"]]


def test_a_week_takes_its_prices_from_the_months_that_were_over(in_scored):
    found = scored(in_scored, "2026-W23")  # 1 to 7 June
    may = scored(in_scored, "2026-05")

    assert found["drivers"]["window"] == may["drivers"]["window"]
    assert [t["return_per_point"] for t in found["touchpoints"]] == [t["return_per_point"] for t in may["touchpoints"]]
    assert found["sales"] is None
    assert found["company"]["return_index"]["reason"].startswith("answer sheets are put together by month")


def test_a_week_of_the_first_month_takes_that_month(in_scored):
    assert scored(in_scored, "2026-W02")["drivers"]["window"][1] == "2026-01"


def test_intervals_of_days_are_as_wide_as_their_answers_make_them(in_scored):
    change = 0.0
    june = scored(in_scored, "2026-06")
    for label in ("2026-W23", "2026-W24"):
        week = scored(in_scored, label)
        for one, other in zip(week["touchpoints"], june["touchpoints"], strict=True):
            if one["value"]["value"] is None:
                continue
            wide = one["value"]["high"] - one["value"]["low"]
            narrow = other["value"]["high"] - other["value"]["low"]
            expected = (other["value"]["n"] / one["value"]["n"]) ** 0.5
            assert wide / narrow == pytest.approx(expected, rel=0.35)
            change += 1
    assert change > 0


def test_all_kinds_of_scopes_have_scores_in_a_week(in_scored):
    scored(in_scored, "2026-W23")

    for kind in ("company", "touchpoint", "segment", "unit", "channel"):
        scores = scope_scores(kind=kind, period=period("2026-W23"))
        assert scores.exists()
        assert all((score.value is None) == (score.status == "insufficient") for score in scores)


def test_a_day_with_too_few_answers_has_borrowed_money_and_says_so(in_scored):
    scored(in_scored, "2026-06-02")
    scores = list(scope_scores(kind="touchpoint", period=period("2026-06-02")))

    assert {score.status for score in scores} == {"insufficient"}
    assert {score.evidence for score in scores if score.return_per_point is not None} == {"borrowed"}


def test_the_days_of_a_week_have_the_weeks_answers(in_scored):
    week = period("2026-W23")
    days = score_company(company=in_scored, now=LATER, span=Span(week, week, kind="day"))

    found = printed_runs(days)
    assert [run.label for run in days] == [(week.start + timedelta(days=shift)).isoformat() for shift in range(7)]
    assert sum(day["company"]["nps"]["n"] for day in found) == scored(in_scored, "2026-W23")["company"]["nps"]["n"]


@pytest.mark.parametrize("label", ["2026-Q2", "2026-W23", "2026-06-02"])
def test_scoring_again_and_rebuilding_give_the_same_bytes(copy, label):
    first = scored(copy, label)
    again = scored(copy, label)
    rebuilt = scored(copy, label, rebuild=True)

    assert (again["run_hash"], rebuilt["run_hash"]) == (first["run_hash"], first["run_hash"])
    assert verify_aggregates(company=copy).differences == ()


def test_an_answer_that_moves_by_a_day_changes_the_days_and_not_the_month(copy, chain_data):
    row = next(row for row in chain_data["feedback"] if row["occurred_at"].startswith("2026-06-0") and "nps" in row)
    before = {label: scored(copy, label)["inputs_hash"] for label in ("2026-W23", "2026-W25", "2026-06")}
    moved = {**row, "occurred_at": f"2026-06-17{row['occurred_at'][10:]}"}
    ingest("feedback", [moved])

    after = {label: scored(copy, label)["inputs_hash"] for label in before}

    assert after["2026-W25"] != before["2026-W25"]
    assert after["2026-06"] == before["2026-06"]


def test_order_of_arrival_changes_no_hash_of_a_week(scored_company, new_company, chain_data):
    company = new_company()
    with company_context(company):
        take_in(chain_data, shuffled=3, chunks=2)
        put_in_city()
        shuffled = [scored(company, label)["run_hash"] for label in ("2026-W23", "2026-Q1")]

    with company_context(scored_company):
        assert shuffled == [scored(scored_company, label)["run_hash"] for label in ("2026-W23", "2026-Q1")]


def test_a_week_is_final_when_it_and_the_follow_up_of_its_prices_are_over(copy):
    week = period("2026-W23")
    early = score_company(company=copy, now=datetime(2026, 6, 5, tzinfo=UTC), span=Span(week, week, kind="week"))[0]

    with pytest.raises(CannotClose, match="2026-W23 is still open"):
        close_period(period=week, by="test", now=LATER)
    final = score_company(company=copy, now=datetime(2026, 7, 2, tzinfo=UTC), span=Span(week, week, kind="week"))[0]

    assert (early.status, final.status) == ("provisional", "ok")
    assert close_period(period=week, by="test", now=LATER).closed_at is not None


def test_a_closed_quarter_is_kept_when_facts_come_late(copy):
    quarter = period("2026-Q2")
    scored(copy, "2026-Q2")
    closed = close_period(period=quarter, by="test", now=LATER)
    ingest("feedback", [{"external_id": "late", "occurred_at": "2026-06-09T10:00:00+08:00", "nps": 3}])

    later = scored(copy, "2026-Q2")

    assert later["status"] == "provisional"
    assert later["run_hash"] != closed.run_hash
    assert ScoreRun.objects.get(pk=closed.pk).run_hash == closed.run_hash


def test_weights_count_in_weeks_too(live_company):
    data = chain_company(seed=4, customers=200, weighted=True)
    take_in(data)
    found = scored(live_company, "2026-W23")["company"]["nps"]
    plain = scored(live_company, "2026-W23")["company"]["unweighted"]["nps"]

    start, end = period("2026-W23").start.isoformat(), period("2026-W23").end.isoformat()
    rows = [row for row in data["feedback"] if "nps" in row and start <= row["occurred_at"][:10] < end]
    moved = sum(row["weight"] * ((row["nps"] >= 9) - (row["nps"] <= 6)) for row in rows)
    assert found["value"] == pytest.approx(100 * moved / sum(row["weight"] for row in rows))
    assert plain["value"] == pytest.approx(net([row["nps"] for row in rows]))
    assert found["low"] < found["value"] < found["high"]


def test_a_weeks_score_leads_to_its_counters_and_its_answers(in_scored):
    scored(in_scored, "2026-W23")
    score = scope_scores(kind="unit", period=period("2026-W23")).get(code="shop0")

    traced = trace_score(score, settings=settings_of(company=in_scored))

    (told,) = [one for one in traced.counters if (one.touchpoint, one.metric) == ("", "nps")]
    answers = facts_of(score, settings=settings_of(company=in_scored))
    assert told.n == answers.filter(nps__isnull=False).count() > 0
    assert traced.is_current


def test_by_itself_only_what_the_settings_name_is_scored_and_only_when_it_is_over(copy):
    now = datetime(2026, 6, 10, tzinfo=UTC)  # a Wednesday
    assert {run.period_kind for run in score_by_itself(company=copy, now=now)} == {"month"}
    change_settings(company=copy, changes={"period_kinds": ["week", "quarter"]}, at=now)

    runs = score_by_itself(company=copy, now=now)

    weeks = [run.label for run in runs if run.period_kind == "week"]
    assert weeks[-1] == "2026-W23"
    assert [run.label for run in runs if run.period_kind == "quarter"] == ["2026-Q1"]
    assert len(weeks) == len(set(weeks)) > 20


def test_which_periods_there_are_changes_no_figure_of_a_month(copy):
    before = scored(copy, "2026-06")
    change_settings(company=copy, changes={"fiscal_year_start": 4, "period_kinds": ["quarter"]}, at=LATER)

    assert scored(copy, "2026-06") == {**before, "settings_version": before["settings_version"]}


def test_after_a_change_of_calendar_old_quarters_are_shown_no_longer(copy):
    scored(copy, "2026-Q1")
    change_settings(company=copy, changes={"fiscal_year_start": 2}, at=LATER)
    fiscal = Calendar(year_start=2)
    wanted = fiscal.parse("FY2027-Q1")

    (run,) = score_company(company=copy, now=LATER, span=Span(wanted, wanted, kind="quarter"))

    assert (run.label, run.period, run.period_end) == ("FY2027-Q1", date(2026, 2, 1), date(2026, 5, 1))
    assert [other.label for other in current_runs("quarter")] == ["FY2027-Q1"]
    assert ScoreRun.objects.filter(label="2026-Q1", is_current=False).exists()


def test_a_retail_month_is_counted_by_days(copy, chain_data):
    change_settings(company=copy, changes={"fiscal_calendar": "445", "fiscal_year_start": 2}, at=LATER)
    wanted = Calendar("445", 2).parse("FY2027-P04")  # 4 weeks of May

    (run,) = score_company(company=copy, now=LATER, span=Span(wanted, wanted, kind="fiscal_month"))

    start, end = wanted.start.isoformat(), wanted.end.isoformat()
    answers = [
        row for row in chain_data["feedback"]
        if start <= row["occurred_at"][:10] < end and "nps" in row and "touchpoint" not in row
    ]  # fmt: skip
    assert run.results["company"]["nps"]["n"] == len(answers)
    assert run_of_period(wanted) == run


def test_a_week_without_answers_that_was_asked_for_says_so(copy):
    found = scored(copy, "2025-W10")

    assert found["status"] == "insufficient"
    assert found["company"]["value"]["reason"] == "no answers"


def test_too_long_and_backward_ranges_are_refused(copy):
    with pytest.raises(BadPeriods, match="from 2026-W10 to 2026-W02 is not a range of 1 to 600 weeks"):
        score_company(company=copy, now=LATER, span=Span(period("2026-W10"), period("2026-W02"), kind="week"))
    with pytest.raises(BadPeriods, match="is not a range of 1 to 600 days"):
        score_company(company=copy, now=LATER, span=Span(period("2020"), period("2026"), kind="day"))
