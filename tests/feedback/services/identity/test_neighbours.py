"""What else touches customers knows of merges: imports that are undone, erasure, access, consents, writers beside."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from analytics.services.refresh import refresh_aggregates
from analytics.services.verify import verify_aggregates
from feedback.models import Customer, CustomerIdentity, CustomerMerge, FeedbackItem
from feedback.services.identity.recognising import RECOGNISE_KIND, recognise_customers
from feedback.services.merge.locks import share_facts
from feedback.services.privacy.erasing import erase_person
from feedback.services.privacy.persons import find_person
from feedback.services.undo import undo_batch
from tenants.access import COMMAND, company_context
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.models import Tenant
from tests.analytics.conftest import new_company  # noqa: F401 - fixture
from tests.analytics.facts import ingest as store
from tests.feedback.conftest import NOW
from tests.feedback.services.identity.conftest import everything, owners, persons

PHONE = {"phone": "13800138000"}


def undone(batch: dict) -> None:
    undo_batch(batch_id=UUID(batch["batchId"]), at=NOW)


def test_undoing_the_import_of_an_identifier_undoes_its_merge(ingest, answer):
    ingest("customers", {"external_id": "a", **PHONE}, {"external_id": "b", "attr.segment": "gold"})
    ingest("feedback", answer(customer="b"))
    before = everything()
    batch = ingest("customers", {"external_id": "b", **PHONE})
    assert persons() == [["a", "b"]]

    undone(batch)

    assert persons() == [["a"], ["b"]]
    assert {**everything(), "customeridentity": 0} == {**before, "customeridentity": 0}
    assert CustomerMerge.objects.get().undone_reason == "withdrawn"


def test_undoing_an_import_of_facts_gives_back_what_it_corrected_to_the_person(ingest, answer):
    ingest("feedback", answer(customer="b", nps=3))
    batch = ingest("feedback", answer(customer="b", nps=9))
    ingest("customers", {"external_id": "a", **PHONE}, {"external_id": "b", **PHONE})

    undone(batch)

    assert FeedbackItem.objects.get().nps == 3
    assert owners("feedbackitem")["a-1"][:2] == ("a", "b")


def test_a_customer_who_goes_with_the_import_leaves_the_others_together(ingest):
    ingest("customers", {"external_id": "a", **PHONE})
    batch = ingest("customers", {"external_id": "b", **PHONE})
    ingest("customers", {"external_id": "c", **PHONE})

    undone(batch)
    recognise_customers(everybody=True)

    assert persons() == [["a", "c"]]


def test_erasure_by_one_identifier_takes_the_whole_person(ingest, answer, rows):
    ingest("customers", {"external_id": "a", **PHONE, "attr.name": "Ann Example"})
    ingest("customers", {"external_id": "b", **PHONE, "email": "ann@example.com", "attr.city": "Xi'an"})
    ingest("feedback", answer(customer="b", text="call me"), answer(external_id="a-2", customer="a"))

    found = find_person(identifiers=["ann@example.com"])
    erase_person(actor=COMMAND, identifiers=["ann@example.com"], now=NOW + timedelta(days=1))

    assert sorted(found.customers.values()) == ["a", "b"]
    assert CustomerIdentity.objects.count() == 0
    assert Customer.objects.filter(erased_at=None).count() == 0
    assert rows("SELECT DISTINCT text FROM feedback_feedbackitem") == [("",)]
    assert CustomerMerge.objects.get().value_hash == ""
    dump = str(rows("SELECT to_jsonb(f) FROM feedback_customer f")) + str(rows("SELECT row FROM feedback_superseded"))
    assert not [word for word in ("Ann Example", "Xi'an", "call me") if word in dump]


def test_while_a_batch_is_stored_merging_waits_as_a_job(new_company):  # noqa: F811
    company = new_company()
    with company_context(company):
        store("customers", [{"external_id": "a", **PHONE}])
        store("orders", [{"external_id": "o", "customer": "b", "occurred_at": "2026-05-01", "amount": "5"}])
        with transaction.atomic(), connection.cursor() as cursor:
            share_facts(cursor)
            with ThreadPoolExecutor(1) as pool:
                stored = pool.submit(_store_b, company).result()
        assert (stored, persons()) == (1, [["a"], ["b"]])
        (job,) = Job.objects.filter(kind=RECOGNISE_KIND)

        done = run_job(job_id=job.pk)

        assert done is not None
        assert done.result["merged"] == 1
        assert persons() == [["a", "b"]]
        refresh_aggregates(company=company)
        assert not verify_aggregates(company=company).differences


def _store_b(company: Tenant) -> int:
    with company_context(company):
        try:
            return int(store("customers", [{"external_id": "b", **PHONE}])["accepted"])
        finally:
            connection.close()


def test_facts_cost_a_query_more_only_where_somebody_is_merged(ingest, answer):
    def queries(number: int, customer: str, *, known: bool = False) -> int:
        again = [answer(external_id=f"f-{number - 1}", customer=customer)] if known else []
        with CaptureQueriesContext(connection) as captured:
            ingest("feedback", answer(external_id=f"f-{number}", customer=customer), *again)
        return len(captured)

    ingest("customers", *({"external_id": name} for name in ("a", "b", "c")))
    ingest("feedback", answer(external_id="f-0", customer="c"))
    short, long = queries(1, "c"), queries(2, "c", known=True)
    ingest("customers", *({"external_id": name, **PHONE} for name in ("a", "b")))

    assert queries(3, "c") == short
    assert queries(4, "b") == short + 1
    assert queries(5, "b", known=True) == long + 1
