"""The demo companies of `make up`: management commands that create and fill each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoCompany:
    """A company to show, made by manage.py commands that may all be run twice.

    `{run_dir}` in an argument stands for the run directory.
    """

    slug: str
    steps: tuple[tuple[str, ...], ...]
    what: str = "company"


DEMO_COMPANIES = tuple(DemoCompany(slug, (("demo", "--only", slug),)) for slug in ("hotpot", "shop"))
# Who looks after them, at /admin/ on the operator's host.
DEMO_OPERATOR = DemoCompany("operator", (("operator", "create", "--demo"),), what="account")
