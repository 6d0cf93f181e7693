"""Say in the language of whoever asks what is written down in English: refusals, reasons of figures, problems.

Rules, numbers and stored scores speak English: they know no request, and a stored reason is read by people of many
languages. Doors translate when they show a text: `say` finds the text, or the template it was made from, among the
translations. `manage.py words` collects the templates from the code: an f-string with its blanks numbered.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

CHINESE = "zh"
TEMPLATE = re.compile(r"\{(\d+)\}")
DEEPEST = 4
LONGEST = 2_000
LIGHTEST = 6
_CJK = re.compile(r"[\u4e00-\u9fff]")
# Texts are put together with these; what stands between them is translated by itself.
_JOINTS = (("; ", "；"), (": ", "："))


@dataclass(frozen=True, slots=True)
class Template:
    """A text with numbered blanks: its parts between them in order, and how it is said."""

    parts: tuple[str, ...]
    blanks: tuple[int, ...]
    said: str

    @property
    def weight(self) -> int:
        """How much of a text is the template's own: the more, the surer is a match."""
        return sum(map(len, self.parts))

    @property
    def is_sure(self) -> bool:
        """Whether a match tells anything: "{0} is {1}" fits half of all sentences."""
        return bool(self.parts[0] or self.parts[-1]) or self.weight >= LIGHTEST

    def blanks_of(self, text: str) -> dict[int, str] | None:
        """Return what fills the blanks in a text; None when it was not made from this template.

        Each part is looked for from the left, once: no text takes longer than its length.
        """
        first, *inner, last = self.parts
        if len(text) < self.weight or not text.startswith(first) or not text.endswith(last):
            return None
        at, end, found = len(first), len(text) - len(last), []
        for part in inner:
            place = text.find(part, at, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(part)
        if at > end:
            return None
        return dict(zip(self.blanks, [*found, text[at:end]], strict=True))


def say(text: str) -> str:
    """Return a text in the present language: itself in English, and where nobody has translated it."""
    language = get_language() or ""
    if not language.startswith(CHINESE) or not text or len(text) > LONGEST:
        return text
    return _said(text)


def sentence(text: str) -> str:
    """Return a text in the present language as a sentence, with a capital and a full stop.

    >>> sentence("the body is empty")
    'The body is empty.'
    """
    said = say(text)
    if said[-1:] in {".", "。", "?", "!"}:
        return said
    return f"{said}。" if _CJK.search(said[-1:]) else f"{said[:1].upper()}{said[1:]}."


@lru_cache(maxsize=4_096)
def _said(text: str) -> str:
    return _translated(text, DEEPEST)


def _translated(text: str, depth: int) -> str:
    if depth == 0 or " " not in text:
        return _exact().get(text, text)
    if (known := _exact().get(text)) is not None:
        return known
    for template in _templates():
        filled = template.blanks_of(text)
        if filled is not None:
            return TEMPLATE.sub(lambda blank: _translated(filled[int(blank[1])], depth - 1), template.said)  # noqa: B023
    for joint, said in _JOINTS:
        if joint in text:
            parts = [_translated(part, depth - 1) for part in text.split(joint)]
            if parts != text.split(joint):
                return said.join(parts)
    return text


@cache
def _words() -> Mapping[str, str]:
    path = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
    return read_po(path.read_text(encoding="utf-8"))


@cache
def _exact() -> Mapping[str, str]:
    return {text: said for text, said in _words().items() if said}


@cache
def _templates() -> Sequence[Template]:
    """Return the templates, those with most words of their own first."""
    made = [template_of(text, said) for text, said in _exact().items() if TEMPLATE.search(text)]
    return sorted((one for one in made if one.is_sure), key=lambda one: -one.weight)


def template_of(text: str, said: str) -> Template:
    """Return a text with numbered blanks as a template.

    >>> template_of("{0} answers, {1} are needed", "").blanks_of("3 answers, 10 are needed")
    {0: '3', 1: '10'}
    """
    pieces = TEMPLATE.split(text)
    return Template(tuple(pieces[::2]), tuple(map(int, pieces[1::2])), said)


def read_po(text: str) -> dict[str, str]:
    """Return the translations of a .po file by text, without its header; an empty one is not translated yet."""
    return {parts["msgid"]: parts.get("msgstr", "") for parts in _blocks(text) if parts.get("msgid")}


def _blocks(text: str) -> Iterator[dict[str, str]]:
    for block in re.split(r"\n\s*\n", text):
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if match := re.match(r'(msgid|msgstr)?\s*("(?:[^"\\]|\\.)*")\s*$', line):
                key = match[1] or key
                parts[key] = parts.get(key, "") + str(ast.literal_eval(match[2]))
        yield parts
