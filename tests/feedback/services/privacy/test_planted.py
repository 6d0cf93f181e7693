"""A person planted everywhere is shown whole, then erased: nothing names them any more, and every figure stays."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from analytics.models.score_run import ScoreRun
from analytics.services.scoring.score import score_company
from analytics.services.verify import verify_aggregates
from feedback.models import Customer, ErasureReceipt
from feedback.services.contacts.reading import contacts_of
from feedback.services.privacy.access import grant_access
from feedback.services.privacy.erasing import UnknownPerson, erase_person
from feedback.services.privacy.receipts import broken_receipts
from tenants.access import COMMAND, company_context
from tenants.models import Tenant
from tenants.selectors.files import company_folder
from tenants.services.archive import clone_company, restore_company
from tests.feedback.services.privacy.conftest import (
    CUSTOMER,
    EMAIL,
    FORMER,
    LATER,
    MEMBER,
    NAME,
    PHONE,
    SECRETS,
    UNION,
    dumped,
    files,
)


def named(places: dict[str, str]) -> dict[str, list[str]]:
    """Return which secrets stand where."""
    low = {place: text.lower() for place, text in places.items()}
    return {place: found for place, text in low.items() if (found := [one for one in SECRETS if one in text])}


def in_valkey() -> dict[str, str]:
    """Return every key of Valkey with its value."""
    found = {}
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        for key in client.scan_iter(count=1000):
            found[repr(key)] = (key + (client.dump(key) or b"")).decode(errors="replace")
    return found


def hashes() -> list[tuple[str, str]]:
    """Return the hash of each period's results."""
    return list(ScoreRun.objects.order_by("period", "id").values_list("label", "run_hash"))


@pytest.mark.parametrize("identifier", [CUSTOMER, "+86 13800138047", EMAIL.upper(), MEMBER.lower(), UNION, FORMER])
def test_any_identifier_finds_the_person_also_a_former_one(in_planted: Tenant, tmp_path: Path, identifier: str) -> None:
    done = grant_access(actor=COMMAND, identifiers=[identifier], now=timezone.now(), target=tmp_path / "mine.json")

    text = done.path.read_text(encoding="utf-8")
    assert [one for one in (NAME, PHONE, EMAIL, MEMBER, UNION, FORMER) if one not in text] == []
    assert done.path.stat().st_mode & 0o777 == 0o600
    document = json.loads(text)
    assert [len(document[name]) for name in ("customers", "answers", "orders", "interactions")] == [1, 1, 1, 1]
    assert [one["purpose"] for one in document["consents"]] == ["newsletter"]
    assert any("the queue was short" in (one["text"] or "") for one in document["mentions"])


def test_contacts_are_not_stored_as_they_were_reported(in_planted: Tenant) -> None:
    dump = {name: text for name, text in dumped().items() if name.startswith(in_planted.schema_name)}

    contacts = {name: text for name, text in dump.items() if "customeridentity" in name or "personkey" in name}
    assert named(contacts) == {}
    assert len(contacts) == 2


def test_a_dry_run_counts_and_changes_nothing(in_planted: Tenant) -> None:
    before = dumped()

    done = erase_person(actor=COMMAND, identifiers=[PHONE], now=timezone.now(), dry_run=True)

    assert done.customers == 1
    assert done.counts["contacts"] == 4
    assert done.counts["texts:journeys_touchpoint"] == 1
    assert done.counts["texts:journeys_plancomment"] == 1
    assert dumped() == before


def test_an_erased_person_is_nowhere_and_every_figure_stays(in_planted: Tenant, archive: Path) -> None:
    kept = company_folder(in_planted.schema_name) / "old.zip"
    kept.write_bytes(archive.read_bytes())
    before, keys = hashes(), sorted(Customer.objects.values_list("pk", flat=True))
    assert named(dumped())
    assert named(in_valkey())

    done = erase_person(actor=COMMAND, identifiers=[EMAIL], reason=f"{NAME} asked", now=timezone.now())

    assert named(dumped()) == {}
    assert named(in_valkey()) == {}
    assert named(files()) == {}
    assert not kept.exists()
    assert cache.get("answers") is None
    assert done.remains == {}
    check_figures(in_planted, before, keys)
    check_receipt(done.hash, done.counts)
    with pytest.raises(UnknownPerson):
        erase_person(actor=COMMAND, identifiers=[EMAIL], now=timezone.now())


def check_figures(company: Tenant, before: list[tuple[str, str]], keys: list[object]) -> None:
    """The rows still count: nothing to verify differs, and scoring anew gives the same bytes."""
    assert sorted(Customer.objects.values_list("pk", flat=True)) == keys
    assert verify_aggregates(company=company).differences == ()
    score_company(company=company, now=LATER, rebuild=True)
    assert dict(hashes()) == dict(before)


def check_receipt(found: str, counts: dict[str, int]) -> None:
    """The proof counts by place, says what stays and why, and is signed."""
    receipt = ErasureReceipt.objects.get(hash=found)
    assert receipt.document["counts"] == counts
    assert "random id" in receipt.document["remains"]["facts"]
    assert broken_receipts() == []
    ErasureReceipt.objects.filter(pk=receipt.pk).update(document=receipt.document | {"counts": {}})
    assert broken_receipts() == [receipt.number]
    ErasureReceipt.objects.filter(pk=receipt.pk).update(document=receipt.document)


def test_an_archive_of_before_is_erased_again_where_it_is_restored(
    planted: Tenant, archive: Path, outside: None
) -> None:
    with zipfile.ZipFile(archive) as content:
        assert NAME in content.read("tables/feedback_customer.ndjson").decode()

    restored = restore_company(source=archive, slug="planted-again").company

    assert named({name: text for name, text in dumped().items() if name.startswith(restored.schema_name)}) == {}
    with company_context(restored):
        (other,) = contacts_of(Customer.objects.filter(external_id="c1").values_list("pk", flat=True))
        assert other.value == "13777770000"
        assert Customer.objects.exclude(erased_at=None).count() == 1


def test_a_copy_keeps_contacts_readable(planted: Tenant, outside: None) -> None:
    copy = clone_company(company=planted, slug="planted-copy", with_facts=True).company

    with company_context(copy):
        (contact,) = contacts_of(Customer.objects.filter(external_id="c1").values_list("pk", flat=True))
        assert contact.value == "13777770000"
