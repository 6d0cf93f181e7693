"""The pages for people, and how to read commands, links and tables out of them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
}
ENGLISH, CHINESE = PAGES["README.md"], PAGES["README.zh-CN.md"]
MANAGE = re.compile(r"(?:\.venv/bin/python )?manage\.py ")


def code_lines(page: str) -> list[str]:
    """Return the lines of a page's code blocks, indented or fenced, with continued lines joined."""
    lines, fenced = [], False
    for line in page.replace("\\\n", " ").splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            lines.append(line.strip())
    return lines


def commands(page: str) -> list[list[str]]:
    """Return the words after `manage.py` of each command line of a page, without comments and where they write to."""
    found = [MANAGE.split(line, maxsplit=1)[1] for line in code_lines(page) if MANAGE.match(line)]
    inline = re.findall(r"`(?:\.venv/bin/python )?manage\.py ([^`]+)`", page)
    split = [shlex.split(words, comments=True) for words in [*found, *inline]]
    return [words[: words.index(">")] if ">" in words else words for words in split]


def targets(page: str) -> set[str]:
    """Return what a page tells `make` to make."""
    lines = [line for line in code_lines(page) if line.startswith("make ")]
    lines += re.findall(r"`(make [a-z ]+)`", page)
    return {word for line in lines for word in line.partition("#")[0].split()[1:]}


def links(page: str) -> list[str]:
    """Return the targets of a page's links and pictures that lead into the repository."""
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", page) if not re.match(r"[a-z]+:", link)]


def tables(page: str) -> list[list[list[str]]]:
    """Return the tables of a page as rows of cells, without their rulers."""
    found: list[list[list[str]]] = [[]]
    for line in page.splitlines():
        if not line.startswith("|"):
            found.append([])
        elif not set(line) <= set("|-: "):
            found[-1].append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return [table for table in found if table]


def headings(page: str) -> list[str]:
    """Return the headings below the title."""
    return re.findall(r"^## (.+)$", page, re.MULTILINE)


def anchors(page: str) -> set[str]:
    """Return the names by which a link can lead to a heading of a page."""
    lines = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}
