"""The scores of worlds as text: a line a touchpoint, or a line a world for a page."""

from collections.abc import Iterable

from bench.worlds.run import Score

HEAD = (
    f"{'world':18}{'touchpoint':11}{'method':15}{'slope':>7}{'cover':>6}{'rank':>6}"
    f"{'return':>8}{'(se)':>7}{'cover':>6}{'refused':>8}"
)


def text(scores: Iterable[Score]) -> str:
    """Return the table for a terminal."""
    return "\n".join([HEAD, *(_line(score) for score in scores)])


def markdown(scores: Iterable[Score]) -> str:
    """Return a line for each world and method; cells hold mean estimate over truth and coverage of the return."""
    found: dict[tuple[str, str], dict[str, Score]] = {}
    for score in scores:
        found.setdefault((score.world, score.method), {})[score.touchpoint] = score
    codes = sorted({code for row in found.values() for code in row})
    head = ["world", "method", *codes]
    rows = [[world, method, *(_cell(row.get(code)) for code in codes)] for (world, method), row in found.items()]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(score: Score | None) -> str:
    if score is None:
        return ""
    refused = f" ({score.refused} refused)" if score.refused else ""
    return f"{score.return_ratio:.2f}, {score.return_coverage:.2f}{refused}"


def _line(s: Score) -> str:
    return (
        f"{s.world:18}{s.touchpoint:11}{s.method:15}{s.slope_ratio:7.3f}{s.slope_coverage:6.2f}{s.rank_coverage:6.2f}"
        f"{s.return_ratio:8.3f}{s.return_error:7.3f}{s.return_coverage:6.2f}{s.refused:8d}"
    )
