"""From facts to what they add to the counters: one pure function of the facts of each respondent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.answers import Answers, months_of_days, read_answers
from analytics.aggregates.behaviour import activity_sums, contact_sums, sales_sums
from analytics.aggregates.counters import Sums, together
from analytics.aggregates.evidence import evidence_sums, gap_sums
from analytics.aggregates.facts import Facts, read_facts, stream_facts
from analytics.aggregates.histories import history_sums
from analytics.aggregates.keys import cell_keys
from analytics.aggregates.met import met_sums
from analytics.aggregates.respondents import Respondents, respondents_of
from analytics.aggregates.series import series_sums
from analytics.aggregates.sheets import driver_sums, loyalty_sums, read_sheets
from analytics.aggregates.versions import Span
from analytics.models.cell import Cell
from analytics.models.settings import Settings

_BEFORE, _AFTER, _BOTH = 1, 2, 3
_MONTH_BITS = 20


@dataclass(frozen=True)
class Change:
    """What the counters must add, by kind of cell; rows read and respondents seen on the way."""

    sums: dict[Cell.Kind, Sums]
    rows: int
    respondents: int


def change_of(*, span: Span, settings: Settings) -> Change:
    """Return what the counters must add to go from `span.before` to `span.after`.

    The contribution of every respondent involved is taken away as it was and added as it is. All counters are
    integers, so going there in many steps or in one gives the same bits.
    """
    if span.before.is_empty:
        return _whole(span, settings)
    facts = read_facts(span)
    concerned = concerned_answers(facts, follow_up_months=settings.follow_up_months)
    after, people = contributions(facts.side(_AFTER, concerned), settings)
    before, _ = contributions(facts.side(_BEFORE, concerned), settings)
    sums = {kind: together([after[kind], before[kind].negated()]).grouped() for kind in Cell.Kind}
    return Change(sums=sums, rows=facts.count, respondents=people)


def _whole(span: Span, settings: Settings) -> Change:
    """Return the contribution of all facts, bucket by bucket, so that memory does not grow with the facts."""
    parts: dict[Cell.Kind, list[Sums]] = {kind: [] for kind in Cell.Kind}
    rows = respondents = 0
    for facts in stream_facts(span):
        sums, people = contributions(facts.side(_AFTER), settings)
        rows, respondents = rows + facts.count, respondents + people
        for kind, part in sums.items():
            parts[kind].append(part.grouped())
    return Change(
        sums={kind: together(part).grouped() for kind, part in parts.items()}, rows=rows, respondents=respondents
    )


def contributions(facts: Facts, settings: Settings) -> tuple[dict[Cell.Kind, Sums], int]:
    """Return what facts add to the counters, by kind of cell, and how many respondents they have.

    An order in another currency than the company's shows that its customer was active and is counted as such; neither
    its money nor its coming back is mixed with those of the company's currency.
    """
    people = respondents_of(facts)
    answers = read_answers(facts.concerned, people, settings)
    sheets = read_sheets(answers, people)
    buyers = people.numbers(facts.orders["key"])
    own_money = facts.orders["foreign"] == 0
    orders, payers = facts.orders[own_money], buyers[own_money]
    result = series_sums(answers, people)
    result[Cell.Kind.SEGMENT] = together(
        [
            result[Cell.Kind.SEGMENT],
            driver_sums(sheets),
            met_sums(sheets, facts.contacts, people),
            loyalty_sums(sheets, facts.orders, buyers, people, follow_up_months=settings.follow_up_months),
            activity_sums(facts, buyers, people),
            sales_sums(facts.orders, buyers, people),
            *_evidence_sums(facts, answers, people, settings),
        ]
    )
    result[Cell.Kind.CONTACT] = contact_sums(facts.contacts, people)
    about_us = read_answers(facts.answers[facts.answers["touchpoint"] == -1], people, settings)
    result.update(history_sums(orders, payers, about_us, people))
    return result, len(people.keys)


def _evidence_sums(facts: Facts, answers: Answers, people: Respondents, settings: Settings) -> list[Sums]:
    """Return the counters of evidence in answers and contacts, and of the gap between experience and expectation."""
    rows, met = answers.rows, facts.contacts
    cells = cell_keys(
        Cell.Kind.SEGMENT, people.segment[answers.respondent], answers.month, people.bucket[answers.respondent]
    )
    gap = gap_sums(answers.score, rows["expectation"], answers.touchpoint, cells)
    if not settings.value_evidence:
        return [gap]
    who, month = people.numbers(met["key"]), months_of_days(met["day"])
    return [
        gap,
        evidence_sums(settings.value_evidence, rows, answers.touchpoint, answers.month, answers.respondent, people),
        evidence_sums(settings.value_evidence, met, met["touchpoint"], month, who, people),
    ]


def concerned_answers(facts: Facts, *, follow_up_months: int) -> NDArray[np.bool_]:
    """Return which answers stand in a respondent's month that can count differently before and after.

    Those are the months with a changed answer or contact, the months whose follow-up holds a changed order, and all
    months of a customer whose record changed. In all others the old and the new contribution cancel, so they need no
    work.
    """
    everyone = respondents_of(facts)
    who = everyone.numbers(facts.answers["key"])
    month = (who << _MONTH_BITS) | months_of_days(facts.answers["day"])
    changed = [month[facts.answers["flag"] != _BOTH]]
    orders = facts.orders["flag"] != _BOTH
    ordered = (everyone.numbers(facts.orders["key"]) << _MONTH_BITS) | months_of_days(facts.orders["day"])
    changed += [ordered[orders] - back for back in range(1, follow_up_months + 1)]
    met = (everyone.numbers(facts.contacts["key"]) << _MONTH_BITS) | months_of_days(facts.contacts["day"])
    changed += [met[facts.contacts["flag"] != _BOTH]]
    moved = np.zeros(len(everyone.keys), dtype=np.bool_)
    moved[everyone.numbers(facts.customers["key"])[facts.customers["flag"] != _BOTH]] = True
    concerned: NDArray[np.bool_] = np.isin(month, np.concatenate(changed)) | moved[who]
    return concerned
