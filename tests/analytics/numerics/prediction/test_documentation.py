"""Worked examples in the modules are true."""

import doctest
import importlib
from pathlib import Path

import pytest

import analytics.numerics.prediction as package

MODULES = sorted(path.stem for path in Path(package.__path__[0]).glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_modules_are_true(name):
    assert doctest.testmod(importlib.import_module(f"analytics.numerics.prediction.{name}")).failed == 0


def test_every_module_is_named_on_the_page():
    page = Path(__file__).resolve().parents[4] / "docs" / "metrics" / "prediction.md"

    assert [name for name in MODULES if f"analytics.numerics.prediction.{name}" not in page.read_text()] == []
