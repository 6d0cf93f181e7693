"""Every command, run as globex with acme's names: nothing of acme is shown, counted or changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from analytics.models.score_run import ScoreRun
from feedback.models import ImportBatch
from tenants.access import company_context
from tenants.management.base import CompanyCommand
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.isolation.command_rows import COMPANY_ROWS, OTHER_ROWS, our_commands, own_options, write_files
from tests.isolation.planted import Strangers, run

NAMES = {
    "mark": "nobodys", "batch": "01a20101-75c4-72a9-80d2-754bc1af8b18", "prefix": "hb_nobodysxx",
    "token": "hb_nobodysxx000000000000000000000000000000000000",
}  # fmt: skip
CHANGING = re.compile(
    r"hb_[\w-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|'seconds': [\d.]+|\d{4}-\d\d-\d\d[T ][\d:.]+[+\d:Z]*"
)
CASES = [(name, words) for name, rows in COMPANY_ROWS.items() for words in rows]


def test_every_command_has_a_row() -> None:
    found = {name: command for name, command, _ in our_commands()}
    companies = {name for name, command in found.items() if isinstance(command, CompanyCommand)}

    assert companies == set(COMPANY_ROWS), "say in command_rows.py what the command is asked as another company"
    assert set(found) - companies == set(OTHER_ROWS), "a command of no company needs a row in OTHER_ROWS"


@pytest.mark.parametrize("name", COMPANY_ROWS)
def test_every_option_is_tried(name: str) -> None:
    options = next(own_options(parser) for found, _, parser in our_commands() if found == name)

    assert options == {word for row in COMPANY_ROWS[name] for word in row.split() if word.startswith("--")}


def asked(name: str, words: str, names: dict[str, str], tenant: str) -> dict[str, Any]:
    """Run a command in a transaction that is taken back, and return what it answers."""
    with transaction.atomic():
        answer = run(*name.split(), *(word.format(**names) for word in words.split()), tenant=tenant)
        transaction.set_rollback(True)
    return answer


def without_names(answer: object, names: dict[str, str]) -> str:
    """Return an answer as text, without the names that were asked with and what is new in each answer."""
    text = str(answer)
    for value in sorted(names.values(), key=len, reverse=True):
        text = text.replace(value, "?")
    return CHANGING.sub("?", text)


@pytest.mark.parametrize(("name", "words"), CASES, ids=[f"{name} {words}".strip() for name, words in CASES])
def test_acmes_names_are_answered_like_invented_ones(
    stranger: Strangers, tmp_path: Path, name: str, words: str
) -> None:
    theirs, slug = stranger.theirs, stranger.mine.company.slug
    real = {"mark": theirs.mark, "batch": theirs.batch, "prefix": theirs.prefix, "token": theirs.token}
    real["folder"] = str(write_files(tmp_path / "real", theirs.mark))
    invented = NAMES | {"folder": str(write_files(tmp_path / "made", NAMES["mark"]))}

    to_real, to_invented = (asked(name, words, names, slug) for names in (real, invented))

    assert without_names(to_real, real) == without_names(to_invented, invented)
    assert stranger.told(to_invented) == set()
    assert stranger.told(to_real) <= set(real.values())


REFUSED = {"api_key revoke", "plan approve", "evaluate", *(f"scenario {act}" for act in ("compare", "adopt", "delete"))}


@pytest.mark.parametrize("name", [name for name in COMPANY_ROWS if name not in REFUSED])
def test_its_first_row_is_no_mere_refusal(stranger: Strangers, tmp_path: Path, name: str) -> None:
    mine = stranger.mine
    names = NAMES | {"batch": mine.batch, "folder": str(write_files(tmp_path / "files", NAMES["mark"]))}

    assert "refused" not in asked(name, COMPANY_ROWS[name][0], names, mine.company.slug)


# They are shown to keep companies apart where the test commits: tests/tenants/services/archive.
NOT_IN_A_TRANSACTION = {"tenant export", "tenant restore", "tenant clone"}
# A company that never was on its way to another database has no move to give up; nobody is let go who never was.
NOTHING_TO_DO = {"tenant move", "operator remove", "operator reset"}


@pytest.mark.parametrize("name", OTHER_ROWS)
def test_a_command_of_no_company_says_nothing_of_acme(stranger: Strangers, tmp_path: Path, name: str) -> None:
    folder = write_files(tmp_path / "files", "nobodys")
    if "doomed" in OTHER_ROWS[name]:
        made = create_company(slug="doomed", name="Doomed", currency="CNY", timezone="Asia/Shanghai", locale="en")
        if name == "tenant certificate":
            delete_company(company=made.company)
    if name == "demo":
        made = create_company(slug="hotpot", name="Hotpot", currency="CNY", timezone="Asia/Shanghai", locale="en")
        with company_context(made.company):
            pretend_full()

    out = StringIO()

    try:
        call_command(*name.split(), *OTHER_ROWS[name].format(folder=folder).split(), stdout=out, stderr=out)
    except CommandError as error:
        assert name in NOT_IN_A_TRANSACTION | NOTHING_TO_DO
        out.write(str(error))

    assert stranger.told(out.getvalue()) == set()


def pretend_full() -> None:
    """Give the current company what a demonstration has at its end, so that it is not made for minutes."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    ImportBatch.objects.create(kind="orders", state="done", created_at=now)
    ScoreRun.objects.create(
        period="2026-03-01", period_end="2026-04-01", label="2026-03", model_version="1", inputs_hash="i",
        run_hash="r", layout_hash="l", settings_hash="s", mark="m", seed=1, settings_number=0,
        status="ok", has_figures=False, created_at=now, results={},
    )  # fmt: skip
