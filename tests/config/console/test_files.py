"""The console's files are kept for good, and sent as the build has compressed them."""

from __future__ import annotations

import pytest
from django.http import FileResponse
from django.test import Client

from config.console.bundle import Bundle
from config.console.files import accepted
from tenants.models import Tenant


def file(name: str, encodings: str = "") -> FileResponse:
    client = Client(HTTP_HOST="acme.localhost")
    found: FileResponse = client.get(f"/assets/{name}", headers={"Accept-Encoding": encodings})  # type: ignore[assignment]
    return found


def content_of(response: FileResponse) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("encodings", "encoding", "content"),
    [
        ("gzip, deflate, br", "br", b"brotli"),
        ("gzip", "gzip", b"gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", b"gzip"),
        ("identity", None, b"plain"),
        ("", None, b"plain"),
    ],
)
def test_a_file_comes_in_the_smallest_form_that_is_taken(
    in_acme: Tenant, built: Bundle, encodings: str, encoding: str | None, content: bytes
) -> None:
    response = file("main-abc.js", encodings)

    assert response.get("Content-Encoding") == encoding
    assert response["Content-Type"] == "text/javascript"
    assert response["Content-Length"] == str(len(content))
    assert content_of(response) == content


def test_a_file_is_kept_for_good_by_whoever_has_it(in_acme: Tenant, built: Bundle) -> None:
    response = file("main-abc.css", "br")

    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in response["Vary"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert content_of(response) == b"style"


@pytest.mark.parametrize("name", ["nothing.js", "main-abc.js.br", "main-abc.js.gz", "..", "%2e%2e%2fmanifest.json",
                                  "..%2fdocuments.json"])  # fmt: skip
def test_nothing_else_is_served(in_acme: Tenant, built: Bundle, name: str) -> None:
    assert file(name).status_code == 404


@pytest.mark.parametrize(
    ("header", "taken"), [("br;q=0.0", set()), ("BR ; q=1", {"br"}), ("", set()), (",,", set()), ("*;q=0", set())]
)
def test_what_is_taken_is_read_from_the_header(header: str, taken: set[str]) -> None:
    assert accepted(header) == taken
