"""What an integrator has who syncs a warehouse each night: rows by kind and id, kept by the files of exports."""

import gzip
import hashlib
import json
import time
import urllib.request
from typing import Any

from tests.flow.http_client import Program

EXPORT = """mutation($after: String) { createExport(input: {kind: CHANGES, after: $after, limit: 700}) {
  job { id } userErrors { message } } }"""
FOLLOW = "query($id: ID!) { node(id: $id) { ... on Job { state result error } } }"
OVER = {"DONE", "FAILED", "CANCELLED"}


class Nightly:
    """A copy of a company's facts."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.cursor: str | None = None

    def sync(self) -> dict[str, int]:
        """Apply what came since the last time; return how many files that took and how many deletes came."""
        told = {"files": 0, "deletes": 0}
        while True:
            job = self.program.data(EXPORT, after=self.cursor)["createExport"]["job"]
            result = finished(self.program, job["id"])["result"]
            content = fetched(self.program, result["url"])
            assert hashlib.sha256(content).hexdigest() == result["sha256"]
            for line in map(json.loads, gzip.decompress(content).splitlines()):
                self.apply(line)
            told = {"files": told["files"] + 1, "deletes": told["deletes"] + result["deletes"]}
            self.cursor = result["nextCursor"]
            if not result["hasMore"]:
                return told

    def apply(self, line: dict[str, Any]) -> None:
        """Do what a line says."""
        if line["op"] == "delete":
            self.rows.pop((line["kind"], line["id"]), None)
        else:
            self.rows[line["kind"], line["id"]] = line["fields"]

    def count(self, kind: str) -> int:
        """Return how many rows of a kind there are."""
        return sum(one == kind for one, _ in self.rows)


def finished(program: Program, job: str) -> dict[str, Any]:
    """Wait until a job is over, which must end well."""
    deadline = time.monotonic() + 120
    while True:
        found: dict[str, Any] = program.data(FOLLOW, id=job)["node"]
        if found["state"] in OVER:
            assert found["state"] == "DONE", found
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


def fetched(program: Program, url: str) -> bytes:
    """Return what an address of the company's host gives."""
    port = program.stack.port
    headers = {"Host": f"{program.host}:{port}", "Authorization": f"Bearer {program.token}"}
    with urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{port}{url}", headers=headers), timeout=60
    ) as answer:
        content: bytes = answer.read()
        return content
