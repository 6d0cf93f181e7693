"""A period without data: every screen says so in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import LANGUAGES, foremost
from tests.e2e.places import holds
from tests.e2e.visitor import Visitor

SAID = {
    "/": ("该期没有评分。", "Nothing has been scored in this period."),
    "/journeys": ("没有数字", "No figure"),
    "/journeys/dining": ("没有该旅程的数据", "has no figures for this journey"),
    "/drivers": ("该期还没有评分", "has not been scored"),
    "/simulator": ("该期还没有评分", "has not been scored"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", foremost(list(SAID), "/", "/simulator"))
def test_it_says_so(visitor: Visitor, path: str, language: str) -> None:
    page = visitor.enters(f"{path}?period=2019-01", language=language)

    words = SAID[path][language == "en-US"]
    expect(page.locator("#content").get_by_text(words).first).to_be_visible()
    expect(page.locator("#content .ant-alert-error")).to_have_count(0)
    holds(page)
