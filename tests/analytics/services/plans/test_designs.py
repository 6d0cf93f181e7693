"""Each design through the product: customers by lot or by choice, roll-outs, plans for everybody."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from analytics.services.plans.approval import import_and_date
from analytics.services.plans.evaluation import evaluate_plan
from tests.analytics.facts import ingest

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIRST, START, END = date(2026, 2, 1), date(2026, 5, 1), date(2026, 7, 30)


def document(**changes):
    """Return a plan as people write it."""
    plan = {
        "code": "care",
        "title": "Care",
        "touchpoint": "queue",
        "metric": "value",
        "baseline_from": str(FIRST),
        "start_date": str(START),
        "evaluate_to": str(END),
    }
    return {**plan, **changes}


def evaluated(company, **changes):
    import_and_date(company=company, document=document(**changes), now=NOW)
    return evaluate_plan(company=company, code="care", now=NOW)


def at(day):
    return f"{day}T12:00:00+08:00"


def rated(key, day, score, *, touchpoint="queue", **more):
    rating = max(0, min(10, round(score))) + 1
    return {
        "external_id": key,
        "occurred_at": at(day),
        "touchpoint": touchpoint,
        "rating": rating,
        "rating_max": 11,
        **more,
    }


ARMS = {"name": "version", "treated": ["b"], "control": ["a"]}


def take_in_people(*, effect=0.0, before=True, buys=0.0, count=400, seed=1, worst=False):
    """Store customers of two versions, who are asked before and after and buy again or not."""
    rng = random.Random(seed)
    people, feedback, orders = [], [], []
    tastes = sorted((rng.gauss(6, 1.5) for _ in range(count)), reverse=True) if worst else None
    for number in range(count):
        taste = tastes[number] if tastes else rng.gauss(6, 1.5)
        treated = number >= count // 2
        who, gain = f"c{number}", effect * treated
        people.append({"external_id": who, "attr.version": "b" if treated else "a"})
        for place, day in enumerate([date(2026, 3, 1)] * before + [date(2026, 6, 1)]):
            score = taste + rng.gauss(0, 1) + gain * (day >= START)
            feedback.append(rated(f"{who}-{place}", day, score, customer=who))
        if rng.random() < 0.4:
            orders.append(
                {"external_id": f"{who}-x", "customer": who, "occurred_at": at(date(2026, 3, 5)), "amount": 100}
            )
        if rng.random() < 0.4 + buys * treated:
            orders.append(
                {"external_id": f"{who}-y", "customer": who, "occurred_at": at(date(2026, 6, 5)), "amount": 100}
            )
    ingest("customers", people)
    ingest("feedback", feedback)
    ingest("orders", orders)


def test_customers_by_lot_are_compared_at_the_same_level_before(in_acme):
    take_in_people(effect=0.5)

    found = evaluated(in_acme, design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == "worked"
    assert found.effect_low < 5 < found.effect_high
    assert found.results["design_kind"] == "randomised"
    plain, adjusted = (found.results[name] for name in ("plain_effect", "effect"))
    assert adjusted["high"] - adjusted["low"] < 0.8 * (plain["high"] - plain["low"])
    assert found.results["placebo_p"] is not None


def test_a_lot_needs_no_time_before(in_acme):
    take_in_people(effect=1.0, before=False)

    found = evaluated(in_acme, design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == "worked"
    assert found.results["placebo_p"] is None


def test_customers_who_were_chosen_need_a_time_before(in_acme):
    take_in_people(effect=1.0, before=False)

    assert evaluated(in_acme, treated_customers_attribute=ARMS).verdict == "cannot_tell"


@pytest.mark.parametrize(("effect", "verdict"), [(1.0, "worked"), (0.0, "no_evidence"), (-1.0, "harmed")])
def test_customers_who_were_chosen_are_compared_before_and_after(in_acme, effect, verdict):
    take_in_people(effect=effect)

    found = evaluated(in_acme, treated_customers_attribute=ARMS)

    assert found.verdict == verdict
    assert found.results["design_kind"] == "did"


def test_without_control_values_all_other_customers_are_controls(in_acme):
    take_in_people(effect=1.0)

    found = evaluated(in_acme, treated_customers_attribute={"name": "version", "treated": ["b"]})

    assert found.design.endswith("compared with all other customers")
    assert found.verdict == "worked"


@pytest.mark.parametrize(("buys", "verdict"), [(0.3, "worked"), (0.0, "no_evidence"), (-0.3, "harmed")])
def test_repurchase_of_customers_is_a_share_and_money_is_the_margin_of_all_treated(in_acme, buys, verdict):
    take_in_people(buys=buys, seed=5)

    found = evaluated(in_acme, metric="repurchase", design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == verdict
    assert found.effect == pytest.approx(buys, abs=0.12)
    money = found.results["money"]
    assert money["low"] < 100 * 200 * buys < money["high"]
    assert money["value"] == pytest.approx(100 * 200 * found.effect, abs=500)


def test_customers_without_orders_have_no_money(in_acme):
    ingest("customers", [{"external_id": f"c{n}", "attr.version": "ab"[n % 2]} for n in range(60)])
    ingest("feedback", [rated(f"f{n}", date(2026, 6, 1), n % 9, customer=f"c{n}") for n in range(60)])

    found = evaluated(in_acme, design="randomised", treated_customers_attribute=ARMS)

    assert found.results["money"]["value"] is None
    assert found.results["money"]["reason"] == "these customers have no orders"


def test_coming_again_is_told_by_contacts_at_the_touchpoint(in_acme):
    rng = random.Random(3)
    ingest("customers", [{"external_id": f"c{n}", "attr.version": "ab"[n % 2]} for n in range(800)])
    ingest("feedback", [rated("f", date(2026, 6, 1), 5)])
    contacts = [
        {"external_id": f"i{n}-{code}", "customer": f"c{n}", "occurred_at": at(date(2026, 6, 2)), "touchpoint": code}
        for n in range(800)
        for code, share in (("queue", 0.3 - 0.15 * (n % 2)), ("pay", 0.5))
        if rng.random() < share
    ]
    ingest("interactions", contacts)

    found = evaluated(in_acme, metric="retention", design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == "harmed"
    assert found.effect == pytest.approx(-0.15, abs=0.05)
    assert found.results["effect"]["n"] == 800


UNITS = [f"s{number:02d}" for number in range(18)]


def take_in_units(*, effect=0.0, starts=None, seed=1, touchpoints=("queue",), step=3):
    """Store ratings of shops; each gains `effect` points at the queue from its start on."""
    rng = random.Random(seed)
    feedback, orders = [], []
    for unit in UNITS:
        level = rng.gauss(6, 0.4)
        for day in range(0, 180, step):
            on = FIRST + timedelta(days=day)
            begins = (starts or {}).get(unit)
            gain = effect * (begins is not None and on >= begins)
            for touchpoint in touchpoints:
                score = level + gain * (touchpoint == "queue") + rng.gauss(0, 1.2)
                feedback.append(rated(f"{unit}-{day}-{touchpoint}", on, score, touchpoint=touchpoint, unit=unit))
            amount = 100 + 30 * gain + rng.randint(-10, 10)
            orders.append({"external_id": f"{unit}-{day}", "occurred_at": at(on), "unit": unit, "amount": amount})
    ingest("feedback", feedback)
    ingest("orders", orders)


EARLY, LATE = UNITS[:4], UNITS[4:8]
ROLL_OUT = {**dict.fromkeys(EARLY, START), **dict.fromkeys(LATE, date(2026, 6, 1))}


@pytest.mark.parametrize(("effect", "verdict"), [(1.5, "worked"), (0.0, "no_evidence"), (-1.5, "harmed")])
def test_units_that_start_at_different_times_are_a_roll_out(in_acme, effect, verdict):
    take_in_units(effect=effect, starts=ROLL_OUT)

    found = evaluated(
        in_acme,
        treated_units=[*EARLY, *LATE],
        control_units=UNITS[8:],
        unit_start_dates=dict.fromkeys(LATE, "2026-06-01"),
    )

    assert found.results["design_kind"] == "staggered"
    assert found.verdict == verdict
    assert found.effect_low < 10 * effect < found.effect_high
    true_money = 30 * effect * (4 * 30 + 4 * 59 / 3)
    assert found.results["money"]["low"] < true_money < found.results["money"]["high"]


def test_a_roll_out_with_few_answers_is_seen_in_longer_periods(in_acme):
    take_in_units(effect=2.5, starts=ROLL_OUT, step=12)

    found = evaluated(
        in_acme,
        treated_units=[*EARLY, *LATE],
        control_units=UNITS[8:],
        unit_start_dates=dict.fromkeys(LATE, "2026-06-01"),
    )

    assert found.verdict == "worked"
    assert found.effect_low < 25 < found.effect_high


def test_a_roll_out_is_judged_while_it_runs(in_acme):
    take_in_units(effect=1.5, starts=ROLL_OUT)

    found = evaluated(
        in_acme,
        treated_units=[*EARLY, *LATE],
        control_units=UNITS[8:],
        unit_start_dates=dict.fromkeys(LATE, "2026-06-01"),
        evaluate_to="2026-10-30",
    )

    assert found.verdict == "worked"
    assert found.effect_low < 15 < found.effect_high


def test_units_by_lot_are_compared_after_the_plan(in_acme):
    take_in_units(effect=1.0, starts=dict.fromkeys(UNITS[::2], START))

    found = evaluated(in_acme, design="randomised", treated_units=UNITS[::2], control_units=UNITS[1::2])

    assert found.results["design_kind"] == "randomised"
    assert found.verdict == "worked"
    assert found.effect_low < 10 < found.effect_high


def test_everybody_treated_cannot_tell_and_says_why(in_acme):
    take_in_units(effect=1.5, starts=dict.fromkeys(UNITS, START))

    found = evaluated(in_acme, treated_units=UNITS)

    assert found.verdict == "cannot_tell"
    assert "0 control units" in found.results["reason"]


@pytest.mark.parametrize("treated", [{"treated_units": UNITS}, {"unit_of_effect": "customer"}])
def test_everybody_treated_is_compared_with_touchpoints_left_alone(in_acme, treated):
    take_in_units(effect=1.5, starts=dict.fromkeys(UNITS, START), touchpoints=("queue", "pay"), step=1)

    found = evaluated(in_acme, control_touchpoints=["pay"], **treated)

    assert found.results["design_kind"] == "single_series"
    assert found.verdict == "worked"
    assert found.effect_low < 15 < found.effect_high
    assert found.results["money"]["value"] is None


def test_a_company_without_anything_to_compare_with_cannot_tell(in_acme):
    take_in_units(effect=1.5, starts=dict.fromkeys(UNITS, START))

    found = evaluated(in_acme, unit_of_effect="customer")

    assert found.verdict == "cannot_tell"
    assert "no control series" in found.results["reason"]


def test_one_unit_cannot_tell_unless_the_design_was_chosen_for_it(in_acme):
    take_in_units(effect=2.5, starts={"s00": START}, step=1)

    found = evaluated(in_acme, treated_units=["s00"], control_units=UNITS[1:])

    assert found.verdict == "cannot_tell"
    assert "one unit's luck" in found.results["reason"]


def test_one_unit_as_a_series_is_compared_with_the_others(in_acme):
    take_in_units(effect=2.5, starts={"s00": START}, step=1)

    found = evaluated(in_acme, design="single_series", treated_units=["s00"], control_units=UNITS[1:])

    assert found.verdict == "worked"
    assert found.effect_low < 25 < found.effect_high
    assert found.results["money"]["low"] < 75 * 90 < found.results["money"]["high"]


def test_repurchase_by_unit_counts_orders_that_are_followed_by_another(in_acme):
    rng = random.Random(4)
    orders = []
    for unit in UNITS:
        for number in range(160):
            who, on = f"{unit}-{number}", FIRST + timedelta(days=number % 140)
            chance = 0.4 + 0.3 * (unit in EARLY + LATE and on >= START)
            orders.append({"external_id": who, "customer": who, "occurred_at": at(on), "unit": unit, "amount": 50})
            if rng.random() < chance:
                again = at(on + timedelta(days=9))
                orders.append(
                    {"external_id": f"{who}+", "customer": who, "occurred_at": again, "unit": unit, "amount": 50}
                )
    ingest("orders", orders)
    ingest("feedback", [rated("f", START, 5)])

    found = evaluated(in_acme, metric="repurchase", treated_units=[*EARLY, *LATE], control_units=UNITS[8:])

    assert found.verdict == "worked"
    assert found.effect == pytest.approx(0.15, abs=0.1)  # half of the orders are the second ones, which end there


def test_retention_is_not_told_by_unit(in_acme):
    take_in_units()

    found = evaluated(in_acme, metric="retention", treated_units=EARLY, control_units=UNITS[8:])

    assert found.verdict == "cannot_tell"
    assert "customer by customer" in found.results["reason"]


def test_orders_in_another_currency_are_not_added_to_the_companys(in_acme):
    take_in_people(buys=0.0)
    foreign = [
        {
            "external_id": f"$-{n}",
            "customer": f"c{n}",
            "occurred_at": at(date(2026, 6, 5)),
            "amount": 9999,
            "currency": "USD",
        }
        for n in range(200, 400)
    ]
    ingest("orders", foreign)

    found = evaluated(in_acme, metric="revenue", design="randomised", treated_customers_attribute=ARMS)

    assert abs(found.effect) < 20


def test_approval_says_what_the_plan_can_show(in_acme):
    take_in_units()

    plan = import_and_date(
        company=in_acme, document=document(treated_units=UNITS[:9], control_units=UNITS[9:]), now=NOW
    )

    told = plan.baseline["power"]["smallest_detectable"]
    later = evaluate_plan(company=in_acme, code="care", now=NOW).results["smallest_detectable"]
    assert 0.5 < told / later < 2
    assert plan.baseline["power"]["power"] == 0.8


def test_approval_of_a_plan_for_customers_freezes_their_baseline(in_acme):
    take_in_people()

    plan = import_and_date(company=in_acme, document=document(treated_customers_attribute=ARMS), now=NOW)

    assert plan.baseline["treated"]["n"] == plan.baseline["control"]["n"] == 200
    assert plan.baseline["power"]["smallest_detectable"] == pytest.approx(5.6, abs=1)


def test_a_plan_for_everybody_does_not_know_what_it_can_show(in_acme):
    take_in_people()

    plan = import_and_date(company=in_acme, document=document(unit_of_effect="customer"), now=NOW)

    assert plan.baseline["power"]["smallest_detectable"] is None
    assert "nobody is left untreated" in plan.baseline["power"]["reason"]
