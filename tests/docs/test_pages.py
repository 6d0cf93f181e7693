"""What any page says of the repository is so: commands, make targets, links, files, variables, words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from config.schema import company_schema
from tests.docs.pages import PAGES, ROOT, anchors, commands, links, tables, targets
from tests.docs.recipes import blocks

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
MADE_BY_PAGE = {path for path, _, _ in blocks(PAGES["docs/first-change.md"])}
PLACES = "config|tenants|journeys|feedback|analytics|tests|docs|bench"
COMMANDS = [(name, words) for name, page in sorted(PAGES.items()) for words in commands(page)]
READERS = {"text", "optional", "integer", "flag", "words", "get", "setdefault"}


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=[f"{name}: {' '.join(words)}" for name, words in COMMANDS])
def test_a_command_exists_and_its_options_parse(page: str, words: list[str]) -> None:
    name, *arguments = words
    command = load_command_class(get_commands()[name], name)

    assert command.create_parser("manage.py", name).parse_args(arguments) is not None


@pytest.mark.parametrize("page", sorted(PAGES))
def test_what_is_made_can_be_made(page: str) -> None:
    assert targets(PAGES[page]) <= set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_link_leads_somewhere(page: str) -> None:
    for link in links(PAGES[page]):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), f"{page} links to {link}, which is not there"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{page} links to {link}"


@pytest.mark.parametrize("page", sorted(set(PAGES) - {"CHANGELOG.md"}))
def test_every_file_that_is_named_is_there(page: str) -> None:
    named = set(re.findall(rf"(?:^|[\s`(])((?:{PLACES})/[\w./-]*\w\.(?:py|toml|md|json|txt|svg))\b", PAGES[page]))

    assert {path for path in named - MADE_BY_PAGE if not (ROOT / path).exists()} == set()


def variables(path: Path) -> set[str]:
    """Return the environment variables that a module reads or presets: names in capitals given to their readers."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            found |= {
                arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            }
    return {name for name in found if re.fullmatch(r"[A-Z][A-Z_]{3,}", name)}


def test_every_variable_of_the_environment_is_explained() -> None:
    read = set().union(*(variables(path) for path in (ROOT / "config").rglob("*.py")))
    composed = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    listed = {
        row[0].strip("`")
        for page in ("README.md", "docs/operations/settings.md")
        for table in tables(PAGES[page])
        for row in table
    }

    assert {"DATABASE_URL", "TICK_SECONDS", "BEHIND_TLS_PROXY"} <= read
    assert (read | composed) - listed == set()
    assert {name for name in listed if name.isupper()} - read - composed == set()


@pytest.mark.parametrize("page", sorted(page for page in PAGES if page.startswith("docs/decisions/")))
def test_a_decision_has_a_question_a_choice_and_what_was_weighed(page: str) -> None:
    text = PAGES[page]

    assert re.search(r"^\*\*Question\.\*\* .+\?", text, re.MULTILINE | re.DOTALL)
    assert re.search(r"^\*\*Choice\.\*\*", text, re.MULTILINE)
    assert re.search(r"^\*\*(Weighed|Why)\b", text, re.MULTILINE)


@pytest.mark.parametrize("folder", ["docs/metrics", "docs/examples/worlds"])
def test_an_index_lists_its_pages(folder: str) -> None:
    listed = set(links(PAGES[f"{folder}/README.md"]))
    beside = {path.name for path in (ROOT / folder).iterdir() if path.suffix in {".md", ".toml"}}

    assert beside - {"README.md"} <= listed


def test_the_glossary_has_the_words_of_the_api() -> None:
    rows = tables(PAGES["docs/glossary.md"])[0][1:]
    words = {word for row in rows for word in re.findall(r"[a-z]+", row[0].lower())}
    interface = company_schema.core.type_map["Node"]
    types = {kind.name for kind in company_schema.core.get_possible_types(interface)}

    parts = {part.lower() for name in types for part in re.findall(r"[A-Z][a-z]+", name)}
    assert parts - words == set(), "say in the glossary what the API's words mean"


def test_every_word_of_the_glossary_is_in_both_languages_once() -> None:
    rows = tables(PAGES["docs/glossary.md"])[0][1:]

    for column in (0, 1):
        found = [row[column] for row in rows]
        assert len(found) == len(set(found))
    assert all(re.search(r"[\u4e00-\u9fff]", row[1]) and row[2] for row in rows)
