"""`scenario`: what-if questions that are kept, compared and turned into plans."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from analytics.management.documents import read_document
from analytics.management.tables import figure
from analytics.models.scenario import Scenario
from analytics.services.scenarios.adopt import adopt_scenario
from analytics.services.scenarios.keep import (
    compare_scenarios,
    forget_scenario,
    keep_scenario,
    printed_scenario,
    scenario_of,
)
from tenants.management.base import CompanyCommand
from tenants.models.tenant import Tenant

FIGURES = ("delta_equity", "cost", "npv", "roi", "payback_months")


class Command(CompanyCommand):
    """Ask, show, compare and adopt scenarios."""

    reads = frozenset({"show", "compare"})
    help = "Think improvements of several touchpoints through: import scenarios, compare them, make one plans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the action and its file or codes."""
        actions = parser.add_subparsers(dest="action", required=True)
        helps = {
            "import": "ask a scenario, or ask it again",
            "show": "print one, or list all",
            "compare": "say which is likely to bring more",
            "adopt": "make it action plans",
            "delete": "forget one",
        }
        parsers = {name: actions.add_parser(name, help=text) for name, text in helps.items()}
        for one in parsers.values():
            super().add_arguments(one)
        parsers["import"].add_argument("file", type=Path, help="JSON of the scenario")
        parsers["show"].add_argument("--scenario", metavar="CODE", help="one scenario; all when left out")
        parsers["compare"].add_argument("codes", nargs="+", metavar="CODE", help="two scenarios or more")
        parsers["adopt"].add_argument("--scenario", required=True, metavar="CODE")
        parsers["adopt"].add_argument("file", type=Path, help="JSON of dates, units, department and owner")
        parsers["delete"].add_argument("--scenario", required=True, metavar="CODE")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Do what was asked; return what to print."""
        action, code = options["action"], options.get("scenario")
        if action == "import":
            kept = keep_scenario(
                company=company, document=read_document(options["file"], what="a scenario"), now=timezone.now()
            )
            return {"tenant": company.slug, **printed_scenario(kept)}
        if action == "compare":
            return {"tenant": company.slug, "pairs": compare_scenarios(options["codes"])}
        if action == "adopt":
            plans = adopt_scenario(
                company=company, code=str(code), terms=read_document(options["file"], what="terms of plans")
            )
            return {"tenant": company.slug, "scenario": code, "plans": [plan.code for plan in plans]}
        if action == "delete":
            forget_scenario(str(code))
            return {"tenant": company.slug, "deleted": code}
        if code is not None:
            return {"tenant": company.slug, **printed_scenario(scenario_of(code))}
        listed = Scenario.objects.all()
        return {"tenant": company.slug, "scenarios": [printed_scenario(scenario) for scenario in listed]}

    def render(self, result: dict[str, Any]) -> str:
        """Return the figures of a scenario, a line each; anything else as JSON."""
        if "delta_equity" not in result:
            return json.dumps(result, ensure_ascii=False, indent=2)
        lines = [f"{result['code']} ({result['period']}): {result['title']}"]
        lines += [f"  {name:<16} {figure(result[name])}" for name in FIGURES]
        lines += [f"  {code:<16} {figure(part)}" for code, part in result["touchpoints"].items()]
        doubt = sorted(result["doubt"].items(), key=lambda pair: -pair[1])
        return "\n".join([*lines, "  doubt: " + ", ".join(f"{name} {share:.0%}" for name, share in doubt if share)])
