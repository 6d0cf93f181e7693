"""Make companies beside a stack, in one process: `python -m tests.faults.companies SLUG ...` prints a key for each."""

import json
import sys

import django


def main(slugs: list[str]) -> dict[str, str]:
    """Make the companies; return the token of a key to everything in each."""
    from tenants.access import ALL_CAPABILITIES, company_context
    from tenants.members.services import create_api_key
    from tenants.models.tenant import OPERATOR_SLUG
    from tenants.services.onboarding import create_company, ensure_operator

    tokens = {}
    for slug in slugs:
        values = {"name": slug.title(), "currency": "CNY", "timezone": "Asia/Shanghai", "locale": "en"}
        made = ensure_operator() if slug == OPERATOR_SLUG else create_company(slug=slug, **values)
        company = made.company
        with company_context(company):
            tokens[slug] = create_api_key(name="all", scopes=ALL_CAPABILITIES)[1]
    return tokens


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(sys.argv[1:])))  # noqa: T201 - what the test reads
