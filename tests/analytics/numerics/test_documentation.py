"""Worked examples on the metrics' pages and in the modules are true."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "docs" / "metrics").glob("*.md"))
NUMERICS = ROOT / "analytics" / "numerics"
MODULES = sorted(
    ".".join(path.relative_to(NUMERICS).with_suffix("").parts)
    for path in NUMERICS.rglob("*.py")
    if path.stem != "__init__"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_on_pages_are_true(page):
    failed, tried = doctest.testfile(str(page), module_relative=False)

    assert failed == 0
    assert tried > 0 or page.stem == "README"


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_modules_are_true(name):
    assert doctest.testmod(importlib.import_module(f"analytics.numerics.{name}")).failed == 0


def test_every_module_of_figures_has_a_page():
    plumbing = {"arrays", "estimate", "quantiles", "regression"}
    written = "\n".join(page.read_text() for page in PAGES)

    missing = [name for name in MODULES if name not in plumbing and f"`analytics.numerics.{name}" not in written]
    assert missing == []
