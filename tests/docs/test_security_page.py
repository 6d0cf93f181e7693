"""The table of the ASVS lists every section once, with a verdict, and names only tests that there are."""

from __future__ import annotations

import re
from collections import Counter

from tests.docs.pages import PAGES, ROOT, tables

# How many sections each chapter of ASVS 5.0 has.
SECTIONS = {
    1: 5, 2: 4, 3: 7, 4: 4, 5: 4, 6: 8, 7: 6, 8: 4, 9: 2, 10: 7, 11: 7, 12: 3, 13: 4, 14: 3, 15: 4, 16: 5, 17: 3,
}  # fmt: skip
PAGE = PAGES["docs/operations/asvs.md"]
ROWS = tables(PAGE)[0][1:]


def test_every_section_is_listed_once_and_in_order() -> None:
    listed = [row[0].split()[0] for row in ROWS]

    assert listed == [f"V{chapter}.{number + 1}" for chapter, most in SECTIONS.items() for number in range(most)]


def test_a_verdict_is_one_of_four() -> None:
    assert {row[1] for row in ROWS} <= {"met", "partly", "open", "n/a"}


def test_what_is_not_wholly_met_says_why() -> None:
    assert all(len(row[2]) > 20 for row in ROWS if row[1] in {"partly", "open"})
    assert all(row[2] for row in ROWS)


def test_every_test_that_is_named_exists_and_holds_tests() -> None:
    named = Counter(re.findall(r"`(tests/[\w/.:]+)`", PAGE))

    assert len(named) > 25
    for name in named:
        path, _, test = name.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {test or 'test_'}" in text, f"{name} is not there"
