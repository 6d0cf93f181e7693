"""How long data is kept: each class goes after its days, counts are told, and a dry run changes nothing."""

import os
from datetime import timedelta

import pytest

from feedback.models import CustomerIdentity, FeedbackItem, Interaction, PersonKey, RetentionRule, Superseded
from feedback.services.intake import ingest_records
from feedback.services.privacy.retention import FOLDERS, apply_retention
from feedback.services.privacy.rules import BadRetention, set_retention
from tenants.access import COMMAND
from tenants.jobs.models import Job
from tenants.selectors.files import company_folder
from tests.feedback.conftest import NOW

LATER = NOW + timedelta(days=100)


def keep(kind: str, days: int) -> None:
    set_retention(actor=COMMAND, kind=kind, days=days)


def applied(*, dry_run: bool = False) -> dict[str, dict[str, int]]:
    return {one.kind: one.counts for one in apply_retention(actor=COMMAND, now=LATER, dry_run=dry_run)}


@pytest.fixture
def facts(ingest, answer) -> None:
    ingest("customers", {"external_id": "c-1", "phone": "13800000001"}, {"external_id": "c-2", "phone": "13800000002"})
    ingest("customers", {"external_id": "c-1", "phone": "13800000003"})
    ingest("feedback", answer(customer="c-1", text="old"), answer(external_id="a-2", customer="c-2", text="older"))
    ingest("feedback", answer(customer="c-1", text="old, corrected"))
    recent = answer(external_id="a-3", customer="c-2", occurred_at="2026-08-20", text="new")
    ingest_records(kind="feedback", records=[recent], received_at=LATER, actor=COMMAND)
    visit = {"external_id": "v-1", "customer": "c-1", "occurred_at": "2026-05-01", "attr.agent": "Ann"}
    ingest("interactions", visit)


@pytest.mark.usefixtures("facts")
def test_old_texts_are_emptied_with_their_former_versions_and_scores_stay():
    keep("texts", 90)

    assert applied() == {"texts": {"answers": 2, "images": 1}}
    assert sorted(FeedbackItem.objects.values_list("external_id", "text", "nps")) == [
        ("a-1", "", 9), ("a-2", "", 9), ("a-3", "new", 9),
    ]  # fmt: skip
    assert applied() == {"texts": {}}


@pytest.mark.usefixtures("facts")
def test_contacts_of_who_was_not_heard_of_go_with_their_keys():
    keep("contacts", 60)

    assert applied() == {"contacts": {"contacts": 1, "images": 1, "keys": 1}}
    assert list(CustomerIdentity.objects.values_list("customer__external_id", flat=True)) == ["c-2"]
    assert PersonKey.objects.count() == 1
    assert Superseded.objects.get(kind="customers").row["identities"] == {}


@pytest.mark.usefixtures("facts")
def test_details_of_old_contacts_are_emptied_and_the_contact_stays():
    keep("interactions", 60)

    assert applied() == {"interactions": {"interactions": 1}}
    assert list(Interaction.objects.values_list("external_id", "attributes")) == [("v-1", {})]


@pytest.mark.usefixtures("facts")
def test_a_dry_run_counts_the_same_and_changes_nothing():
    keep("texts", 90)
    keep("interactions", 60)

    foreseen = applied(dry_run=True)

    assert FeedbackItem.objects.exclude(text="").count() == 3
    assert applied() == foreseen


def test_a_rule_is_taken_back_and_data_are_kept(in_acme):
    keep("logs", 30)

    assert set_retention(actor=COMMAND, kind="logs", days=None) is None
    assert not RetentionRule.objects.exists()


@pytest.mark.parametrize(("kind", "days"), [("texts", 0), ("texts", 36_501), ("audit", 179)])
def test_days_that_cannot_be_are_refused(in_acme, kind, days):
    with pytest.raises(BadRetention):
        keep(kind, days)


def test_jobs_that_are_over_and_files_go_and_what_is_recent_stays(in_acme, tmp_path, settings):
    settings.RUN_DIR = tmp_path
    for key, state, finished in (("old", "done", 90), ("recent", "done", 10), ("waiting", "queued", None)):
        moment = None if finished is None else LATER - timedelta(days=finished)
        Job.objects.create(kind="score", key=key, state=state, finished_at=moment)
    for name, days in (("old.errors.csv", 90), ("recent.errors.csv", 10)):
        for folder in FOLDERS:
            file = company_folder("acme") / folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("row,reason")
            moment = (LATER - timedelta(days=days)).timestamp()
            os.utime(file, (moment, moment))
    keep("logs", 60)

    assert applied(dry_run=True) == {"logs": {"jobs": 1, "files": len(FOLDERS)}}
    assert applied() == {"logs": {"jobs": 1, "files": len(FOLDERS)}}
    assert set(Job.objects.values_list("key", flat=True)) == {"recent", "waiting"}
    left = {path.name for folder in FOLDERS for path in (company_folder("acme") / folder).iterdir()}
    assert left == {"recent.errors.csv"}
    assert applied() == {"logs": {}}
