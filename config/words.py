"""What the product says to people, in the languages it speaks: collected from the code, kept as .po, served as .mo.

Both files are committed, so that neither `make up` nor the tests need the gettext tools; a test keeps them equal.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from config.messages import all_messages

MARKS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
HEADER = (
    "Project-Id-Version: huibao\nLanguage: {language}\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=1; plural=0;\n"
)
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[a-z]|\{(\w*)[^}]*\}")
_MAGIC = 0x950412DE


def words_in(source: str) -> Iterator[str]:
    """Yield the texts that a module marks to be translated.

    >>> list(words_in('raise Refusal(_("Name %(what)s." ) % {"what": 1})'))
    ['Name %(what)s.']
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                yield text.value


def used_words(folders: Iterable[Path]) -> dict[str, Path]:
    """Return every text that the code says, marked or told without a mark, with a module that says it."""
    apps = list(folders)
    found = {word: path for app in apps for path in sorted(app.rglob("*.py")) for word in words_in(path.read_text())}
    return all_messages(apps) | found


def write_po(words: Mapping[str, str], *, language: str) -> str:
    """Return the .po file of translations, in the order of the texts."""
    blocks = [("", HEADER.format(language=language)), *sorted(words.items())]
    return "\n".join(f"msgid {_quoted(text)}\nmsgstr {_quoted(said)}\n" for text, said in blocks)


def write_mo(words: Mapping[str, str], *, language: str) -> bytes:
    """Return the compiled form of translations, as gettext reads it; untranslated texts are left out."""
    said = {"": HEADER.format(language=language), **{text: other for text, other in words.items() if other}}
    keys = sorted(said, key=str.encode)
    texts = [*(key.encode() for key in keys), *(said[key].encode() for key in keys)]
    count, place = len(keys), 28 + 16 * len(keys)
    table = []
    for text in texts:
        table.append((len(text), place))
        place += len(text) + 1
    header = struct.pack("<7I", _MAGIC, 0, count, 28, 28 + 8 * count, 0, 28)
    return header + b"".join(struct.pack("<2I", *row) for row in table) + b"".join(text + b"\0" for text in texts)


def placeholders(text: str) -> list[str]:
    """Return the places of a text that are filled in when it is said, in a fixed order."""
    return sorted(match[0] for match in _PLACEHOLDER.finditer(text.replace("%%", "")))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
