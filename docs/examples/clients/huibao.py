"""A client of Huibao in one file, of the standard library alone: copy it, change it.

    HUIBAO_URL=http://acme.localhost:8000 HUIBAO_KEY=hb_... python huibao.py

pushes two answers and prints what became of them, then every answer that there is.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import random
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

ATTEMPTS = 6
AGAIN = {409, 429, 500, 502, 503, 504}  # 409: the same request is being carried out at this moment


class Refused(Exception):
    """The answer was no. `code` is for programs and never changes, the message is for people."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        error = (answer.get("errors") or [{}])[0]
        told = error.get("extensions", {})
        super().__init__(f"{error.get('message', 'no answer')} (request {told.get('requestId', 'unknown')})")
        self.status = status
        self.code = told.get("code", "")


class Huibao:
    """One company's API, with one key."""

    def __init__(self, url: str, key: str, *, language: str = "en") -> None:
        self.place = urlsplit(url)
        self.headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self.waits: list[float] = []

    def push(self, kind: str, records: list[dict[str, Any]], *, batch: str) -> dict[str, Any]:
        """Store up to 5,000 feedback, orders, customers or interactions, and return what became of them.

        `batch` names this batch for ever: sent again after a lost answer, it is carried out once and answered alike.
        """
        return self._post(f"/collect/v1/{kind}", records, {"Idempotency-Key": batch})

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the data of a GraphQL answer. Raises Refused when there is none, or an error beside it."""
        answer = self._post("/graphql", {"query": query, "variables": variables}, {})
        if answer.get("errors"):
            raise Refused(200, answer)
        data: dict[str, Any] = answer["data"]
        return data

    def pages(self, query: str, field: str, *, after: str | None = None, **variables: Any) -> Iterator[Any]:
        """Yield the pages of a list, one after the other: nodes, and the cursor from which to go on another day."""
        has_more = True
        while has_more:
            page = self.ask(query, after=after, **variables)[field]
            after = page["pageInfo"]["endCursor"] or after
            yield page["nodes"], after
            has_more = page["pageInfo"]["hasNextPage"]

    def _post(self, path: str, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
        data = json.dumps(body).encode()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                status, wait, answer = self._send(path, data, headers)
            except (OSError, http.client.HTTPException):
                if attempt == ATTEMPTS:
                    raise
                status, wait, answer = 0, None, {}
            if status and status not in AGAIN:
                break
            if attempt < ATTEMPTS:
                self._wait(wait, attempt)
        if status >= 400:
            raise Refused(status, answer)
        return answer

    def _send(self, path: str, data: bytes, headers: Mapping[str, str]) -> tuple[int, str | None, dict[str, Any]]:
        host = self.place.hostname or ""
        secure = self.place.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        # Names below .localhost are this machine's, which not every resolver knows.
        connection = kind("127.0.0.1" if host.endswith(".localhost") else host, self.place.port, timeout=30)
        try:
            all_headers = {**self.headers, **headers, "Content-Type": "application/json", "Host": self.place.netloc}
            connection.request("POST", path, data, all_headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Retry-After"), json.loads(answer.read() or b"{}")
        finally:
            connection.close()

    def _wait(self, asked: str | None, attempt: int) -> None:
        """Wait as long as the answer asks for, else longer each time; and a little more by chance, for all are told."""
        seconds = float(asked) if asked else 0.5 * 2**attempt
        self.waits.append(seconds)
        time.sleep(seconds * random.uniform(1, 1.25))


def verify(secret: str, headers: Mapping[str, str], body: bytes, tolerance: float = 300) -> bool:
    """Return whether a webhook was signed with the secret, not long ago. `body` is the very bytes that came.

    Names of headers are in small letters. A message can come twice: remember its `webhook-id`.
    """
    sent = headers["webhook-timestamp"]
    if abs(time.time() - int(sent)) > tolerance:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{sent}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split(" "))


ANSWERS = """query Answers($after: String, $first: Int!) {
  feedbackItems(first: $first, after: $after) { nodes { externalId occurredAt nps } pageInfo { hasNextPage endCursor } }
}"""


def main() -> None:
    """Push two answers, then pull all there are."""
    huibao = Huibao(os.environ["HUIBAO_URL"], os.environ["HUIBAO_KEY"])
    records = [
        {"external_id": "py-1", "occurred_at": "2026-05-01T19:30:00+08:00", "touchpoint": "queue", "nps": 9},
        {"external_id": "py-2", "occurred_at": "2026-05-01T20:10:00+08:00", "touchpoint": "queue", "nps": 3},
    ]
    stored = huibao.push("feedback", records, batch="py-2026-05-01")
    again = huibao.push("feedback", records, batch="py-2026-05-01")
    pulled, cursor = [], None
    for nodes, end in huibao.pages(ANSWERS, "feedbackItems", first=3):
        pulled += [node["externalId"] for node in nodes]
        cursor = end
    told = {"stored": stored, "again": again, "pulled": pulled, "cursor": cursor, "waits": huibao.waits}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
