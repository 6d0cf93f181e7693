"""A program that talks GraphQL to a running stack: status, headers and answer of each request."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.faults.stack import Stack


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: dict[str, Any]

    @property
    def codes(self) -> list[str]:
        """Codes of the errors, if there are any."""
        return [error["extensions"]["code"] for error in self.body.get("errors", [])]


@dataclass
class Program:
    """Calls one host with one key."""

    stack: Stack
    host: str
    token: str

    def ask(self, query: str, *, extensions: dict[str, object] | None = None, **variables: object) -> Answer:
        """Post a document; an answer of any status is an answer."""
        asked = {"query": query, "variables": variables, "extensions": extensions or {}}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.stack.port}/graphql",
            data=json.dumps(asked).encode(),
            headers={
                "Host": f"{self.host}:{self.stack.port}",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers, json.load(answer))
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, json.load(error))

    def data(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the data of an answer that must be without errors, also in its payloads."""
        answer = self.ask(query, **variables)
        assert answer.status == 200, answer
        assert not answer.codes, answer.body
        found: dict[str, Any] = answer.body["data"]
        for payload in found.values():
            assert not (isinstance(payload, dict) and payload.get("userErrors")), payload
        return found
