"""Story 2: an integrator connects an online shop, through GraphQL only, against a running stack.

A privacy request (step 8) is made to see it in the export; it has tests of its own (tests/feedback/services/privacy).
Streams have tests of their own (tests/config/live). An hour of a receiver that is down is a refused first attempt here.
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from tenants.hooks.channels.standard import signature
from tests.faults.following import Follower
from tests.faults.stack import Stack, standing
from tests.flow.http_client import Program
from tests.flow.syncing import Nightly, finished
from tests.tenants.hooks.receiver import Received, Receiver, receiving

pytestmark = [pytest.mark.slow, pytest.mark.soak]
KEY = """mutation($scopes: [String!]!) { createApiKey(input: {name: "shop", scopes: $scopes,
  expiresAt: "2031-01-01T00:00:00Z", networks: ["127.0.0.0/8"]}) { token apiKey { id } userErrors { message } } }"""
SEND = """mutation($i: IngestBatchInput!) { ingestFeedback(input: $i) {
  batchId accepted duplicates rejected { index code path message } } }"""
ORDERS = "mutation($i: IngestOrdersInput!) { ingestOrders(input: $i) { accepted duplicates rejected { message } } }"
PEOPLE = "mutation($i: IngestCustomersInput!) { ingestCustomers(input: $i) { accepted rejected { message } } }"
WHO = """query($id: String!) { customer(externalId: $id) { externalId orders(first: 1) { totalCount }
  identities(first: 10) { nodes { kind value source } }
  mergeHistory(first: 10) { nodes { id rule at undoable undoneAt } } } }"""
UNMERGE = """mutation($id: ID!) { undoCustomerMerge(input: {id: $id, reason: "mother and daughter"}) {
  merge { undoable undoneAt } userErrors { message } } }"""
READ = """query($p: Period!) { experienceReturnScores(scope: TOUCHPOINT, period: $p, first: 20) {
  edges { node { code n status value { value low high } run { modelVersion inputsHash } } }
  pageInfo { endCursor hasNextPage } } }"""
GREEDY = "{ customers(first: 100) { nodes { identities(first: 100) { nodes { id } } } } }"
LISTEN = """mutation($url: String!) { createWebhookEndpoint(input: {name: "esb", url: $url,
  events: ["feedback_batch.stored"]}) { secret endpoint { id } userErrors { message } } }"""
ROTATE = """mutation($id: ID!) { rotateWebhookSecret(input: {id: $id, overlapHours: 1}) {
  secret userErrors { message } } }"""
REPLAY = """mutation($id: ID!, $since: DateTime) { replayWebhookDeliveries(input: {id: $id, since: $since}) {
  count userErrors { message } } }"""
UNDO = "mutation($id: ID!) { undoImport(input: {id: $id}) { job { id } userErrors { message } } }"
ERASE = """mutation { requestErasure(input: {identifiers: ["c5"], reason: "asked"}) {
  job { id } userErrors { message } } }"""
RULE = """mutation { createCaseRule(input: {name: "angry", severity: HIGH, slaMinutes: 60, conditions: {all: [
  {score: NPS, atMost: 3}, {mentions: ["charger"]}]}}) { caseRule { id } userErrors { message } } }"""
ENABLE = "mutation($id: ID!) { enableCaseRule(input: {id: $id}) { caseRule { isActive } userErrors { message } } }"
CASES = "{ cases(first: 5) { nodes { id number state customer { externalId } feedbackItem { text } } } }"
RESOLVE = """mutation($id: ID!) { resolveCase(input: {id: $id, note: "sent a new one", rootCause: PRODUCT}) {
  case { state } userErrors { message } } }"""
OPENED = "subscription { caseOpened { at case { number severity dueAt customer { externalId } } } }"
TOLD = """mutation($url: String!) { createWebhookEndpoint(input: {name: "desk", url: $url,
  events: ["case.opened", "case.resolved"]}) { secret endpoint { id } userErrors { message } } }"""
LOG = "{ webhookDeliveries(first: 20) { nodes { messageId state attempts isReplay code } } }"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A stack with nothing in it."""
    with standing("integrator") as running:
        yield running


def answers(month: int, count: int) -> list[dict[str, object]]:
    """Return answers of a shop's customers about its delivery."""
    return [
        {
            "externalId": f"a{month}-{number}",
            "customer": f"c{number % 200}",
            "touchpoint": "delivery",
            "occurredAt": f"2026-{month:02d}-{1 + number % 28:02d}T08:00:00Z",
            "rating": 1 + number % 5,
            "ratingMax": 5,
        }
        for number in range(count)
    ]


def until(receiver: Receiver, count: int) -> list[Received]:
    """Wait until so many requests have come."""
    deadline = time.monotonic() + 60
    while len(receiver.got) < count:
        assert time.monotonic() < deadline, f"{len(receiver.got)} of {count} came"
        time.sleep(0.1)
    return receiver.got


def is_signed(one: Received, secret: str) -> bool:
    """Return whether one of a request's signatures is made with the secret, as Standard Webhooks says."""
    at = datetime.fromtimestamp(int(one.headers["webhook-timestamp"])).astimezone()
    wanted = signature(secret, message_id=one.headers["webhook-id"], at=at, body=one.body)
    return wanted in one.headers["webhook-signature"].split()


def now() -> str:
    """Return the moment as RFC 3339 writes it."""
    return datetime.now().astimezone().isoformat()


@contextmanager
def following(stack: Stack, token: str, query: str) -> Iterator[list[dict[str, Any]]]:
    """Follow a subscription in a thread of its own; the list fills with what its one field tells."""
    loop, seen = asyncio.new_event_loop(), list[dict[str, Any]]()
    follower = Follower(stack.port + 1, "shop.localhost", token, query)

    async def follow() -> None:
        task = asyncio.create_task(follower.follow())
        while not over.is_set():
            await asyncio.sleep(0.05)
            seen[:] = [json.loads(data)["data"]["caseOpened"] for event, data in follower.events if event == "next"]
        task.cancel()

    over, begun = threading.Event(), time.monotonic()
    thread = threading.Thread(target=lambda: loop.run_until_complete(follow()), daemon=True)
    thread.start()
    while follower.connections == 0 and time.monotonic() - begun < 30:
        time.sleep(0.05)
    try:
        yield seen
    finally:
        time.sleep(0.2)
        over.set()
        thread.join(timeout=10)


def test_an_integrator_connects_a_shop(stack: Stack) -> None:
    tokens = stack.companies("shop", "rival")
    owner = Program(stack, "shop.localhost", tokens["shop"])

    # 1. A key with scopes, expiry and networks, shown once.
    made = owner.data(KEY, scopes=["feedback:write", "orders:write", "metrics:read", "metrics:write"])["createApiKey"]
    shop = Program(stack, "shop.localhost", made["token"])
    kept = stack.shell(f"""
from tenants.access import company_context
from tenants.members.models import ApiKey
from tenants.selectors import company_by_slug
with company_context(company_by_slug("shop")):
    print(any({made["token"]!r} in str(row) for row in ApiKey.objects.values()))""")
    assert kept == "False"

    # 2. The schema tells itself, and a query its cost, before it runs.
    types = owner.data("{ __schema { mutationType { fields { name description } } } }")["__schema"]["mutationType"]
    assert all(field["description"] for field in types["fields"])
    dry = shop.ask(READ, extensions={"cost": "dryRun"}, p="2026-04")
    assert dry.body["data"] is None
    assert dry.body["extensions"]["cost"]["requested"] > 0

    # 3. Batches of 1,000; sent again they are duplicates and nothing is double.
    batches = [answers(month, 1000) for month in (3, 4)]
    for records in batches:
        first = shop.data(SEND, i={"records": records})["ingestFeedback"]
        again = shop.data(SEND, i={"records": records})["ingestFeedback"]
        assert (first["accepted"], first["rejected"], again["accepted"]) == (1000, [], 0)
        assert again["duplicates"] == first["accepted"]
    orders = [
        {"externalId": f"o{one}", "customer": f"c{one % 200}", "occurredAt": "2026-04-20T08:00:00Z", "amount": "9.50"}
        for one in range(1000)
    ]
    assert shop.data(ORDERS, i={"records": orders})["ingestOrders"]["accepted"] == 1000

    # 4. One buyer by phone, UnionID and e-mail is one customer; a wrong merge is undone, and the figures follow.
    known = [
        {"externalId": "c1", "phone": "+86 138 0013 8000", "email": "ann@example.com"},
        {"externalId": "c2", "phone": "13800138000", "wechatUnionid": "oX1"},
        {"externalId": "c3", "wechatUnionid": "oX1"},
        {"externalId": "c4", "email": "Ann@Example.com"},
    ]
    assert owner.data(PEOPLE, i={"records": known})["ingestCustomers"]["accepted"] == 4
    person = owner.data(WHO, id="c3")["customer"]
    assert person["externalId"] == "c1"
    assert len(person["identities"]["nodes"]) == 6
    merges = {merge["rule"]: merge for merge in person["mergeHistory"]["nodes"]}
    assert set(merges) == {"phone", "wechat_unionid", "email"}
    assert all(merge["undoable"] and merge["at"] for merge in merges.values())
    assert person["orders"]["totalCount"] == 20
    wrong = owner.data(UNMERGE, id=merges["email"]["id"])["undoCustomerMerge"]
    assert (wrong["merge"]["undoable"], wrong["userErrors"]) == (False, [])
    assert owner.data(WHO, id="c1")["customer"]["orders"]["totalCount"] == 15
    assert owner.data(WHO, id="c4")["customer"]["orders"]["totalCount"] == 5
    stack.manage("score", "--tenant", "shop")
    assert stack.manage("verify", "--tenant", "shop")

    # 5. Scores with n, interval and the hashes that trace them, and what that cost; too much is refused by name.
    stack.manage("score", "--tenant", "shop")
    read = shop.ask(READ, p="2026-04")
    (node,) = [edge["node"] for edge in read.body["data"]["experienceReturnScores"]["edges"]]
    assert (node["code"], node["n"], node["status"]) == ("delivery", 1000, "ok")
    assert node["value"]["low"] < node["value"]["value"] < node["value"]["high"]
    assert node["run"]["inputsHash"]
    assert read.body["extensions"]["cost"]["requested"] == dry.body["extensions"]["cost"]["requested"]
    refused = owner.ask(GREEDY)
    assert refused.codes == ["COST_LIMIT"]
    assert refused.status < 500
    assert "1000" in refused.body["errors"][0]["message"].replace(",", "")

    # 6. A webhook whose receiver is down: tried again, in the log, replayed, signed by two secrets while one goes.
    with receiving() as receiver:
        receiver.answers = lambda number: (503, {}, b"") if number == 1 else (200, {}, b"")
        told = owner.data(LISTEN, url=receiver.url)["createWebhookEndpoint"]
        began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 5))
        shop.data(SEND, i={"records": answers(5, 10)})
        failed, arrived = until(receiver, 2)[:2]
        assert failed.headers["webhook-id"] == arrived.headers["webhook-id"]
        assert is_signed(arrived, told["secret"])
        time.sleep(1)
        (delivery,) = owner.data(LOG)["webhookDeliveries"]["nodes"]
        assert (delivery["state"], delivery["attempts"], delivery["code"]) == ("DELIVERED", 2, 200)

        newer = owner.data(ROTATE, id=told["endpoint"]["id"])["rotateWebhookSecret"]["secret"]
        replayed = owner.data(REPLAY, id=told["endpoint"]["id"], since=began)["replayWebhookDeliveries"]
        assert replayed["count"] == 1
        replay = until(receiver, 3)[2]
        assert replay.headers["webhook-id"] == arrived.headers["webhook-id"]
        assert is_signed(replay, told["secret"])
        assert is_signed(replay, newer)

    # 6, further: an angry answer opens a case in less than five seconds; stream and webhook tell of it, and of its end.
    done = owner.data(RULE)["createCaseRule"]["caseRule"]
    assert owner.data(ENABLE, id=done["id"])["enableCaseRule"]["caseRule"]["isActive"]
    with receiving() as desk, following(stack, tokens["shop"], OPENED) as seen:
        secret = owner.data(TOLD, url=desk.url)["createWebhookEndpoint"]["secret"]
        angry = {"externalId": "angry", "customer": "c7", "touchpoint": "delivery", "occurredAt": now(), "nps": 1}
        sent = time.monotonic()
        for _ in range(2):  # sent again it opens nothing more
            shop.data(SEND, i={"records": [angry | {"text": "the charger is broken, too"}]})
        opened = until(desk, 1)[0]
        assert time.monotonic() - sent < 5
        assert is_signed(opened, secret)
        assert json.loads(opened.body)["type"] == "case.opened"
        (case,) = owner.data(CASES)["cases"]["nodes"]
        assert (case["number"], case["customer"]["externalId"]) == (1, "c7")
        assert owner.data(RESOLVE, id=case["id"])["resolveCase"]["case"]["state"] == "RESOLVED"
        assert json.loads(until(desk, 2)[1].body)["type"] == "case.resolved"
        while not seen and time.monotonic() - sent < 30:
            time.sleep(0.1)
        assert [one["case"]["customer"]["externalId"] for one in seen] == ["c7"]

    # 7. Each night to the warehouse: first everything, then what changed, with what was taken back and who was erased.
    bi = owner.data(KEY, scopes=["feedback:read", "jobs:read"])["createApiKey"]["token"]
    warehouse = Nightly(Program(stack, "shop.localhost", bi))
    assert warehouse.sync() == {"files": 5, "deletes": 0}
    assert [warehouse.count(kind) for kind in ("customers", "feedback", "orders")] == [200, 2011, 1000]
    finished(owner, owner.data(UNDO, id=first["batchId"])["undoImport"]["job"]["id"])
    finished(owner, owner.data(ERASE)["requestErasure"]["job"]["id"])
    assert warehouse.sync()["deletes"] == 1001
    assert [warehouse.count(kind) for kind in ("customers", "feedback", "orders")] == [199, 1011, 1000]
    assert "c5" not in {fields["external_id"] for (kind, _), fields in warehouse.rows.items() if kind == "customers"}
    assert warehouse.sync() == {"files": 1, "deletes": 0}

    # 9. The same key at another company's host is refused, and nothing is told.
    stranger = Program(stack, "rival.localhost", made["token"])
    for query in (READ, SEND, "{ viewer { name } }", '{ node(id: "x") { id } }', "{ nope }", "{ a: viewer { name } }"):
        answer = stranger.ask(query, p="2026-04", i={"records": []})
        assert answer.status == 401
        assert "shop" not in json.dumps(answer.body)
    rival = Program(stack, "rival.localhost", tokens["rival"])
    assert rival.data("query($id: ID!) { node(id: $id) { id } }", id=made["apiKey"]["id"]) == {"node": None}
