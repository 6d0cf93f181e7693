"""A company in which one person is planted everywhere, and ways to look for that person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from analytics.services.scoring.score import score_company
from feedback.services.files.error_file import ErrorFile
from feedback.services.files.places import error_path
from feedback.services.imports import ImportOrder, import_file
from journeys.models import Touchpoint
from journeys.services.plan_comments import comment_on_plan
from journeys.services.plan_life import create_plan
from tenants.access import COMMAND, company_context
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.jobs.models import Job
from tenants.models import Tenant
from tenants.selectors.files import company_folder
from tenants.services.archive import export_company
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.chain_facts import chain_company
from tests.analytics.facts import ingest

LATER = datetime(2027, 6, 1, tzinfo=UTC)
DAYS = {"baseline_from": "2026-01-01", "start_date": "2026-02-01", "evaluate_to": "2026-03-01"}
CUSTOMER = "cust-47110815"
NAME, PHONE, EMAIL = "欧阳靖远", "138-0013-8047", "Jingyuan.Ouyang@planted.example"
MEMBER, UNION, FORMER = "MB-990011223", "oUnion0815XyZ9", "13911112047"
# As they may stand anywhere, in small letters.
SECRETS = (CUSTOMER, NAME, PHONE, "13800138047", EMAIL.lower(), MEMBER.lower(), UNION.lower(), FORMER)


def plant(folder: Path) -> None:
    """Put the person into customers, images, answers, others' answers, contacts, files, jobs, events and the cache."""
    full = {"email": EMAIL, "member_no": MEMBER, "wechat_unionid": UNION, "consent": "newsletter", "attr.name": NAME}
    ingest("customers", [{"external_id": CUSTOMER, "phone": FORMER, "attr.segment": "vip", **full}])
    ingest("customers", [{"external_id": CUSTOMER, "phone": PHONE}, {"external_id": "c1", "phone": "13777770000"}])
    mine = {"customer": CUSTOMER, "occurred_at": "2026-03-05T10:00:00+08:00", "touchpoint": "queue", "rating": 2}
    own = {**mine, "external_id": f"fb-{CUSTOMER}-1", "response": f"sheet {CUSTOMER}", "text": f"我是{NAME}"}
    ingest("feedback", [own])
    ingest("feedback", [own | {"text": f"call me: {PHONE}", "rating": 3}])
    other = {"occurred_at": "2026-03-06T10:00:00+08:00", "touchpoint": "queue", "rating": 5, "customer": "c1"}
    said = f"谢谢店员和{NAME}，电话+86 138 0013 8047，{EMAIL.upper()}；the queue was short"
    ingest("feedback", [{**other, "external_id": "others-1", "text": said}])
    ingest("orders", [{"external_id": "o-own", "customer": CUSTOMER, "occurred_at": "2026-04-01", "amount": "88"}])
    visit = {"external_id": "v-1", "customer": CUSTOMER, "occurred_at": "2026-03-05", "touchpoint": "queue"}
    ingest("interactions", [{**visit, "kind": "call", "attr.callback": PHONE, "attr.agent": NAME}])
    bad = folder / "people.csv"
    bad.write_text(f"external_id,occurred_at,amount\n{EMAIL},2026-01-01,x\n", encoding="utf-8")
    errors = error_path(bad, kind="orders")
    import_file(ImportOrder(kind="orders", path=bad, errors=errors, received_at=LATER))
    assert isinstance(ErrorFile(errors), ErrorFile)
    _plant_around()


def _plant_around() -> None:
    endpoint = WebhookEndpoint.objects.create(
        name="crm", shown_url="https://crm.example", sealed_url="", state="disabled"
    )
    event = WebhookEvent.objects.create(type="case.opened", entity_kind="case", entity_id="1", data={"who": [NAME]})
    WebhookDelivery.objects.create(endpoint=endpoint, event=event, entity="case:1", answer=f"ok {EMAIL}", log=[PHONE])
    Job.objects.create(kind="export", state="done", params={"customer": CUSTOMER}, result={"phone": 13800138047})
    Touchpoint.objects.filter(code="queue").update(description_zh=f"问{NAME}")
    plan = create_plan({"code": "care", "title": "Care", "metric": "nps", **DAYS}, actor=COMMAND)
    comment_on_plan(actor=COMMAND, plan_id=plan.pk, text=f"{NAME}打过电话 {PHONE}", at=LATER)
    cache.set("answers", {"text": NAME}, 600)


@pytest.fixture(scope="module")
def planted(
    companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tenant]:
    """The company with the person in it, scored; each test erases or asks, the last one erases."""
    with django_db_blocker.unblock():
        made = create_company(slug="planted", name="Planted", currency="CNY", timezone="Asia/Shanghai", locale="en")
        with company_context(made.company):
            for kind, records in chain_company(customers=40).items():
                ingest(kind, records)
            plant(tmp_path_factory.mktemp("planted"))
            score_company(company=made.company, now=LATER)
        yield made.company
        for company in Tenant.objects.filter(slug__startswith="planted"):
            delete_company(company=company)


@pytest.fixture(scope="module")
def archive(planted: Tenant, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the company of before anybody was erased."""
    target = tmp_path_factory.mktemp("archive") / "before.zip"
    with django_db_blocker.unblock():
        export_company(company=planted, target=target)
    return target


@pytest.fixture
def outside(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Run the test in public, committed."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def in_planted(planted: Tenant, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """Run the test inside that company, committed."""
    with django_db_blocker.unblock(), company_context(planted):
        yield planted


def dumped() -> dict[str, str]:
    """Return every table of every schema as COPY writes it: a full dump of the data, which needs no pg_dump."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' "
            "AND table_schema NOT IN ('pg_catalog', 'information_schema') AND table_schema NOT LIKE 'pg\\_%'"
        )
        for schema, table in cursor.fetchall():
            with cursor.copy(f'COPY "{schema}"."{table}" TO STDOUT') as copy:
                found[f"{schema}.{table}"] = b"".join(bytes(piece) for piece in copy).decode()
    return found


def files() -> dict[str, str]:
    """Return the files below RUN_DIR and MEDIA_ROOT; the database server's own are looked at by the dump."""
    roots = [
        Path(settings.RUN_DIR),
        company_folder("x").parent,
        *([Path(settings.MEDIA_ROOT)] if settings.MEDIA_ROOT else []),
    ]
    found = {}
    for root in roots:
        for path in root.rglob("*"):
            if path.is_file() and "postgres" not in path.parts:
                found[str(path)] = path.read_bytes().decode(errors="replace")
    return found
