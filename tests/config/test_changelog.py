"""The changelog of the API says what differs between two schemas, and its newest section what differs today."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.changelog import HOSTS, TITLE, newest, schemas_at, section, with_section
from tenants.graphql.differences import differences

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs/integrate/api-changelog.md").read_text(encoding="utf-8")
OLD = 'type Query { old: Int, both(first: Int): Kind } enum Kind { A } "What was." type Gone { a: Int }'
NEW = '''
"""Asked."""
type Query {
  """The same, better. And more words."""
  better: Int
  both(first: Int, "Where to begin." after: String): Kind @deprecated(reason: "Ask better.")
}
enum Kind { A "Another." B }
"""All new."""
type Fresh { a: Int }
'''


class TestDifferences:
    def test_it_tells_what_is_added_deprecated_and_breaking(self) -> None:
        found = differences(OLD, NEW)

        assert [entry.place for entry in found.added] == ["Fresh", "Kind.B", "Query.better", "Query.both(after:)"]
        assert [(entry.place, entry.deprecated) for entry in found.deprecated] == [("Query.both", "Ask better.")]
        assert found.breaking == ("FIELD_REMOVED: Field Query.old was removed.", "TYPE_REMOVED: Gone was removed.")

    def test_the_same_differs_in_nothing(self) -> None:
        assert not differences(NEW, NEW)

    def test_what_was_deprecated_before_is_not_told_again(self) -> None:
        assert differences(NEW, NEW + "type Other { a: Int }").deprecated == ()


class TestSection:
    @pytest.fixture
    def made(self) -> str:
        return section(
            "1.1", "v1.0", dict.fromkeys(HOSTS, OLD), {"schema.graphql": NEW, "schema.operator.graphql": OLD}
        )

    def test_it_has_the_first_sentence_of_each_description(self, made: str) -> None:
        assert made.startswith("## 1.1, since `v1.0`\n\n### On a company's host\n\nBreaking:\n\n- FIELD_REMOVED")
        assert "- `Query.better`: The same, better.\n" in made
        assert "- `Query.both`: Ask better.\n" in made
        assert "operator" not in made

    def test_it_goes_on_top_and_replaces_its_own_older_self(self, made: str) -> None:
        page = with_section("", section("1.0", "start", {}, dict.fromkeys(HOSTS, OLD)))
        page = with_section(page, section("1.1", "v1.0", dict.fromkeys(HOSTS, OLD), dict.fromkeys(HOSTS, OLD)))
        page = with_section(page, made)

        assert newest(page) == ("1.1", "v1.0")
        assert page.startswith(TITLE)
        assert [line for line in page.splitlines() if line.startswith("## ")] == [
            "## 1.1, since `v1.0`", "## 1.0, since `start`",
        ]  # fmt: skip


class TestCommand:
    def test_the_newest_section_is_what_the_committed_schemas_say(self) -> None:
        known = newest(PAGE)
        assert known is not None
        try:
            schemas_at(known[1], ROOT)
        except LookupError:
            pytest.skip("not a checkout with history")

        call_command("api_changelog", check=True)

    def test_folders_do_for_revisions_and_a_stale_page_fails_the_check(self, tmp_path: Path, settings: Any) -> None:
        for name in HOSTS:
            shutil.copy(ROOT / name, tmp_path / name)
        settings.BASE_DIR = tmp_path
        (tmp_path / "docs/integrate").mkdir(parents=True)
        with pytest.raises(CommandError, match="say since which revision"):
            call_command("api_changelog")

        call_command("api_changelog", since=str(tmp_path), json=True)

        assert "Nothing." in (tmp_path / "docs/integrate/api-changelog.md").read_text(encoding="utf-8")
        call_command("api_changelog", check=True)
        (tmp_path / "docs/integrate/api-changelog.md").write_text(TITLE + "\n## Unreleased, since `.`\n\n- no\n")
        with pytest.raises(CommandError, match="out of date"):
            call_command("api_changelog", since=str(tmp_path), check=True)

    def test_an_unknown_revision_is_told(self) -> None:
        with pytest.raises(CommandError, match=r"no schemas at v0\.0\.0"):
            call_command("api_changelog", since="v0.0.0", check=True)
