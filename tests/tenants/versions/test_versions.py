"""The database moves a company's data version in the transaction that writes, whoever writes and however."""

from __future__ import annotations

from threading import Thread

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from feedback.models import Customer
from feedback.services.intake import ingest_records
from journeys.models import Channel
from tenants.access import SYSTEM, company_context
from tenants.members.models import ApiKey, Unit
from tenants.models import CompanyModel, Tenant
from tenants.versions.models import DataVersion
from tenants.versions.selectors import data_version

Part = DataVersion.Part
# Tables whose changes no kept answer shows, and why.
UNWATCHED = {
    "analytics_cell": "counters: what is told from them is not kept",
    "analytics_layout": "counters: what is told from them is not kept",
    "analytics_watermark": "says how far counting is",
    "feedback_amended": "which facts changed where they stand: not shown",
    "feedback_caseinflow": "batches that rules have not looked at: not shown",
    "feedback_companykey": "opens the keys of persons, and is not shown",
    "feedback_erasurereceipt": "receipts: not kept",
    "feedback_retentionrule": "rules of retention: not kept",
    "feedback_superseded": "what facts were before: not shown",
    "members_apikey": "moves with every use, and keys are not kept",
    "members_passkey": "ways to sign in: not kept",
    "members_ssoconnection": "ways to sign in: not kept",
    "members_ssoidentity": "ways to sign in: not kept",
    "members_signin": "signing in: not kept",
    "members_ticket": "links: not shown",
}
WATCHED_APPS = {"members", "journeys", "feedback", "analytics"}


@pytest.mark.django_db
def test_every_table_of_data_is_watched_or_named_here(in_acme: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'move_data_version' AND c.relnamespace = %s::regnamespace",
            [in_acme.schema_name],
        )
        watched = {name for (name,) in cursor.fetchall()}
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, CompanyModel) and model._meta.app_label in WATCHED_APPS
    } | {"analytics_cell", "analytics_layout", "analytics_watermark"}

    assert tables - watched == set(UNWATCHED), "watch the new table in a migration of tenants.versions, or say why not"


@pytest.mark.django_db
def test_a_write_moves_its_own_part(in_acme: Tenant) -> None:
    before = {part: data_version([part]) for part in Part}

    Channel.objects.create(code="web")

    moved = {part for part in Part if data_version([part]) != before[part]}
    assert moved == {Part.INTENT}


@pytest.mark.django_db
def test_each_way_to_write_moves_it(in_acme: Tenant) -> None:
    seen = [data_version(Part)]

    def note() -> None:
        seen.append(data_version(Part))

    ingest_records(kind="customers", records=[{"external_id": "c1"}], received_at=timezone.now(), actor=SYSTEM)
    note()
    Customer.objects.update(consent="yes")
    note()
    Customer.objects.all().delete()
    note()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE members_role SET code = code")
    note()

    assert len(set(seen)) == len(seen)


@pytest.mark.django_db
def test_what_is_taken_back_and_what_changes_nothing_leaves_it(in_acme: Tenant) -> None:
    before = data_version(Part)

    with transaction.atomic():
        Channel.objects.create(code="web")
        transaction.set_rollback(True)

    assert data_version(Part) == before


def test_an_update_of_no_row_leaves_it(entered: Tenant) -> None:
    before = data_version(Part)

    Unit.objects.filter(code="nobody").update(name="x")
    ApiKey.objects.update(name="x")

    assert data_version(Part) == before


def test_writers_at_once_wait_for_nobody_and_each_moves_it(entered: Tenant) -> None:
    versions = [data_version([Part.INTENT])]

    def write(code: str) -> None:
        with company_context(entered):
            Channel.objects.create(code=code)
        connection.close()

    with transaction.atomic():
        Channel.objects.create(code="first")  # and not committed yet
        for code in ("second", "third"):
            thread = Thread(target=write, args=[code])
            thread.start()
            thread.join(10)
            assert not thread.is_alive()
        other = Thread(target=lambda: versions.append(_seen_by_another(entered)))
        other.start()
        other.join(10)
    versions.append(data_version([Part.INTENT]))

    assert len(set(versions)) == 3


def _seen_by_another(company: Tenant) -> str:
    with company_context(company):
        found = data_version([Part.INTENT])
    connection.close()
    return found
