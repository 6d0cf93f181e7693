"""What an earlier version stored unencrypted: read as before, encrypted once, also in images."""

import hashlib
from uuid import UUID

from django.db import connection

from feedback.models import Customer, CustomerIdentity, Superseded
from feedback.services.contacts.images import contacts_in_images
from feedback.services.contacts.plain import seal_plain
from feedback.services.contacts.reading import contacts_of
from feedback.services.undo import undo_batch
from tests.feedback.conftest import NOW

OLD = "13800000001"


def contacts() -> list[str]:
    return [one.value for one in contacts_of(Customer.objects.values_list("pk", flat=True))]


def former() -> list[str]:
    rows = Superseded.objects.filter(kind="customers").values_list("fact_id", "row__identities")
    return [one.value for one in contacts_in_images(rows)]


def as_before(value: str) -> None:
    """Store contacts as the version before did."""
    CustomerIdentity.objects.update(value=value, sealed="", value_hash=hashlib.sha256(value.encode()).hexdigest())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM feedback_personkey")
        cursor.execute(
            "UPDATE feedback_superseded SET row = jsonb_set(row, '{identities}', %s::jsonb)", [f'{{"phone": "{OLD}"}}']
        )


def test_plain_contacts_read_as_before_and_are_encrypted_once(ingest):
    ingest("customers", {"external_id": "c-1", "phone": OLD})
    batch = ingest("customers", {"external_id": "c-1", "phone": "13900000002"})
    as_before("13900000002")
    assert (contacts(), former()) == (["13900000002"], [OLD])

    done = seal_plain()

    assert (done.identities, done.images) == (1, 1)
    assert (contacts(), former()) == (["13900000002"], [OLD])
    assert list(CustomerIdentity.objects.values_list("value", flat=True)) == [""]
    assert OLD not in str(list(Superseded.objects.values_list("row", flat=True)))
    assert seal_plain().identities == 0
    undo_batch(batch_id=UUID(batch["batchId"]), at=NOW)
    assert contacts() == [OLD]


def test_the_same_contact_sent_again_after_that_is_a_duplicate(ingest):
    ingest("customers", {"external_id": "c-1", "phone": OLD})
    as_before(OLD)
    seal_plain()

    assert ingest("customers", {"external_id": "c-1", "phone": "+86 138-0000-0001"})["duplicates"] == 1


def test_a_person_keeps_one_key_however_often_contacts_change(ingest):
    ingest("customers", {"external_id": "c-1", "phone": OLD})
    ingest("customers", {"external_id": "c-1", "phone": "13900000002", "email": "a@b.example"})
    ingest("customers", {"external_id": "c-2", "phone": OLD}, {"external_id": "c-1", "email": "c@d.example"})

    assert sorted(contacts()) == [OLD, "13900000002", "c@d.example"]
    assert sorted(former()) == [OLD, "13900000002", "a@b.example"]
