"""`customers value` answers in one JSON object, in words, or with a one-line refusal."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError


def answer(*words):
    out = StringIO()
    call_command("customers", "value", *words, stdout=out)
    return out.getvalue()


def test_most_valuable_customers_are_printed_with_the_figures_of_all(in_shop):
    found = json.loads(answer("--tenant", in_shop.slug, "--limit", "7", "--json"))

    assert (found["period"], found["as_of"]) == ("2026-06", "2026-06-30")
    assert len(found["customers"]) == 7
    assert {"active", "expected_orders", "lifetime_value", "repeats", "evidence"} <= set(found["customers"][0])
    assert found["customer_equity"]["value"] > found["customers"][0]["lifetime_value"]["value"]


def test_one_customer_of_a_period_is_printed(in_shop):
    words = ("--tenant", in_shop.slug, "--period", "2026-06", "--customer", "c3")

    assert [one["customer"] for one in json.loads(answer(*words, "--json"))["customers"]] == ["c3"]
    assert "c3" in answer(*words)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--customer", "stranger"], "no customer has the external id 'stranger'"),
        (["--period", "2020-01"], "has not been scored"),
        (["--period", "soon"], "soon"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(in_shop, words, reason):
    with pytest.raises(CommandError, match=reason):
        answer("--tenant", in_shop.slug, *words)
