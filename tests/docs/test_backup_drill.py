"""The drill of docs/operations/backup-and-restore.md, as it stands there: restored, scored, verified, checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.models import Tenant
from tenants.selectors import company_by_slug
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.analytics.facts import ingest
from tests.docs.pages import PAGES, commands

PAGE = "docs/operations/backup-and-restore.md"
DRILL = [words for words in commands(PAGES[PAGE].partition("## One company")[2]) if "acme" in " ".join(words)]
FACTS = [
    {
        "external_id": f"drill-{number}",
        "customer": f"c{number % 40}",
        "touchpoint": "queue",
        "occurred_at": f"2026-0{1 + number % 2}-{1 + number % 28:02d}T09:00:00+08:00",
        "nps": number % 11,
        "rating": 1 + number % 5,
        "rating_max": 5,
    }
    for number in range(240)
]


@pytest.fixture(scope="module")
def company(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company with facts, and afterwards neither it nor its copy."""
    with django_db_blocker.unblock():
        made = create_company(slug="drill", name="Drill", currency="CNY", timezone="Asia/Shanghai", locale="en").company
        with company_context(made):
            ingest("feedback", FACTS)
        yield made
        for one in Tenant.objects.filter(slug__startswith="drill"):
            delete_company(company=one)


def run(words: list[str], folder: Path) -> dict[str, Any]:
    """Run a command of the page with the drill's company in acme's place; return what it prints."""
    said = StringIO()
    given = [word.replace("acme.zip", str(folder / "acme.zip")).replace("acme", "drill") for word in words]
    call_command(*[word.replace("drill.zip", "acme.zip") for word in given], "--json", stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found


def hashes(score: dict[str, Any]) -> dict[str, str]:
    return {one["period"]: one["run_hash"] for one in score["periods"]}


def test_what_the_page_says_brings_a_company_back_with_the_same_scores(
    company: Tenant, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        before = hashes(run(["score", "--tenant", "acme"], tmp_path))
        answers = {" ".join(words[:2]): run(words, tmp_path) for words in DRILL}

        assert list(answers) == ["tenant export", "tenant restore", "score --tenant", "verify --tenant", "audit check"]
        assert len(before) == 2
        assert hashes(answers["score --tenant"]) == before
        assert company_by_slug("drill-before").pk != company.pk


def test_an_archive_that_was_damaged_is_refused_and_nothing_is_left(
    company: Tenant, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    export, restore = (next(words for words in DRILL if words[1] == what) for what in ("export", "restore"))
    with django_db_blocker.unblock():
        run(export, tmp_path)
        archive = tmp_path / "acme.zip"
        content = bytearray(archive.read_bytes())
        content[len(content) // 2] ^= 0xFF
        archive.write_bytes(content)

        with pytest.raises(CommandError):
            run([*restore[:-1], "acme-damaged"], tmp_path)

        assert not Tenant.objects.filter(slug="drill-damaged").exists()
