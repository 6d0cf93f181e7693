"""What an answer of the GraphQL API costs, beside a plain Django view and beside PostGraphile on the same tables.

Three questions: (a) a list of 100 answers with customer and touchpoint, (b) a dashboard of 40 touchpoints over 24
months, (c) one answer by id. Each server is a process of its own that is asked over kept connections; requests a second
and the CPU of the server and of PostgreSQL are told for each. The others keep no answers. Ours is
asked twice: cold, with kept answers switched off, and warm, when all answers but the first were kept.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from bench.companies import scratch_company
from bench.serving import documents
from bench.serving.data import fill
from bench.serving.load import Door, Load, measure, parent_of
from bench.serving.servers import django_server, postgraphile_server
from tenants.access import Capability
from tenants.members.services import create_api_key
from tenants.selectors import host_of

QUESTIONS = ("list", "dashboard", "node")


def measures() -> dict[str, dict[str, object]]:
    """Return `serve_<question>_vs_<other>` cold and `serve_<question>_kept_vs_<other>` warm, in requests a second."""
    with scratch_company() as company:
        wanted = fill()
        reads = [Capability.FEEDBACK_READ, Capability.METRICS_READ, Capability.JOURNEYS_READ]
        _, token = create_api_key(name="bench", scopes=reads)
        headers = {"Host": host_of(company), "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        database = _database()
        ours = {}
        for name, seconds in (("", "0"), ("_kept", "600")):
            with django_server(given={"API_ANSWER_SECONDS": seconds}) as server:
                ours[name] = _asked(Door(server, headers, database), documents.of_huibao(wanted))
        with django_server("bench.plain_views:application") as server:
            plain = _asked(Door(server, headers, database), documents.of_plain(wanted))
        with postgraphile_server(company.schema_name) as server:
            anyone = Door(server, {"Content-Type": "application/json"}, database)
            other = _asked(anyone, documents.of_postgraphile(wanted))
    return {
        f"serve_{question}{kept}_vs_{name}": _beside(found[question], theirs[question])
        for kept, found in ours.items()
        for question in QUESTIONS
        for name, theirs in (("django", plain), ("postgraphile", other))
    }


def _database() -> int:
    """Return the database's first process, of which every connection's process is a child."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])


def _asked(door: Door, requests: Mapping[str, tuple[str, str, str]]) -> dict[str, Load]:
    found: dict[str, Load] = {}
    for question, (method, path, body) in requests.items():
        found[question] = measure(door, method, path, body, rows=documents.ROWS[question])
    return found


def _beside(ours: Load, other: Load) -> dict[str, Any]:
    return {
        "ratio": round(ours.a_second / other.a_second, 3),
        "ours": round(ours.a_second, 1),
        "other": round(other.a_second, 1),
        "unit": "requests/s",
        "runs": [round(ours.a_second / other.a_second, 3)],
        "cpu_ms": {"ours": ours.cpu_ms, "other": other.cpu_ms},
        "bytes": {"ours": ours.bytes, "other": other.bytes},
    }
