"""Write a company in the import formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analytics.simulation.comments import write_comments
from analytics.simulation.company import Company
from analytics.simulation.facts import customer_columns, draw_clock, interaction_columns, order_columns, unit_columns
from analytics.simulation.rows import write_csv
from analytics.simulation.sheets import feedback_columns
from analytics.simulation.truth_file import settings_document, truth_document


def write_company(company: Company, folder: Path) -> dict[str, int]:
    """Write the import files, plans, settings, manifest and truth of a company into `folder`.

    Return the rows of each kind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clock = draw_clock(company)
    tables = {
        "units": unit_columns(company) if company.units else None,
        "customers": customer_columns(company),
        "interactions": interaction_columns(company, clock) if company.world.output.interactions else None,
        "feedback": feedback_columns(company, clock, write_comments(company)),
        "orders": order_columns(company, clock),
    }
    rows = {kind: write_csv(folder / f"{kind}.csv", columns) for kind, columns in tables.items() if columns}
    settings = settings_document(company)
    imports = [{"kind": kind, "file": f"{kind}.csv"} for kind in rows]
    _write_json(folder / "settings.json", settings)
    _write_json(folder / "manifest.json", {"settings": settings, "imports": imports})
    _write_json(folder / "truth.json", truth_document(company))
    for number, document in enumerate(plan_documents(company)):
        _write_json(folder / (f"plan.{document['code']}.json" if number else "plan.json"), document)
    return rows


def plan_documents(company: Company) -> list[dict[str, Any]]:
    """Return the company's plans as `plan import` reads them, in the order of the world."""
    documents = []
    for plan, treated in zip(company.world.plans, company.treated, strict=True):
        arms: dict[bool, list[str]] = {True: [], False: []}
        for code, on in zip(company.units, treated.tolist(), strict=True):
            arms[on].append(code)
        documents.append(
            {
                "code": plan.code,
                "title": plan.title,
                "touchpoint": plan.touchpoint,
                "metric": plan.metric,
                "unit_of_effect": plan.unit_of_effect,
                "treated_units": arms[True],
                "control_units": arms[False],
                "baseline_from": plan.baseline_from.isoformat(),
                "start_date": plan.start_date.isoformat(),
                "evaluate_to": plan.evaluate_to.isoformat(),
                "expected_uplift": plan.expected_uplift,
                "cost": plan.cost,
                "currency": company.world.currency,
            }
        )
    return documents


def _write_json(path: Path, document: dict[str, Any]) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
