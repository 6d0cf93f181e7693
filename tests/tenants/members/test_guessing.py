"""Passwords that are guessed first are refused, wherever one is set."""

from __future__ import annotations

from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from tenants.members.services.breached import is_breached
from tenants.members.services.guessing import own_words
from tenants.models import Tenant


def refused(password: str) -> set[str]:
    try:
        validate_password(password)
    except ValidationError as error:
        return {str(one.code) for one in error.error_list}
    return set()


@pytest.mark.parametrize("password", ["huibao2026!", "Acme-ACME-1", "acmemanager", "回报2026admin", "owner.of.acme"])
def test_a_name_that_everybody_knows_is_no_password(in_acme: Tenant, password: str) -> None:
    assert "own_words" in refused(password)


@pytest.mark.parametrize("password", ["acme correct horse", "我喜欢在回报里写诗 七步", "x7!kQ-92#vLp"])
def test_a_name_with_more_beside_it_may_be(in_acme: Tenant, password: str) -> None:
    assert refused(password) == set()


def test_the_words_are_those_of_this_company(in_globex: Tenant) -> None:
    assert "globex" in own_words()
    assert "acme" not in own_words()
    assert refused("globex-2026") == {"own_words"}


@pytest.mark.parametrize("password", ["password", "iloveyou1", "12345678", "qwertyuiop"])
def test_a_common_password_is_refused(in_acme: Tenant, password: str) -> None:
    assert "password_too_common" in refused(password)


@pytest.mark.parametrize("password", ["x" * 7, "kühl?42"])
def test_seven_characters_are_too_few(in_acme: Tenant, password: str) -> None:
    assert "password_too_short" in refused(password)


@pytest.mark.parametrize(
    "password", ["z" * 900 + "1", "nothing but small letters", "七步成诗不过如此而已", " blanks at both ends "]
)
def test_any_composition_and_length_will_do(in_acme: Tenant, password: str) -> None:
    assert refused(password) == set()


def test_it_is_said_in_chinese_too(in_acme: Tenant) -> None:
    with override("zh-hans"), pytest.raises(ValidationError, match="名称"):
        validate_password("acme-2026")


class TestBreached:
    @pytest.fixture
    def known(self, tmp_path: Path) -> Path:
        hashes = sorted(
            sha1(f"breached-{number}".encode(), usedforsecurity=False).hexdigest().upper() for number in range(500)
        )
        file = tmp_path / "breached.txt"
        file.write_text("".join(f"{one}:{place % 97 + 1}\r\n" for place, one in enumerate(hashes)))
        return file

    def test_every_line_is_found_and_nothing_else(self, known: Path) -> None:
        assert all(is_breached(f"breached-{number}", path=known) for number in range(500))
        assert not any(is_breached(f"unknown-{number}", path=known) for number in range(200))

    def test_an_empty_file_knows_none(self, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").touch()

        assert not is_breached("anything", path=tmp_path / "empty.txt")

    def test_with_the_file_it_is_refused(self, in_acme: Tenant, known: Path, settings: Any) -> None:
        assert refused("breached-17") == set()

        settings.BREACHED_PASSWORDS_FILE = str(known)

        assert refused("breached-17") == {"breached"}

    def test_without_a_file_that_was_named_no_password_is_set(self, in_acme: Tenant, settings: Any) -> None:
        settings.BREACHED_PASSWORDS_FILE = "/nowhere/breached.txt"

        with pytest.raises(FileNotFoundError):
            validate_password("correct horse battery")
