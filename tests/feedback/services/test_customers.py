"""Customers: bare ones become full, attributes are merged, identifiers are kept findable."""


def customer(**changes: object) -> dict[str, object]:
    return {"external_id": "c-1"} | changes


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
    assert rows("SELECT value FROM feedback_customeridentity") == [("139",)]
    assert rows("SELECT row->'identities'->>'phone' FROM feedback_superseded") == [("138",)]
