"""An event in the words that people read in a group chat."""

from collections.abc import Mapping
from typing import Any

from tenants.hooks.catalogue import CATALOGUE
from tenants.hooks.channels.message import Told

MOST_BYTES = 1900
LONGEST_VALUE = 120
_UNKNOWN = {"zh": "未知", "en": "unknown"}
_COLON = {"zh": "：", "en": ": "}


def words_of(told: Told, *, locale: str) -> str:
    """Return an event as plain text, in Chinese or English, of at most 1,900 bytes in UTF-8.

    What comes from data cannot mention anybody or become a link: "<", "@" and backquotes are replaced.
    """
    tongue = "zh" if locale.startswith("zh") else "en"
    known = CATALOGUE.get(told.type)
    title = known.title(locale) if known else told.type
    labels = known.labels(locale) if known else {}
    name = _plain(told.entity_name)
    head = f"【{told.company}】{title}" if tongue == "zh" else f"[{told.company}] {title}"
    lines = [head + (f"{_COLON[tongue]}{name}" if name else ""), *_lines(told.data, labels, tongue)]
    return _cut("\n".join(lines))


def _lines(data: Mapping[str, Any], labels: Mapping[str, str], tongue: str) -> list[str]:
    shown = [(labels.get(key, key), _shown(value, tongue)) for key, value in data.items() if value != ""]
    return [f"{label}{_COLON[tongue]}{value}" for label, value in shown]


def _shown(value: Any, tongue: str) -> str:
    if value is None:
        return _UNKNOWN[tongue]
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return _plain(", ".join(map(str, value)))
    return _plain(str(value))


def _plain(text: str) -> str:
    flat = " ".join(text.split())[:LONGEST_VALUE]
    return flat.replace("<", "‹").replace(">", "›").replace("@", "＠").replace("`", "'")


def _cut(text: str) -> str:
    raw = text.encode()
    return text if len(raw) <= MOST_BYTES else raw[: MOST_BYTES - 3].decode(errors="ignore") + "…"
