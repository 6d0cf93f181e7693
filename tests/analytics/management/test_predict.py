"""`predict` prints the verdict first and the whole run as JSON."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from analytics.models.prediction import PredictionRun
from tenants.jobs.models import Job
from tests.analytics.facts import ingest


def run(*words, tenant):
    out = StringIO()
    call_command("predict", *words, "--tenant", tenant.slug, stdout=out)
    return out.getvalue()


@pytest.fixture
def labelled(in_acme):
    """400 customers, half of whom left; who is old leaves more often."""
    people = [
        {"external_id": f"c{n}", "attr.age": str(n % 60), "attr.churn": str(int((n * 7919) % 97 < 20 + n % 60))}
        for n in range(400)
    ]
    ingest("customers", people)
    return in_acme


def test_json_holds_the_whole_run(labelled):
    found = json.loads(run("--period", "2026-01", "--target", "attr:churn", "--json", tenant=labelled))

    stored = PredictionRun.objects.get()
    assert (found["tenant"], found["period"], found["target"]) == ("acme", "2026-01", "attr:churn")
    assert (found["n"], found["customers"], found["run_hash"]) == (400, 400, stored.run_hash)
    assert set(found) >= {
        "auc",
        "rule",
        "rule_auc",
        "difference",
        "calibration",
        "lift",
        "warnings",
        "signs",
        "verdict",
    }


def test_text_says_the_verdict_first_and_the_doubts_last(labelled):
    first, *rest = run("--period", "2026-01", "--target", "attr:churn", tenant=labelled).strip().splitlines()

    assert first.startswith("2026-01 attr:churn: ")
    assert any(line.startswith("  undated_label: attr:churn carries no date") for line in rest)


def test_too_little_is_said_in_words(in_acme):
    text = run("--period", "2026-01", tenant=in_acme)

    assert text.splitlines()[:2] == [
        "2026-01 repurchase: insufficient (insufficient)", "  no purchases of known customers"
    ]  # fmt: skip


def test_later_leaves_a_job(in_acme, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        found = json.loads(run("--period", "2026-01", "--later", "--json", tenant=in_acme))

    job = Job.objects.get()
    assert (found["job"], job.kind, job.params) == (
        str(job.pk),
        "predict",
        {"period": "2026-01", "target": "repurchase"},
    )
    assert len(sent) == 1
    assert not PredictionRun.objects.exists()


@pytest.mark.parametrize("words", [["--period", "2026-13"], ["--period", "2026-01", "--target", "luck"]])
def test_what_cannot_be_asked_is_refused_in_a_line(in_acme, words):
    with pytest.raises(CommandError) as refusal:
        run(*words, tenant=in_acme)

    assert "\n" not in str(refusal.value)
