"""The chain's sums by segment add up to the company's, and so does the money."""

from datetime import date

import numpy as np
import pytest

from analytics.aggregates.months import parse
from analytics.numerics.returns.groups import least_rows
from analytics.services.scoring.answer_parts import parts_of
from analytics.services.scoring.chain import build_chain, gain
from analytics.services.scoring.months import Months
from analytics.services.scoring.score import score_company
from analytics.services.scoring.segment_return import segment_return
from analytics.services.scoring.segments import OTHERS, read_sums
from analytics.services.settings import settings_of
from tests.analytics.scored import LATER

WINDOW = (parse("2025-07"), parse("2026-06"))
JUNE = date(2026, 6, 1)
SHORT = (parse("2026-06"), parse("2026-06"))


@pytest.fixture
def settings(in_scored):
    return settings_of(company=in_scored)


def test_groups_add_up_to_the_company(settings):
    months = Months()

    sums = read_sums(months, WINDOW, WINDOW, settings)

    whole = months.drivers(WINDOW)
    assert sums.groups == ("family", "guest", "office")
    assert sums.n.sum() == whole.n.sum()
    assert np.array_equal(sums.joint.sum(axis=0), whole.joint)
    assert sums.gram.sum(axis=0) == pytest.approx(whole.floats().gram)
    assert sums.followed.sum() == months.loyalty(WINDOW).n.sum()
    assert sums.customers.sum() == months.customers(WINDOW).sum()


def test_segments_with_few_answers_are_one_group(settings):
    sums = read_sums(Months(), SHORT, SHORT, settings)

    assert sums.groups == (OTHERS,)
    assert sums.n.sum() / 3 < least_rows(3)


def test_the_return_is_the_sum_of_the_segments(settings):
    months = Months()
    chain = build_chain(months, WINDOW, settings)
    priced = [code for code in chain.fit.touchpoints if gain(chain, code, 1.0).value is not None]

    company = sum(gain(chain, code, 1.0).value for code in priced)

    parts = [segment_return(months, WINDOW, code, chain).value for code in ("family", "guest", "office")]
    assert priced
    assert sum(parts) == pytest.approx(company)


def test_a_small_segment_has_a_return_with_what_it_borrows(settings):
    months = Months()
    chain = build_chain(months, SHORT, settings)

    found = segment_return(months, SHORT, "office", chain)

    assert found.n == 50
    assert found.value is not None or found.reason


def test_nobody_is_a_segment_without_customers(settings):
    months = Months()

    found = segment_return(months, WINDOW, "pirates", build_chain(months, WINDOW, settings))

    assert found.reason == "no customer of this segment is known"


def test_scores_made_of_dimensions_bring_their_answers(settings):
    months, scores = Months(), np.tile(np.arange(11.0), (3, 1))

    dine, pay, queue = parts_of(months, WINDOW, ("dine", "pay", "queue"), scores, settings)

    series = months.series(SHORT[0])
    asked = sum(int(sums.hist.sum()) for key, sums in series.items() if key.touchpoint == "queue")
    assert (dine, pay) == (None, None)
    assert asked
    assert queue is not None
    assert queue.people.sum() > 100
    assert queue.answers[5] > queue.answers[0] > 0


def test_doubts_are_printed(in_scored):
    june = next(run for run in score_company(company=in_scored, now=LATER) if run.period == JUNE)
    doubts = june.results["drivers"]["doubts"]

    assert any("no log of contacts" in sentence for sentence in doubts)
