"""The tables of the ASVS list every requirement once, with a verdict, and name only tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import PurePosixPath

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, tables

# How many requirements of levels 1 and 2 each section of ASVS 5.0 has; they are numbered without a gap.
REQUIREMENTS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
FOLDER = "docs/operations/asvs"
CHAPTERS = {name: page for name, page in sorted(PAGES.items()) if name.startswith(f"{FOLDER}/")}
ROWS = {name: tables(page)[0][1:] for name, page in CHAPTERS.items()}
INDEX = tables(PAGES[f"{FOLDER}.md"])[0][1:]
TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
LINK = re.compile(r"\]\(([^)#]+)#([^)]+)\)")
ITSELF = "test_what_is_to_be_written_down_is"


def verdict(row: list[str]) -> str:
    """Return test, n/a or open."""
    beginnings = {"n/a because ": "n/a", "open: ": "open"}
    return next((said for words, said in beginnings.items() if row[2].startswith(words)), "test")


@cache
def names_of(path: str) -> frozenset[str]:
    """Return the tests of a file, those of a class by both names."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    for group in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        found |= {f"{group.name}::{node.name}" for node in group.body if isinstance(node, ast.FunctionDef)}
    return frozenset(found | {name.rpartition("::")[2] for name in found})


def test_every_requirement_is_listed_once_and_in_order() -> None:
    listed = [row[0] for rows in ROWS.values() for row in rows]

    assert listed == [f"V{section}.{number + 1}" for section, most in REQUIREMENTS.items() for number in range(most)]
    assert len(listed) == 253


def test_a_requirement_stands_in_its_chapter() -> None:
    for name, rows in ROWS.items():
        number = int(PurePosixPath(name).stem[1:3])
        assert {int(row[0][1:].partition(".")[0]) for row in rows} == {number}


def test_a_verdict_is_a_test_or_says_why_there_is_none() -> None:
    for row in (row for rows in ROWS.values() for row in rows):
        assert row[1], row
        if verdict(row) == "test":
            assert TEST.search(row[2]), row
        else:
            assert len(row[2]) > len("n/a because "), row


def test_every_test_that_is_named_exists() -> None:
    named = {(path, test) for page in CHAPTERS.values() for path, test in TEST.findall(page)}

    assert len(named) > 120
    assert [f"{path}::{test}" for path, test in sorted(named) if test not in names_of(path)] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_is_to_be_written_down_is(chapter: str) -> None:
    for row in (row for row in ROWS[chapter] if ITSELF in row[2]):
        (path, anchor), *_ = LINK.findall(row[2])
        page = (ROOT / chapter).parent.joinpath(path).resolve().relative_to(ROOT)

        assert anchor in anchors(PAGES[str(page)]), f"{row[0]} leads nowhere"


def test_the_index_counts_what_the_chapters_say() -> None:
    counted = []
    for name, rows in ROWS.items():
        verdicts = [verdict(row) for row in rows]
        title = CHAPTERS[name].partition("\n")[0].removeprefix("# ")
        link = f"[{title}](asvs/{PurePosixPath(name).name})"
        counted.append([link, *(str(verdicts.count(one)) for one in ("test", "n/a", "open"))])

    assert INDEX[:-1] == counted
    assert [int(cell) for cell in INDEX[-1][1:]] == [sum(int(row[column]) for row in counted) for column in (1, 2, 3)]
