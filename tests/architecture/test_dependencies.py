"""What is installed is exactly what was locked, and every direct dependency says from which version on."""

import json
import re
import tomllib
from importlib.metadata import version

import pytest

from config.embedded.places import PROJECT

DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text())
GROUPS = DECLARED["dependency-groups"]
DIRECT = [*DECLARED["project"]["dependencies"], *GROUPS["dev"]]
LOCK = (PROJECT / "requirements.lock").read_text()
BENCH = (PROJECT / "requirements-bench.lock").read_text()
E2E = (PROJECT / "requirements-e2e.lock").read_text()
WEB = (PROJECT / "requirements-web.lock").read_text()
PACKAGES = PROJECT / "web" / "package-lock.json"


def packages_of(lock):
    """Return name, version and digests of every package of a lock file."""
    one = r"^([a-z0-9._-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
    return re.findall(one, lock, flags=re.MULTILINE)


LOCKED = packages_of(LOCK)


def name_of(requirement):
    return re.match(r"[A-Za-z0-9._-]+", requirement).group().lower().replace("_", "-")


@pytest.mark.parametrize("requirement", DIRECT, ids=name_of)
def test_a_direct_dependency_has_a_floor_and_is_locked(requirement):
    assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?>=[0-9][0-9.]*", requirement)
    assert name_of(requirement) in {name for name, _, _ in LOCKED}


def test_every_locked_package_has_a_hash():
    packages = re.findall(r"^[a-z0-9._-]+==", LOCK, flags=re.MULTILINE)

    assert len(packages) == len(LOCKED) > len(DIRECT)


@pytest.mark.parametrize("lock", [LOCK, BENCH, E2E, WEB], ids=["product", "bench", "e2e", "web"])
def test_the_lock_names_no_host_and_no_path(lock):
    assert not re.search(r"://|^-|--index|--find-links| @ |file:", lock.replace("--hash", ""), flags=re.MULTILINE)


def test_what_builds_the_console_is_locked_apart_and_not_carried_by_what_runs():
    built_with = {name for name, _, _ in packages_of(WEB)}

    assert {name_of(requirement) for requirement in GROUPS["web"]} == built_with
    assert not built_with & {name for name, _, _ in LOCKED}


def test_packages_of_the_console_are_named_by_version_and_digest_and_by_no_address():
    packages = {name: one for name, one in json.loads(PACKAGES.read_text())["packages"].items() if name}

    assert [name for name, one in packages.items() if "resolved" in one] == []
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")] == []


def test_what_is_measured_runs_on_the_packages_of_the_product():
    product = {name: locked for name, locked, _ in LOCKED}
    shared = {name: locked for name, locked, _ in packages_of(BENCH) if name in product}

    assert shared
    assert shared == {name: product[name] for name in shared}


def test_the_versions_that_run_are_the_locked_ones():
    differing = {name: (locked, version(name)) for name, locked, _ in LOCKED if version(name) != locked}

    assert differing == {}
