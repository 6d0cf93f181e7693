"""What walks fill in more than once."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def picks(field: Locator, words: str) -> None:
    """Choose from a list by typing, once what was typed is offered, and close the list."""
    field.fill(words)
    field.page.locator(".ant-select-item-option-active").filter(has_text=words).wait_for()
    field.press("Enter")
    field.press("Escape")


def writes_a_plan(page: Page, name: str) -> None:
    """Fill in the form of a new plan, in English; its code is its name."""
    page.get_by_label("Title").fill(name)
    page.get_by_label("Code").fill(name)
    picks(page.get_by_label("Units that meet the change"), "春熙路店")
