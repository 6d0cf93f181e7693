"""Customers: bare ones become full, attributes are merged, identifiers are kept findable."""

from feedback.models import Customer, Superseded
from feedback.services.contacts.images import contacts_in_images
from feedback.services.contacts.reading import contacts_of


def customer(**changes: object) -> dict[str, object]:
    return {"external_id": "c-1"} | changes


def read_contacts() -> list[str]:
    return [contact.value for contact in contacts_of(Customer.objects.values_list("pk", flat=True))]


def read_old_contacts() -> list[str]:
    images = Superseded.objects.filter(kind="customers").values_list("fact_id", "row__identities")
    return [contact.value for contact in contacts_in_images(images)]


CUSTOMERS = "SELECT external_id, attributes::text, consent FROM feedback_customer ORDER BY external_id"


def test_bare_customer_becomes_full(ingest, rows, answer):
    ingest("feedback", answer(customer="c-1"))

    result = ingest("customers", customer(created_at="2025-01-01", consent="newsletter", **{"attr.segment": "vip"}))

    assert (result["accepted"], result["corrected"]) == (1, 1)
    assert rows(CUSTOMERS) == [("c-1", '{"segment": "vip"}', "newsletter")]
    assert rows("SELECT kind, row->>'consent' FROM feedback_superseded") == [("customers", "")]


def test_attributes_are_merged(ingest, rows):
    ingest("customers", customer(**{"attr.segment": "vip", "attr.city": "北京"}))

    result = ingest("customers", customer(**{"attr.segment": "new"}))

    assert result["corrected"] == 1
    assert rows(CUSTOMERS) == [("c-1", '{"city": "北京", "segment": "new"}', "")]


def test_nothing_new_is_a_duplicate(ingest):
    ingest("customers", customer(phone="138", **{"attr.segment": "vip", "attr.age": 41}))

    result = ingest("customers", customer(**{"attr.age": "41"}), customer(external_id="c-2"))

    assert (result["accepted"], result["corrected"], result["duplicates"]) == (1, 0, 1)


def test_identifier_is_found_however_it_was_typed(ingest, rows):
    ingest("customers", customer(email="Ann@Example.com"), customer(external_id="c-2", email=" ann@example.com "))

    assert rows("SELECT count(*), count(DISTINCT value_hash) FROM feedback_customeridentity") == [(2, 1)]


def test_changed_identifier_is_a_correction_that_remembers_the_old_one(ingest, rows):
    ingest("customers", customer(phone="138"))

    result = ingest("customers", customer(phone="139"))

    assert result["corrected"] == 1
    assert read_contacts() == ["139"]
    assert read_old_contacts() == ["138"]
