"""The house rules hold everywhere, and each is shown to catch what it is for."""

import ast

import pytest

from config.embedded.places import PROJECT

from . import rules
from .conftest import APPS, source_files

# The base class of every company table guards save(); it is the one place that may.
SAVE_GUARDS = {"tenants/models/company_model.py"}

BROKEN = {
    rules.signal_uses: [
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
        "import celery.signals",
        "from django.db.models import signals",
    ],
    rules.tenant_blocks: [
        "with tenant:\n    pass",
        "with self.company:\n    pass",
        "with a, request.tenant:\n    pass",
    ],
    rules.context_decorators: [
        "@schema_context('x')\ndef f(): pass",
        "@access.company_context(t)\ndef f(): pass",
        "@tenant_context\nasync def f(): pass",
    ],
    rules.save_overrides: ["class A:\n    def save(self): pass"],
    rules.dangerous_uses: [
        "import pickle",
        "from xml.etree import ElementTree",
        "eval(text)",
        "os.system(command)",
        "subprocess.run(command, shell=True)",
        "urlopen(address, verify=False)",
        "archive.extractall(folder)",
        "Engine(autoescape=False)",
        "hashlib.md5(data)",
    ],
    rules.emptied_databases: ["@pytest.mark.django_db(transaction=True)\ndef f(): pass", "def f(live_server): pass"],
    rules.silent_excepts: ["try:\n    f()\nexcept Exception:\n    pass", "try:\n    f()\nexcept:\n    pass"],
}
CLEAN = """
with company_context(tenant):
    pass
with tenant.lock():
    pass
try:
    f()
except KeyError:
    pass
from django.db import models
"""


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule, sources):
    found = {
        f"{path.relative_to(PROJECT)}:{line}"
        for path in sources
        if not (rule is rules.save_overrides and str(path.relative_to(PROJECT)) in SAVE_GUARDS)
        for line in rule(ast.parse(path.read_text()))
    }

    assert found == set()


def test_no_test_empties_the_database():
    tests = source_files("tests")

    assert [path.name for path in tests if any(rules.emptied_databases(ast.parse(path.read_text())))] == []


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BROKEN.items() for text in texts])
def test_the_rule_sees_a_breach(rule, text):
    assert list(rule(ast.parse(text)))


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_the_rule_lets_the_right_way_pass(rule):
    assert list(rule(ast.parse(CLEAN))) == []


def test_no_module_is_named_after_nothing():
    nameless = [path for path in source_files(*APPS, "tests", "bench") if rules.FORBIDDEN_NAMES.search(path.stem)]

    assert nameless == []


@pytest.mark.parametrize("name", ["utils", "date_utils", "helpers", "common_things"])
def test_a_nameless_module_would_be_seen(name):
    assert rules.FORBIDDEN_NAMES.search(name)


def test_files_name_no_machine():
    committed = [*source_files(*APPS, "tests", "bench"), *(PROJECT / name for name in ("Makefile", "pyproject.toml"))]
    # Split, so that this file does not find itself.
    machine_paths = ("/ro" + "ot/", "/wo" + "rk/", "/home" + "/")

    found = {str(path) for path in committed if any(words in path.read_text() for words in machine_paths)}

    assert found == set()
