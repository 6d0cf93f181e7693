"""Make what the walks need beside the demonstration companies; `python -m tests.e2e.companies` can be run twice."""

from __future__ import annotations

import json
from collections.abc import Sequence

import django

PASSWORD = "huibao-demo"
FRESH, BARE, CROWD = "fresh", "bare", "crowd"
# Everybody who has something of their own to lose has an account of their own: walks do not get in each other's way.
PEOPLE = ("locked", "codes", "keys", "forgetful", "idle", "changing", "linked")


def main() -> dict[str, Sequence[str]]:
    """Make the companies and people; return their slugs."""
    from tenants.access import company_context
    from tenants.selectors import company_by_slug
    from tenants.services.onboarding import create_company
    from tests.e2e.crowd import fill_crowd, long_name

    values = {"currency": "CNY", "timezone": "Asia/Shanghai", "locale": "zh-hans", "admin_password": PASSWORD}
    for slug, industry in ((FRESH, "dining"), (BARE, "none")):
        create_company(slug=slug, name=slug.title(), industry=industry, admin_email=f"{slug}@{slug}.example", **values)
    crowd = create_company(
        slug=CROWD, name=long_name("Company"), admin_email=f"{CROWD}@{CROWD}.example", **values
    ).company
    with company_context(crowd):
        fill_crowd()
    with company_context(company_by_slug("hotpot")):
        people_of_the_demonstration()
    return {"companies": [FRESH, BARE, CROWD]}


def people_of_the_demonstration() -> None:
    """Make who may only look, who works at one branch, and who signs in in their own way."""
    from tenants.members.models import Membership, Role, Unit, User
    from tenants.members.services import ensure_user

    for name in (*PEOPLE, "viewer"):
        ensure_user(email=f"{name}@hotpot.example", role="viewer", password=PASSWORD, locale="en")
    if not User.objects.filter(email="branch@hotpot.example").exists():
        branch = User(email="branch@hotpot.example", locale="en")
        branch.set_password(PASSWORD)
        branch.save()
        unit = Unit.objects.filter(kind="restaurant").order_by("code")[0]
        Membership.objects.create(user=branch, role=Role.objects.get(code="manager"), unit=unit)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))  # noqa: T201  what the walks read
