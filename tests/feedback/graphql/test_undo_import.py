"""`undoImport` takes a batch back as a job, once, by whoever may send such records."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from feedback.models import FeedbackItem, ImportBatch
from feedback.services.intake import ingest_records
from tenants.access import SYSTEM
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

UNDO = "mutation($id: ID!) { undoImport(input: {id: $id}) { job { id kind state } userErrors { code field message } } }"


@pytest.fixture
def batch(in_acme: Tenant) -> ImportBatch:
    record = {"external_id": "f1", "customer": "c1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 9}
    ingest_records(kind="feedback", records=[record], received_at=timezone.now(), actor=SYSTEM)
    found: ImportBatch = ImportBatch.objects.get()
    return found


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "jobs:write", "jobs:read", "feedback:write")


def undone(api: Api, batch_id: str) -> dict[str, Any]:
    return api.data(UNDO, id=batch_id)["undoImport"]


@pytest.mark.parametrize("named", [str, lambda key: encode("ImportBatch", key)], ids=["batchId", "id"])
def test_it_works(api: Api, batch: ImportBatch, named: Any) -> None:
    answer = undone(api, named(batch.pk))

    assert (answer["job"]["kind"], answer["job"]["state"], answer["userErrors"]) == ("undo_import", "QUEUED", [])
    job = run_job(job_id=Job.objects.get().pk)
    assert job is not None
    assert (job.state, job.result["removed"], job.result["removed_customers"]) == ("done", 1, 1)
    assert not FeedbackItem.objects.exists()
    actions = list(AuditEvent.objects.filter(subject_id=str(batch.pk)).order_by("id").values_list("action", flat=True))
    assert actions[-2:] == ["import.undo_requested", "import.undone"]


def test_asking_again_gives_the_job_that_waits_and_later_one_that_changes_nothing(api: Api, batch: ImportBatch) -> None:
    first, second = undone(api, str(batch.pk)), undone(api, str(batch.pk))
    assert first == second
    run_job(job_id=Job.objects.get().pk)

    undone(api, str(batch.pk))

    again = run_job(job_id=Job.objects.get(state="queued").pk)
    assert again is not None
    assert (again.state, again.result) == ("done", Job.objects.order_by("id")[0].result)


def test_who_may_not_send_such_records_may_not_take_them_back(in_acme: Tenant, batch: ImportBatch) -> None:
    answer = undone(api_of(in_acme, "jobs:write", "jobs:read", "orders:write"), str(batch.pk))

    assert (answer["job"], answer["userErrors"][0]["code"]) == (None, "CANNOT_UNDO")
    assert "feedback:write" in answer["userErrors"][0]["message"]


def test_what_is_no_batch_or_not_done_is_refused(api: Api, batch: ImportBatch) -> None:
    unknown = undone(api, encode("ImportBatch", Job.objects.create(kind="score").pk))
    ImportBatch.objects.update(state="running")

    assert unknown["userErrors"][0] | {"message": ""} == {"code": "UNKNOWN_BATCH", "field": "input.id", "message": ""}
    assert undone(api, str(batch.pk))["userErrors"][0]["code"] == "CANNOT_UNDO"
    assert api.code(UNDO, id="x") == "BAD_USER_INPUT"
