"""Requests of persons through the API: consent, rules, a file that is fetched, an erasure with its receipt."""

from uuid import UUID

from django.test import Client

from feedback.models import ErasureReceipt
from feedback.services.privacy.access import access_path
from tenants.graphql.ids import decode
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tests.graphql_api import api_of, key_of

PHONE = "13800138099"
ASK = "mutation($input: {}!) {{ {}(input: $input) {{ job {{ id }} userErrors {{ code field message }} }} }}"


def asked(api, kind: str, name: str, **given: object) -> Job:
    """Ask for a job and do it as a worker would."""
    payload = api.data(ASK.format(kind, name), input=given)[name]
    assert payload["userErrors"] == []
    job: UUID = decode(payload["job"]["id"]).key
    assert PHONE not in str(Job.objects.values_list("params", flat=True).get(pk=job))
    done = run_job(job_id=job)
    assert done is not None
    assert (done.state, done.error) == ("done", "")
    return Job.objects.get(pk=job)


def test_what_is_held_of_a_person_is_fetched_with_the_scope_only(in_acme, ingest, answer):
    ingest("customers", {"external_id": "c-1", "phone": PHONE})
    ingest("feedback", answer(customer="c-1", text="hello"))

    job = asked(api_of(in_acme), "RequestSubjectAccessInput", "requestSubjectAccess", identifiers=[PHONE])

    path, address = access_path(str(job.pk)), f"/privacy/access/{job.pk}"
    try:
        file = Client().get(address, **headers(in_acme, "privacy:write"))
        assert PHONE in b"".join(file.streaming_content).decode()
        assert Client().get(address, **headers(in_acme, "feedback:read")).status_code == 403
        assert Client().get(address, **host(in_acme)).status_code == 401
    finally:
        path.unlink()
    assert job.result["counts"]["answers"] == 1
    assert set(job.params) == {"by"}


def host(company) -> dict[str, str]:
    return {"HTTP_HOST": f"{company.slug}.localhost"}


def headers(company, scope: str) -> dict[str, str]:
    return host(company) | {"HTTP_AUTHORIZATION": f"Bearer {key_of(company, [scope])}"}


def test_an_erasure_leaves_a_receipt_and_no_word_of_the_person(in_acme, ingest, answer):
    ingest("customers", {"external_id": "c-1", "phone": PHONE, "consent": "newsletter"})
    ingest("feedback", answer(text=f"call {PHONE}"))

    job = asked(api_of(in_acme), "RequestErasureInput", "requestErasure", identifiers=[PHONE], reason="asked")

    assert job.result["counts"]["texts:feedback_feedbackitem"] == 1
    assert ErasureReceipt.objects.get().hash == job.result["hash"]
    query = "{ erasureReceipts { nodes { number hash } } customers { nodes { externalId identities { totalCount } } } }"
    found = api_of(in_acme).data(query)
    assert found["erasureReceipts"]["nodes"] == [{"number": 1, "hash": job.result["hash"]}]
    assert found["customers"]["nodes"][0]["identities"] == {"totalCount": 0}
    assert found["customers"]["nodes"][0]["externalId"].startswith("erased:")


def test_a_report_of_an_erased_person_sent_again_is_not_stored(in_acme, ingest, answer, rows):
    ingest("customers", {"external_id": "c-1", "phone": PHONE})
    ingest("feedback", answer(customer="c-1", text="mine"))
    asked(api_of(in_acme), "RequestErasureInput", "requestErasure", identifiers=["c-1"])

    again = ingest("feedback", answer(customer="c-1", text="mine"))

    assert (again["accepted"], again["duplicates"]) == (0, 1)
    assert rows("SELECT text FROM feedback_feedbackitem") == [("",)]


def test_what_names_nobody_is_refused_in_words(in_acme):
    payload = api_of(in_acme).data(
        ASK.format("RequestErasureInput", "requestErasure"), input={"identifiers": [" "], "words": []}
    )["requestErasure"]

    assert payload["job"] is None
    assert payload["userErrors"][0]["field"] == "input.identifiers"
