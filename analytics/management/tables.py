"""Figures as text for people: a number never stands without its interval and n."""

from collections.abc import Mapping, Sequence
from typing import Any

Figure = Mapping[str, Any]

COMPANY_FIGURES = ("value", "nps", "csat", "ces", "loyalty", "return_index", "return_per_point")


def number(value: float) -> str:
    """Return a number with as many decimals as people can use.

    >>> number(12345.678), number(43.6936), number(0.0345)
    ('12,346', '43.69', '0.0345')
    """
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) >= 1 or value == 0 else f"{value:.3g}"


def figure(found: Figure) -> str:
    """Return an estimate as "value (low to high, n)", or a dash and the reason.

    >>> figure({"value": 40.0, "low": 23.4, "high": 54.3, "n": 100})
    '40.00 (23.40 to 54.30, n 100)'
    """
    if found["value"] is None:
        return f"- ({found.get('reason') or 'insufficient'})"
    ends = [number(end) if end is not None else "open" for end in (found["low"], found["high"])]
    return f"{number(found['value'])} ({ends[0]} to {ends[1]}, n {found['n']})"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table with columns as wide as their widest cell."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]


def period_text(period: Mapping[str, Any]) -> str:
    """Return a period as text: the company, its touchpoints by importance, its sales."""
    company, sales = period["company"], period["sales"]
    reason = f" - {period['reason']}" if period.get("reason") else ""
    lines = [f"{period['period']}  {period['status']}{reason}  run {period['run_hash'][:12]}"]
    shown = {name: company[name] for name in COMPANY_FIGURES if company[name]["value"] is not None}
    shown |= {f"{name}, unweighted": found for name, found in company.get("unweighted", {}).items()}
    lines += [f"  {name:<17} {figure(found)}" for name, found in shown.items()]
    lines.append(f"  {'customers':<17} {company['customers']:,}")
    if sales is not None:
        lines.append(
            f"  {'sales':<17} {sales['orders']:,} orders, gross {sales['gross']:,.2f}, net {sales['net']:,.2f}"
        )
    drivers = period["drivers"]
    lines.append(f"  {'drivers of':<17} {drivers['outcome']}, n {drivers['n']:,}, R2 {figure(drivers['r2'])}")
    touchpoints = sorted(period["touchpoints"], key=_by_importance)
    if touchpoints:
        names = ("value", "importance", "slope", "return_per_point", "value_at_stake")
        rows = [[t["code"], *(figure(t[name]) for name in names)] for t in touchpoints]
        lines += [f"  {line}" for line in table(["touchpoint", *names], rows)]
    return "\n".join(lines)


def _by_importance(touchpoint: Mapping[str, Any]) -> tuple[float, str]:
    return -(touchpoint["importance"]["value"] or 0.0), touchpoint["code"]


def scopes_text(scopes: Sequence[Mapping[str, Any]]) -> str:
    """Return the scores of scopes as a table; of units, with the level to expect and the rank instead of the return."""
    names = ("expected", "rank") if any("rank" in scope for scope in scopes) else ("value", "return_per_point")
    rows = [[scope["code"] or "(all)", scope["evidence"], *(figure(scope[name]) for name in names)] for scope in scopes]
    return "\n".join(f"  {line}" for line in table(["scope", "evidence", *names], rows))
