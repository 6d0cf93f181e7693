"""Codes for when the phone is lost cannot be guessed, not even by who has the database."""

from __future__ import annotations

import base64
import secrets

import pytest

from tenants.members.access import digest_of
from tenants.members.services.totp import RECOVERY_CODES, bare, new_recovery_codes, new_secret


def test_a_code_has_more_than_112_bits_and_only_its_digest_is_kept() -> None:
    codes = new_recovery_codes()

    assert len(set(codes)) == RECOVERY_CODES
    for code in codes:
        assert 8 * len(base64.b32decode(bare(code))) == 120
        assert bare(code) not in digest_of(bare(code))


def test_codes_and_secrets_come_from_the_systems_random_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(size: int) -> bytes:
        asked.append(size)
        return bytes(size)

    monkeypatch.setattr(secrets, "token_bytes", counted)

    assert new_secret() == "A" * 32
    assert set(map(bare, new_recovery_codes())) == {"A" * 24}
    assert asked == [20, *[15] * RECOVERY_CODES]
