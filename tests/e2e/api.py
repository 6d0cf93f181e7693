"""What the API answers to whoever sits in front of a browser, for a walk to compare with what is shown."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_ASK = """async body => {
  const token = document.cookie.split('; ').find(one => one.startsWith('csrftoken=')).slice(10)
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token}
  return (await fetch('/graphql', {method: 'POST', headers, body: JSON.stringify(body)})).json()
}"""


def asked(page: Page, query: str, **variables: Any) -> dict[str, Any]:
    """Return the data of an answer. Raises AssertionError when the whole is refused."""
    answer: dict[str, Any] = page.evaluate(_ASK, {"query": query, "variables": variables})
    assert answer.get("data"), answer
    data: dict[str, Any] = answer["data"]
    return data
