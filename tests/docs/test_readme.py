"""The README is true in both languages: commands, options, settings, addresses, links."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve

from analytics.management.demonstration import SCORED_MONTHS
from analytics.simulation.calendar import month_name
from analytics.simulation.reader import read_world
from config.embedded.demo import DEMO_COMPANIES
from feedback.services.intake import KINDS
from tests.docs.pages import CHINESE, ENGLISH, ROOT, code_lines, commands, headings, links, tables
from tests.isolation.command_rows import our_commands

# Run by `make`, by other commands and by who changes the API or its words; the README is for who uses the product.
INTERNAL = {"demo", "prepare", "graphql_schema", "words", "api_changelog"}


def named_in_table(page: str) -> set[str]:
    """Return the commands of the README's table: `tenant create / list` names two."""
    found = set()
    rows = next(table for table in tables(page) if table[0][0] in {"command", "命令"})
    for row in rows[1:]:
        for words in re.findall(r"`([^`]+)`", row[0]):
            first, *rest = words.split(" / ")
            name, _, sub = first.partition(" ")
            found |= {first, *(f"{name} {other}" for other in rest)} if sub and sub[0] != "-" else {name}
    return found


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["English", "Chinese"])
class TestEach:
    def test_the_table_names_every_command(self, page: str) -> None:
        ours = {name for name, _, _ in our_commands()}
        named = named_in_table(page)
        spread = {full for full in ours for name in named if full == name or full.startswith(f"{name} ")}

        assert {name for name in named if name not in {full.partition(" ")[0] for full in ours}} <= ours
        assert ours - spread == INTERNAL

    def test_it_is_short(self, page: str) -> None:
        assert len(page.splitlines()) < 150

    def test_the_two_commands_come_first(self, page: str) -> None:
        assert [line.split()[:2] for line in code_lines(page)[:2]] == [["make", "up"], ["make", "test"]]

    def test_the_addresses_answer(self, page: str) -> None:
        kinds = re.search(r"/collect/v1/\{([\w,]+)\}", page)

        assert kinds is not None
        assert kinds[1].split(",") == list(KINDS)
        for kind in KINDS:
            assert resolve(f"/collect/v1/{kind}", "config.urls")
        for host, urls in (("hotpot.localhost", "config.urls"), ("localhost", "config.public_urls")):
            assert f"`http://{host}:8000/graphql`" in page
            assert resolve("/graphql", urls)

    def test_the_demo_has_what_is_asked_of_it(self, page: str) -> None:
        world = read_world("hotpot")
        count = world.months.count
        asked = [words for words in commands(page) if "hotpot" in words]
        given = {words[at]: words[at + 1] for words in asked for at in range(len(words) - 1) if words[at][:2] == "--"}

        assert len(asked) == 3
        assert given["--tenant"] in {demo.slug for demo in DEMO_COMPANIES}
        assert given["--touchpoint"] in {one.code for one in world.touchpoints}
        assert given["--plan"] in {plan.code for plan in world.plans}
        assert given["--period"] in {month_name(world, month) for month in range(count - SCORED_MONTHS, count)}

    def test_it_shows_the_picture_of_a_result(self, page: str) -> None:
        assert "docs/images/score.svg" in links(page)

    def test_it_shows_two_screens_of_the_console(self, page: str) -> None:
        screens = [ROOT / link for link in links(page) if link.startswith("docs/screens/")]

        assert len(screens) == 2
        assert all(screen.read_bytes().startswith(b"\x89PNG") for screen in screens)


def without_names(words: list[str]) -> list[str]:
    """Return a command without the name of the company, which is in the reader's language."""
    return [word for at, word in enumerate(words) if words[at - 1] != "--name"]


def test_both_languages_have_the_same_commands() -> None:
    assert [without_names(words) for words in commands(CHINESE)] == [
        without_names(words) for words in commands(ENGLISH)
    ]


def test_both_languages_have_the_same_sections_and_links() -> None:
    other = {"README.md", "README.zh-CN.md"}

    assert len(headings(CHINESE)) == len(headings(ENGLISH))
    alike = [
        {link for link in links(page) if not link.startswith("docs/screens/")} - other for page in (CHINESE, ENGLISH)
    ]
    assert alike[0] == alike[1]
    assert (other & set(links(ENGLISH)), other & set(links(CHINESE))) == ({"README.zh-CN.md"}, {"README.md"})


def test_both_languages_have_the_same_rows() -> None:
    shown = [
        [[re.findall(r"`([^`]+)`", row[0]) for row in table[1:]] for table in tables(page)]
        for page in (ENGLISH, CHINESE)
    ]

    assert shown[0] == shown[1]


def test_both_languages_name_the_same_code() -> None:
    """Words in backticks are names, so they are the same in every language."""
    english, chinese = (set(re.findall(r"`([^`\n]+)`", page)) for page in (ENGLISH, CHINESE))

    assert chinese == english
