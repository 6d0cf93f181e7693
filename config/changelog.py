"""The changelog of the API: one section a release or span of commits, written from the schemas of its two ends."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tenants.graphql.differences import Differences, Entry, differences

HOSTS = {"schema.graphql": "On a company's host", "schema.operator.graphql": "On the operator's host"}
TITLE = """# Changelog of the API

Newest first, made by `manage.py api_changelog` from what differs between the schemas of two revisions; the sentences
are the schema's own. Pages and edges of lists come with their lists and are left out. What may change and how it is
announced is in [what stays](deprecation.md).
"""
_NEWEST = re.compile(r"^## (?P<title>.+?), since `(?P<since>[\w./-]+)`$", re.MULTILINE)
_OF_LISTS = ("Connection", "Edge")
LONGEST = 160


def newest(page: str) -> tuple[str, str] | None:
    """Return the title of a page's newest section and the revision that it starts from; None when there is none."""
    found = _NEWEST.search(page)
    return (found["title"], found["since"]) if found else None


def schemas_at(revision: str, root: Path) -> dict[str, str]:
    """Return the schemas of a git revision, or of a folder. Raises LookupError where there are none."""
    folder = Path(revision)
    if folder.is_dir():
        return {name: (folder / name).read_text(encoding="utf-8") for name in HOSTS if (folder / name).exists()}
    found = {}
    for name in HOSTS:
        shown = subprocess.run(["git", "show", f"{revision}:{name}"], cwd=root, capture_output=True, check=False)
        if shown.returncode == 0:
            found[name] = shown.stdout.decode()
    if not found:
        raise LookupError(revision)
    return found


def section(title: str, since: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """Return the section that tells what differs between two sets of schemas."""
    empty = "type Query { nothing: Int }"
    parts = [f"## {title}, since `{since}`\n"]
    for name, host in HOSTS.items():
        found = differences(old.get(name, empty), new[name])
        if found:
            parts.append(f"\n### {host}\n{_lists(found)}")
    return "".join(parts) if len(parts) > 1 else f"{parts[0]}\nNothing.\n"


def with_section(page: str, made: str) -> str:
    """Return the page with a section at its top, in the place of the newest one if that has the same title."""
    fresh = newest(made)
    body = page[found.start() :] if (found := _NEWEST.search(page)) else ""
    known = newest(page)
    if known and fresh and known[0] == fresh[0]:
        later = _NEWEST.search(body, len(known[0]) + 4)
        body = body[later.start() :] if later else ""
    return f"{TITLE}\n{made}" + (f"\n{body}" if body else "")


def _lists(found: Differences) -> str:
    told = {
        "Breaking": [f"- {line}" for line in found.breaking],
        "Deprecated": [f"- `{entry.place}`: {entry.deprecated}" for entry in found.deprecated],
        "Added": [_line(entry) for entry in found.added if not entry.place.endswith(_OF_LISTS)],
    }
    return "".join(f"\n{name}:\n\n" + "".join(f"{line}\n" for line in lines) for name, lines in told.items() if lines)


def _line(entry: Entry) -> str:
    """Return an entry as a line, with the first sentence of its description."""
    says = " ".join(entry.says.split())
    first = re.split(r"(?<=[.!?])\s", says, maxsplit=1)[0]
    short = first if len(first) <= LONGEST else f"{first[: LONGEST - 1]}…"
    return f"- `{entry.place}`: {short}" if short else f"- `{entry.place}`"
