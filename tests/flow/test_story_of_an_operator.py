"""Story 3: the operator takes banks in, on a running stack: some at once, one killed half-way, one deleted.

What the story tells and no step here says: channels for SMS (step 5), a data region (step 4). Second factors, single
sign-on and invitations have tests of their own (tests/tenants/views), consent and retention too. 200 companies (step 8)
are `python -m bench.fleet`; here all that there are get one more migration.
"""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenants.access import Capability
from tests.faults.stack import Stack, standing
from tests.flow.bringing_in import WHO, bring_in, require_brought_in
from tests.flow.http_client import Program

pytestmark = [pytest.mark.slow, pytest.mark.soak]
CREATE = """mutation($slug: String!) { createTenant(input: {slug: $slug, name: $slug, currency: "CNY", industry: BANK,
  timezone: "Asia/Shanghai", locale: ZH_HANS, adminEmail: "boss@bank.example"}) {
  tenant { slug status } run { state steps { name milliseconds } } userErrors { message } } }"""
STATE = "query($s: String!) { tenantState(slug: $s) { usage { counted used level } readiness { code isMet detail } } }"
SUSPEND = """mutation($s: String!) { suspendTenant(input: {slug: $s, reason: "unpaid"}) {
  tenant { status } userErrors { message } } }"""
RESUME = "mutation($s: String!) { resumeTenant(input: {slug: $s}) { tenant { status } userErrors { message } } }"
AUDIT = "{ auditEvents(first: 50) { nodes { action reason } } }"
CHANGE = 'mutation { createTouchpoint(input: {code: "counter", nameEn: "Counter"}) { touchpoint { id } } }'
SOME = "journeys:read,journeys:write,feedback:write,audit:read,metrics:read"
ALL = ",".join(sorted(Capability))
STEPS = ["schema", "tables", "roles", "blueprint", "admin", "schedules"]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A stack with nothing in it."""
    with standing("operator") as running:
        yield running


def test_an_operator_takes_banks_in(stack: Stack, tmp_path: Path) -> None:
    operator = Program(stack, "localhost", stack.companies("operator")["operator"])

    # 1, 2. Two banks are asked for at once; each run tells its steps, and asking again doubles nothing.
    made: dict[str, dict[str, object]] = {}

    def create(slug: str) -> None:
        made[slug] = operator.data(CREATE, slug=slug)["createTenant"]

    threads = [threading.Thread(target=create, args=[slug]) for slug in ("first-bank", "second-bank")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in (*made.values(), operator.data(CREATE, slug="first-bank")["createTenant"]):
        run = one["run"]
        assert run["state"] == "DONE"  # type: ignore[index]  # JSON
        assert [step["name"] for step in run["steps"]] == STEPS  # type: ignore[index]  # JSON
        assert sum(step["milliseconds"] for step in run["steps"]) < 60_000  # type: ignore[index]  # JSON

    # 3. The bank's admin brings in departments, branches and three hundred people, and hears of each wrong row.
    boss = Program(stack, "second-bank.localhost", _key(stack, "second-bank", ALL))
    require_brought_in(bring_in(stack, boss), boss.data(WHO))

    # 5, 6. Usage and readiness are counts; entering needs a reason, and stands in the company's own audit.
    tokens = stack.companies("third")  # a client that is there already, and that nobody of these steps may touch
    bank = Program(stack, "first-bank.localhost", _key(stack, "first-bank"))
    fact = {"external_id": "s", "customer": "王小明", "occurred_at": "2026-03-02T08:00:00Z", "nps": 9, "text": "排队"}
    stack.post("/collect/v1/feedback", slug="first-bank", token=bank.token, key="one", records=[fact])
    state = operator.ask(STATE, s="first-bank")
    assert {check["code"] for check in state.body["data"]["tenantState"]["readiness"]} >= {"admin_signed_in"}
    assert "王小明" not in str(state.body)
    assert "排队" not in str(state.body)
    assert operator.ask("{ customers(first: 1) { nodes { id } } }").status == 400
    entered = stack.manage("tenant", "enter", "first-bank", "--minutes", "5", "--reason", "Ticket 4711: slow scores")
    support = Program(stack, "first-bank.localhost", str(entered["token"]))
    assert support.ask("{ feedbackItems(first: 1) { nodes { id text } } }").codes == ["FORBIDDEN"]
    told = bank.data(AUDIT)["auditEvents"]["nodes"]
    assert "Ticket 4711: slow scores" in {event["reason"] for event in told if "enter" in event["action"]}

    # 7. Suspended: reads stay, changes are refused by a clear code. Then back.
    operator.data(SUSPEND, s="first-bank")
    stack.wait_until(lambda: bank.ask(CHANGE).codes == ["FORBIDDEN"])
    assert bank.data("{ journeys(first: 1) { nodes { id } } }")["journeys"]["nodes"]
    operator.data(RESUME, s="first-bank")
    stack.wait_until(lambda: bank.ask(CHANGE).codes == [])

    # 2, 7. By commands: a set-up killed half-way and resumed, an archive with equal hashes, a certificate.
    found = stack.run("tests.flow.operating", str(tmp_path))
    assert found["steps_then"] == ["schema", "tables"]
    assert (found["resumed"], found["again"], found["steps"]) == (True, False, STEPS)
    before, after = found["hashes"]  # type: ignore[misc]  # JSON
    assert before == after != []
    assert found["certificate"]["chain"] == "whole"  # type: ignore[index]  # JSON
    assert (found["others_are_same"], found["healthy"]) == (True, True)

    # 8. A release reaches them all.
    fleet = stack.run("tests.faults.fleet")
    assert (fleet["failed"], fleet["companies"]) == ([], 5)
    assert Program(stack, "third.localhost", tokens["third"]).data("{ viewer { name } }")


def _key(stack: Stack, slug: str, scopes: str = SOME) -> str:
    return str(stack.manage("api_key", "create", "--tenant", slug, "--name", "all", "--scopes", scopes)["api_key"])
