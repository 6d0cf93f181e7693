"""Draw the picture of the README from a real report of the demo company.

manage.py report --tenant hotpot --period 2026-10 --json | python docs/images/draw_score.py > docs/images/score.svg
"""

import json
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

BLUEPRINT = Path(__file__).parents[2] / "journeys" / "blueprints" / "dining.toml"
WIDTH, TOP, ROW, FOOT = 960, 132, 46, 66
INK, GREY, LINE, BLUE, GREEN = "#1f2933", "#5f6c7b", "#dfe4ea", "#2563a8", "#1d7a5f"
FONT = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class Panel:
    """One figure of every touchpoint: where it is drawn, how wide its axis is, and how its numbers are written."""

    figure: str
    title: str
    chinese: str
    left: int
    colour: str
    step: float
    written: Callable[[float], str]
    axis: int = 170

    def scale(self, estimates: list[dict[str, Any]]) -> tuple[float, float]:
        """Return the ends of the axis: whole steps that hold every interval and zero."""
        low = min(0.0, *(one["low"] for one in estimates))
        high = max(one["high"] for one in estimates)
        return (low // self.step) * self.step, -(-high // self.step) * self.step


PANELS = (
    Panel(
        "importance", "Importance for loyalty", "对忠诚的重要性", 222, BLUE, 0.05, lambda share: f"{100 * share:.1f}%"
    ),
    Panel(
        "return_per_point", "Return per point, CNY", "每分回报(元)", 590, GREEN, 20_000, lambda money: f"{money:,.0f}"
    ),
)


def text(x: float, y: float, words: str, *, size: float = 13, colour: str = INK, more: str = "") -> str:
    """Return a text element; `more` holds further attributes."""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{more}>{escape(words)}</text>'


def names() -> dict[str, tuple[str, str]]:
    """Return the touchpoints' English and Chinese names of the blueprint, by code."""
    found: dict[str, tuple[str, str]] = {}

    def look(node: Any) -> None:
        if isinstance(node, dict):
            if {"code", "name_en", "name_zh", "mode"} <= set(node):
                found[node["code"]] = (node["name_en"], node["name_zh"])
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(tomllib.loads(BLUEPRINT.read_text(encoding="utf-8")))
    return found


def drawn_panel(panel: Panel, touchpoints: list[dict[str, Any]]) -> list[str]:
    """Return an axis with a dot and an interval for each touchpoint, and the numbers beside them."""
    low, high = panel.scale([one[panel.figure] for one in touchpoints])
    bottom = TOP + ROW * len(touchpoints)

    def place(value: float) -> float:
        return round(panel.left + panel.axis * (value - low) / (high - low), 1)

    parts = [
        text(panel.left, 92, panel.title, size=14, more=' font-weight="600"'),
        text(panel.left, 111, panel.chinese, size=12, colour=GREY),
    ]
    ticks = round((high - low) / panel.step)
    for tick in range(ticks + 1):
        x = place(low + tick * panel.step)
        stroke = GREY if abs(low + tick * panel.step) < panel.step / 100 else LINE
        parts.append(f'<line x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{bottom}" stroke="{stroke}"/>')
    for end, value in (("start", low), ("end", high)) if low == 0 else (("middle", 0.0), ("end", high)):
        parts.append(
            text(place(value), bottom + 16, panel.written(value), size=11, colour=GREY, more=f' text-anchor="{end}"')
        )
    for number, one in enumerate(touchpoints):
        parts += drawn_estimate(panel, one[panel.figure], TOP + ROW * number + ROW / 2 - 4, place)
    return parts


def drawn_estimate(panel: Panel, estimate: dict[str, Any], y: float, place: Callable[[float], float]) -> list[str]:
    """Return one dot with its interval and its text."""
    x, first, last = (place(estimate[name]) for name in ("value", "low", "high"))
    beside = panel.left + panel.axis + 14
    interval = f"{panel.written(estimate['low'])} to {panel.written(estimate['high'])}"
    bar = f'x1="{first}" x2="{last}" y1="{y}" y2="{y}" stroke="{panel.colour}" stroke-opacity="0.55"'
    return [
        f'<line {bar} stroke-width="2.5" stroke-linecap="round"/>',
        f'<circle cx="{x}" cy="{y}" r="5" fill="{panel.colour}"/>',
        text(beside, y - 2, panel.written(estimate["value"]), size=14, more=' font-weight="600"'),
        text(beside, y + 14, f"{interval} · n {estimate['n']:,}", size=11, colour=GREY),
    ]


def draw(report: dict[str, Any]) -> str:
    """Return the picture of a report of one period, as SVG."""
    period = report["periods"][0]
    shown = [one for one in period["touchpoints"] if all(one[panel.figure]["value"] is not None for panel in PANELS)]
    shown.sort(key=lambda one: -one["importance"]["value"])
    height, called = TOP + ROW * len(shown) + FOOT, names()
    title = f"What moves loyalty, and what one point more is worth: {report['tenant']}, {period['period']}"
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title" font-family="{FONT}">',
        f'<title id="title">{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{height}" rx="14" fill="#ffffff"/>',
        text(28, 40, title, size=17, more=' font-weight="600"'),
        text(28, 61, "哪些触点影响忠诚,体验每提高 1 分值多少钱", size=13, colour=GREY),
    ]
    for number, one in enumerate(shown):
        y = TOP + ROW * number
        english, chinese = called.get(one["code"], (one["code"], ""))
        parts.append(f'<line x1="28" x2="{WIDTH - 28}" y1="{y + ROW - 4}" y2="{y + ROW - 4}" stroke="{LINE}"/>')
        parts.append(text(28, y + 17, english, size=13.5))
        parts.append(text(28, y + 33, chinese, size=12, colour=GREY))
    for panel in PANELS:
        parts += drawn_panel(panel, shown)
    run = period["run_hash"][:12]
    foot = f"90% intervals / 90% 区间 · n respondent-months / 受访人月 · run {run} · synthetic data / 模拟数据"
    parts.append(text(28, height - 20, foot, size=11, colour=GREY))
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    sys.stdout.write(draw(json.load(sys.stdin)))
