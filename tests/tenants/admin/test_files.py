"""What browsers may load on the pages, and from where."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client

from tenants.admin.files import GIVEN, version_of_files
from tests.tenants.admin.conftest import Desk

INLINE = re.compile(r"<script(?![^>]*\ssrc=)|\son[a-z]+=|\sstyle=|<style|javascript:", re.IGNORECASE)
FOREIGN = re.compile(r'(?:src|href|action)="(?:https?:)?//')


@pytest.mark.parametrize("path", ["", "companies/", "companies/new/", "companies/acme/", "companies/acme/delete/",
                                  "set-ups/", "migrations/", "certificates/"])  # fmt: skip
def test_a_page_keeps_its_policy(desk: Desk, bank: object, path: str) -> None:
    answer = desk.reads(path)
    text = answer.content.decode()

    policy = answer["Content-Security-Policy"]
    nonces = set(re.findall(r'<script nonce="([^"]+)"', text))
    assert len(nonces) == 1
    assert f"script-src 'nonce-{nonces.pop()}';" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert INLINE.search(text) is None
    assert FOREIGN.findall(text.replace('href="http://acme.localhost"', "")) == []
    assert answer["Cache-Control"].find("no-store") >= 0


def test_nonces_are_new_each_time(desk: Desk) -> None:
    one, other = desk.reads(), desk.reads()

    assert one["Content-Security-Policy"] != other["Content-Security-Policy"]


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_every_file_is_there_and_kept_for_good(operator: object, db: None, name: str) -> None:
    answer = Client(headers={"host": "localhost"}).get(f"/admin/files/{version_of_files()}/{name}")

    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert "no-store" not in answer["Cache-Control"]


def test_styles_are_packed_for_who_takes_that(operator: object, db: None) -> None:
    address = f"/admin/files/{version_of_files()}/unfold/css/styles.css"

    packed = Client(headers={"host": "localhost", "accept-encoding": "gzip"}).get(address)
    plain = Client(headers={"host": "localhost"}).get(address)

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 80_000


@pytest.mark.parametrize(
    "name", ["unfold/../../sites.py", "operator/../pages.py", "unfold/js/app.js", "x", "etc/passwd"]
)
def test_nothing_else_is_given_out(operator: object, db: None, name: str) -> None:
    assert Client(headers={"host": "localhost"}).get(f"/admin/files/x/{name}").status_code == 404
