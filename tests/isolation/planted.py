"""What a stranger would look for: a company full of rows that say whose they are, and what to compare afterwards."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from feedback.models import CaseRule
from feedback.services.idempotency import RequestKey
from feedback.services.intake import ingest_records
from tenants.access import ALL_CAPABILITIES, Actor, company_context
from tenants.jobs.models import Job
from tenants.members.services import create_api_key, ensure_user
from tenants.models import Tenant
from tests.sessions import session_of

PASSWORD = "correct horse battery"
EMAIL = "ann@example.com"
IDEMPOTENCY_KEY = "the-same-key"
ARRIVED = datetime(2026, 11, 1, tzinfo=UTC)
MONTHS = ("2026-05", "2026-06", "2026-07")


@dataclass
class Planted:
    """A company and the names of its things that somebody else may have come to know."""

    company: Tenant
    mark: str
    token: str
    session: str
    batch: str
    job: str
    errors: Path
    prefix: str
    runs: tuple[str, ...]

    @property
    def secrets(self) -> set[str]:
        """Texts that occur in nobody else's answers."""
        return {self.mark, self.token, self.session, self.batch, self.job, self.prefix, *self.runs}


@dataclass(frozen=True)
class Strangers:
    """Two companies: one asks (mine), the other's names are what it asks with (theirs)."""

    mine: Planted
    theirs: Planted

    def told(self, answer: object) -> set[str]:
        """Return the secrets of the other company that occur in an answer."""
        return {secret for secret in self.theirs.secrets if secret in str(answer)}


def facts(mark: str, *, seed: int, customers: int = 24) -> dict[str, list[dict[str, Any]]]:
    """Return records whose external ids are the same in every company, and whose texts and codes carry its mark."""
    rng = random.Random(seed)
    feedback, orders, contacts = [], [], []
    for month in MONTHS:
        for customer in range(customers):
            at, who = f"{month}-{rng.randint(1, 28):02d}T12:00:00+08:00", f"c{customer}"
            unit = {"unit": f"{mark}-shop{customer % 4}"}
            one = {"response": f"r{customer}-{month}", "customer": who, "occurred_at": at, **unit}
            feedback.append({**one, "external_id": f"f{customer}-{month}", "nps": rng.randint(0, 10), "text": mark})
            for code in ("queue", "dine"):
                name = f"f{customer}-{month}-{code}"
                feedback.append({**one, "external_id": name, "touchpoint": code, "csat": rng.randint(1, 5)})
            bought = {"external_id": f"o{customer}-{month}", "customer": who, "occurred_at": at, **unit}
            orders.append({**bought, "amount": rng.randint(20, 300)})
            contacts.append({"external_id": f"i{customer}-{month}", "customer": who, "occurred_at": at, "kind": mark})
    people = [{"external_id": f"c{c}", "attr.segment": mark, "phone": f"1380000{seed:02d}{c:02d}"} for c in range(24)]
    return {"customers": people, "feedback": feedback, "orders": orders, "interactions": contacts}


def run(*words: object, tenant: str = "") -> dict[str, Any]:
    """Run a command and return the object it prints; a refusal is the object {"refused": its line}."""
    out = StringIO()
    arguments = [*map(str, words), *(["--tenant", tenant] if tenant else []), "--json"]
    try:
        call_command(*arguments, stdout=out, stderr=StringIO())
    except CommandError as refusal:
        return {"refused": str(refusal)}
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def plan_document(mark: str) -> dict[str, Any]:
    """Return a plan that starts in the past, so that importing it approves it."""
    return {
        "code": f"{mark}-care", "title": f"{mark} care", "touchpoint": "queue", "metric": "csat",
        "baseline_from": "2026-05-01", "start_date": "2026-06-15", "evaluate_to": "2026-08-01",
        "expected_uplift": 0.5, "cost": 100,
        "treated_units": [f"{mark}-shop0", f"{mark}-shop1"], "control_units": [f"{mark}-shop2", f"{mark}-shop3"],
    }  # fmt: skip


def plant(company: Tenant, *, mark: str, seed: int, folder: Path) -> Planted:
    """Fill a company through its own doors, committed: facts, scores, a plan, its evaluation, keys, people, jobs."""
    slug = company.slug
    with company_context(company):
        for kind, records in facts(mark, seed=seed).items():
            ask = RequestKey(IDEMPOTENCY_KEY, "digest") if kind == "feedback" else None
            actor = Actor(kind="key", name=mark)
            stored = ingest_records(kind=kind, records=records, received_at=ARRIVED, actor=actor, request=ask)
            assert stored["rejected"] == []
        key, token = create_api_key(name=mark, scopes=ALL_CAPABILITIES)
        session = _session_of(mark)
        CaseRule.objects.create(name=mark, conditions={"mentions": [mark]})
        job = Job.objects.create(kind="score", params={"whose": mark}, key=f"{mark}-job")
        cache.set("answer", mark, 3600)
    table = folder / "answers.csv"
    table.write_text(f"external_id,occurred_at,nps,text\n{mark}-1,2026-07-01,9,{mark}\n{mark}-2,2026-07-01,99,{mark}\n")
    imported = run("import", table, "--kind", "feedback", tenant=slug)
    document = folder / "plan.json"
    document.write_text(json.dumps(plan_document(mark)))
    scored = run("score", tenant=slug)
    planned = run("plan", "import", document, tenant=slug)
    judged = run("evaluate", "--plan", f"{mark}-care", tenant=slug)
    ideas = [run("scenario", "import", _idea(folder, mark, name), tenant=slug) for name in ("idea", "other")]
    assert not {"refused"} & {*imported, *scored, *planned, *judged, *ideas[0], *ideas[1]}, (scored, planned, judged)
    runs = tuple(period["run_hash"] for period in scored["periods"])
    return Planted(
        company, mark, token, session, batch=imported["batch_id"], job=str(job.pk),
        errors=Path(imported["error_file"]), prefix=key.prefix, runs=runs,
    )  # fmt: skip


def _idea(folder: Path, mark: str, name: str) -> Path:
    move = {"touchpoint": "queue", "uplift": 0.1}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"code": f"{mark}-{name}", "title": mark, "moves": [move], "period": "2026-06"}))
    return path


def _session_of(mark: str) -> str:
    """Make a person with a password, and return the cookie of a session in which that person is signed in."""
    user = ensure_user(email=EMAIL, name=mark, role="owner", password=PASSWORD)
    return session_of(user)


def fingerprint(company: Tenant) -> dict[str, str]:
    """Return a checksum of each table of a company, of its rows in public, its files and its cache."""
    schema = company.schema_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        tables = [name for (name,) in cursor.fetchall()]
        parts = [_sum_of(table, f'"{schema}"."{table}"', "TRUE") for table in tables]
        parts += [
            _sum_of(f"public.{table}", f'public."{table}"', f"{column} = '{company.pk}'")
            for table, column in _public_tables()
        ]
        cursor.execute(" UNION ALL ".join(parts))
        found: dict[str, str] = dict(cursor.fetchall())
    base = Path(settings.RUN_DIR)
    for path in sorted(base.rglob(f"*/{schema}/**/*")):
        if path.is_file() and "postgres" not in path.relative_to(base).parts[0]:
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    with company_context(company):
        found["cache"] = str(cache.get("answer"))
    return found


def _sum_of(name: str, table: str, condition: str) -> str:
    rows = f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text COLLATE \"C\"), '')) FROM {table} t"
    return f"SELECT '{name}', ({rows} WHERE {condition})"


def _public_tables() -> list[tuple[str, str]]:
    """Return the shared tables that hold rows of a company, with the column that says of which."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c JOIN pg_attribute a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.confrelid = 'public.tenants_tenant'::regclass ORDER BY 1"
        )
        return [("tenants_tenant", "id"), *((name.removeprefix("public."), column) for name, column in cursor)]
