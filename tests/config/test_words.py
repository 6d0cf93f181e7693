"""Everything that is said to people is said in Chinese too, with the same blanks to fill in."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.management.commands.words import APPS, LANGUAGE
from config.words import placeholders, used_words, words_in, write_mo, write_po
from tenants.wording import read_po

FOLDER = Path(settings.BASE_DIR) / "locale" / LANGUAGE / "LC_MESSAGES"


def test_every_text_that_the_code_says_is_translated_and_compiled() -> None:
    call_command("words", check=True)


def test_translations_have_the_blanks_of_their_texts() -> None:
    words = read_po((FOLDER / "django.po").read_text())

    wrong = {text for text, said in words.items() if placeholders(text) != placeholders(said)}
    # Chinese has no plural, so the ending in "3 units" is left out.
    assert {text for text in wrong if "unit{1}:" not in text} == set()


def test_no_marked_text_is_put_together_before_it_is_translated() -> None:
    """An f-string would be looked up with its blanks filled in, and never be found."""
    used = used_words(Path(settings.BASE_DIR) / app for app in APPS)

    assert used
    for path in set(used.values()):
        assert '_(f"' not in path.read_text(), path


def test_compiled_words_are_read_by_gettext() -> None:
    words = {"Sign in.": "请登录。", 'A "b"\n%(c)s': "“%(c)s”", "later": ""}

    read = gettext.GNUTranslations(io.BytesIO(write_mo(words, language="zh_Hans")))

    assert read.gettext("Sign in.") == "请登录。"
    assert read.gettext('A "b"\n%(c)s') == "“%(c)s”"
    assert read.gettext("later") == "later"
    assert read_po(write_po(words, language="zh_Hans")) == words


def test_texts_in_several_parts_are_one() -> None:
    assert list(words_in('x = gettext("a " "b")\ny = gettext_lazy("c")\nz = other("d")')) == ["a b", "c"]


class TestCommand:
    """`words` adds what is new, and says what is missing."""

    def test_new_texts_are_added_without_a_translation(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="not translated"):
            call_command("words", dir=tmp_path, check=True)

        call_command("words", dir=tmp_path, json=True)

        assert read_po((tmp_path / LANGUAGE / "LC_MESSAGES/django.po").read_text())

    def test_a_stale_compilation_is_found(self, tmp_path: Path) -> None:
        folder = tmp_path / LANGUAGE / "LC_MESSAGES"
        folder.mkdir(parents=True)
        folder.joinpath("django.po").write_bytes((FOLDER / "django.po").read_bytes())
        folder.joinpath("django.mo").write_bytes(b"old")

        with pytest.raises(CommandError, match="out of date"):
            call_command("words", dir=tmp_path, check=True)
