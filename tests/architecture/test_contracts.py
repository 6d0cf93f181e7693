"""The import contracts hold, and each is shown to break when it should."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from config.embedded.places import PROJECT

from .conftest import APPS

pytestmark = pytest.mark.slow
LINT = Path(sys.executable).with_name("lint-imports")

BREACHES = {
    "apps": {"tenants/selectors/breach.py": "import journeys.models"},
    "floors": {"journeys/models/breach.py": "import journeys.services"},
    "floors-of-tenants": {"tenants/access.py": "import tenants.models"},
    "floors-of-nested-apps": {"tenants/members/models/breach.py": "import tenants.members.services"},
    "numbers": {"analytics/numerics/breach.py": "import django.db"},
    "graphql": {"feedback/management/commands/breach.py": "import strawberry"},
    "rules": {"feedback/services/breach.py": "import celery"},
    "cycles": {"analytics/numerics/odd.py": "from . import even", "analytics/numerics/even.py": "from . import odd"},
}
NEW_NAMES = {
    "floors": {"feedback/utils.py": ""},
    "floors-of-tenants": {"tenants/utils.py": ""},
    "floors-of-nested-apps": {"tenants/jobs/utils.py": ""},
}
ALSO = {
    "numbers": {"analytics/simulation/breach.py": "import tenants.access"},
    "rules": {"analytics/aggregates/breach.py": "import strawberry"},
    "graphql": {"tenants/members/services/breach.py": "import strawberry_django"},
    "floors": {
        "analytics/management/commands/breach.py": "import analytics.graphql",
        "analytics/graphql/__init__.py": "",
    },
}
CASES = [(contract, files) for table in (BREACHES, NEW_NAMES, ALSO) for contract, files in table.items()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the product that may be broken."""
    target = tmp_path_factory.mktemp("copy")
    for app in APPS:
        shutil.copytree(PROJECT / app, target / app, ignore=shutil.ignore_patterns("__pycache__", "*.toml"))
    shutil.copy(PROJECT / "pyproject.toml", target)
    return target


def lint(directory, *contracts):
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    return subprocess.run([LINT, "--no-logo", *chosen], cwd=directory, capture_output=True, text=True, check=False)


def test_every_contract_holds():
    result = lint(PROJECT)

    assert result.returncode == 0, result.stdout


def test_every_contract_is_proven_here():
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert {contract["id"] for contract in contracts} == set(BREACHES)


@pytest.mark.parametrize(("contract", "files"), CASES, ids=[f"{name}-{'-'.join(files)}" for name, files in CASES])
def test_a_breach_is_refused(copy, contract, files):
    before = {name: (copy / name).read_text() if (copy / name).exists() else None for name in files}
    try:
        for name, text in files.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text((before[name] or "") + "\n" + text + "\n")

        result = lint(copy, contract)

        assert result.returncode == 1, result.stdout + result.stderr
        assert "1 broken" in result.stdout
    finally:
        for name, text in before.items():
            (copy / name).unlink() if text is None else (copy / name).write_text(text)
