"""A client that changes one touchpoint over and over by GraphQL, and has scores computed now and then."""

import itertools
import json
import threading
import time
import urllib.request
from typing import Any

from tests.faults.stack import Stack

MAKE = """mutation { createTouchpoint(input: {code: "desk", nameEn: "n"}) {
  touchpoint { id } userErrors { message } } }"""
CHANGE = """mutation($id: ID!, $name: String!) { updateTouchpoint(input: {id: $id, nameEn: $name}) {
  touchpoint { nameEn } userErrors { code message } } }"""
LISTEN = """mutation($url: String!) { createWebhookEndpoint(input: {name: "esb", url: $url, events: []}) {
  secret userErrors { message } } }"""
SCORE = "mutation { requestScores(input: {}) { job { id state } userErrors { message } } }"


def ask(stack: Stack, slug: str, token: str, query: str, **variables: object) -> dict[str, Any]:
    """Return the data of an answer that has no error; raise OSError for one that was not given or tells of an error."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{stack.port}/graphql",
        data=json.dumps({"query": query, "variables": variables}).encode(),
        headers={
            "Host": f"{slug}.localhost:{stack.port}",
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        found: dict[str, Any] = json.load(answer)
    if "errors" in found:
        raise OSError(str(found["errors"])[:300])
    data: dict[str, Any] = found["data"]
    return data


class Changer(threading.Thread):
    """Gives the touchpoint the names n0, n1, ...: each change is tried until it is acknowledged."""

    def __init__(self, stack: Stack, token: str, slug: str = "acme") -> None:
        super().__init__(daemon=True)
        self.stack, self.token, self.slug = stack, token, slug
        self.id = str(self._ask(MAKE)["createTouchpoint"]["touchpoint"]["id"])
        self.changes, self.scores = 0, 0
        self.refusals: list[str] = []
        self.finish = threading.Event()

    def _ask(self, query: str, **variables: object) -> dict[str, Any]:
        return ask(self.stack, self.slug, self.token, query, **variables)

    def listen(self, url: str) -> None:
        """Have every event told to a receiver."""
        assert self._ask(LISTEN, url=url)["createWebhookEndpoint"]["secret"]

    def run(self) -> None:
        """Change until told to finish."""
        for number in itertools.count():
            if self.finish.is_set():
                return
            self._until_done(CHANGE, id=self.id, name=f"n{number}")
            self.changes += 1
            if number % 25 == 0:
                self._until_done(SCORE)
                self.scores += 1
            time.sleep(0.1)

    def _until_done(self, query: str, **variables: object) -> None:
        while True:
            try:
                (payload,) = self._ask(query, **variables).values()
            except OSError as error:
                self.refusals.append(str(error))
                time.sleep(0.1)
                continue
            assert not payload["userErrors"], payload
            return

    def end(self) -> None:
        """Finish, and wait until the last change is acknowledged."""
        self.finish.set()
        self.join(90)
        assert not self.is_alive(), self.refusals[-3:]
