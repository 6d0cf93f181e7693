"""Members, sessions and keys through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from tenants.access import ALL_CAPABILITIES
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.members.models import ApiKey, Membership, SignIn, User
from tenants.members.services import create_api_key, ensure_user
from tenants.members.services.mailing import send_due
from tenants.models import Tenant
from tests.factories import UnitFactory
from tests.graphql_api import Api, api_of

INVITE = """mutation($unit: ID) {
  inviteMember(input: {email: "bo@acme.example", role: "manager", unit: $unit, name: "Bo", locale: "en"}) {
    member { email name isActive isInvited roles { nodes { role unit { code } } } } userErrors { code field } } }"""
LIST = "{ members { totalCount nodes { email lastLogin isInvited roles { nodes { role unit { code } } } } } }"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme)


def test_inviting_sends_a_link_to_the_host_that_was_asked(
    api: Api, in_acme: Tenant, django_capture_on_commit_callbacks: Any
) -> None:
    unit = UnitFactory(code="north")

    with django_capture_on_commit_callbacks(execute=True):
        answer = api.data(INVITE, unit=encode("Unit", unit.pk))["inviteMember"]

    assert answer["userErrors"] == []
    assert answer["member"] == {
        "email": "bo@acme.example", "name": "Bo", "isActive": True, "isInvited": True,
        "roles": {"nodes": [{"role": "manager", "unit": {"code": "north"}}]},
    }  # fmt: skip
    assert mail.outbox == []
    send_due(now=timezone.now())
    (message,) = mail.outbox
    assert message.to == ["bo@acme.example"]
    assert "http://acme.localhost/invitation#hbt_" in str(message.body)


def test_members_cost_the_same_few_or_many(api: Api) -> None:
    ensure_user(email="a0@acme.example", role="viewer")
    few = api.queries(LIST)
    for number in range(1, 20):
        ensure_user(email=f"a{number}@acme.example", role="analyst")

    assert api.queries(LIST) == few


def test_roles_are_given_taken_and_the_last_owner_stays(api: Api) -> None:
    owner = ensure_user(email="ann@acme.example", role="owner")
    change = """mutation($id: ID!, $role: String!) {
      assignRole(input: {id: $id, role: "analyst"}) { member { roles { totalCount } } userErrors { code } }
      removeRole(input: {id: $id, role: $role}) { member { email } userErrors { code field message } }
      deactivateMember(input: {id: $id}) { member { isActive } userErrors { code } } }"""

    answer = api.data(change, id=encode("User", owner.pk), role="owner")

    assert answer["assignRole"] == {"member": {"roles": {"totalCount": 2}}, "userErrors": []}
    assert answer["removeRole"]["member"] is None
    assert [error["code"] for error in answer["removeRole"]["userErrors"]] == ["LAST_OWNER"]
    assert answer["deactivateMember"] == {"member": None, "userErrors": [{"code": "LAST_OWNER"}]}
    assert Membership.objects.filter(user=owner).count() == 2
    assert User.objects.get(pk=owner.pk).is_active


class TestKeys:
    MAKE = """mutation($scopes: [String!]!) { createApiKey(input: {name: "till", scopes: $scopes}) {
      token apiKey { id prefix scopes createdBy { email } } userErrors { code field } } }"""

    def test_a_token_is_shown_once(self, api: Api, in_acme: Tenant) -> None:
        made = api.data(self.MAKE, scopes=["jobs:read"])["createApiKey"]

        listed = api.data("{ apiKeys { nodes { prefix scopes lastUsedAt revokedAt networks } } }")

        assert made["token"].startswith(made["apiKey"]["prefix"])
        assert made["token"] not in str(listed)
        assert Api(in_acme, token=made["token"]).data("{ jobs { totalCount } }") == {"jobs": {"totalCount": 0}}

    def test_a_key_makes_no_key_with_more_rights(self, in_acme: Tenant) -> None:
        api = api_of(in_acme, "members:write", "members:read", "jobs:read")

        answer = api.data(self.MAKE, scopes=["jobs:read", "orders:write"])["createApiKey"]

        assert (answer["token"], answer["apiKey"]) == (None, None)
        assert answer["userErrors"] == [{"code": "NOT_YOURS_TO_GIVE", "field": "input.scopes"}]

    def test_a_key_is_replaced_and_revoked(self, api: Api, in_acme: Tenant) -> None:
        key, token = create_api_key(name="till", scopes=["jobs:read"])
        query = """mutation($id: ID!) {
          rotateApiKey(input: {id: $id, overlapHours: 1}) { token apiKey { scopes } userErrors { code } }
          revokeApiKey(input: {id: $id}) { apiKey { prefix } userErrors { code } } }"""

        answer = api.data(query, id=encode("ApiKey", key.pk))

        assert answer["rotateApiKey"]["apiKey"] == {"scopes": ["jobs:read"]}
        assert answer["revokeApiKey"] == {"apiKey": {"prefix": key.prefix}, "userErrors": []}
        assert Api(in_acme, token=token).post("{ jobs { totalCount } }").status_code == 401
        assert Api(in_acme, token=answer["rotateApiKey"]["token"]).post("{ jobs { totalCount } }").status_code == 200

    @pytest.mark.parametrize("hours", [-1, 721, 2**31 - 1])
    def test_an_overlap_out_of_range_is_a_mistake_of_the_input(self, api: Api, hours: int) -> None:
        key, _ = create_api_key(name="till", scopes=["jobs:read"])
        query = (
            "mutation($id: ID!, $h: Int!) { rotateApiKey(input: {id: $id, overlapHours: $h}) { userErrors { field } } }"
        )

        answer = api.data(query, id=encode("ApiKey", key.pk), h=hours)["rotateApiKey"]

        assert answer["userErrors"] == [{"field": "input.overlapHours"}]
        assert ApiKey.objects.filter(name="till").count() == 1


def test_a_person_sees_sessions_and_ends_their_own_others(in_acme: Tenant) -> None:
    user = ensure_user(email="ann@acme.example", role="owner", password="correct horse battery")
    browsers = [Client(headers={"host": "acme.localhost"}) for _ in range(3)]
    body = {"email": user.email, "password": "correct horse battery"}
    for browser in browsers:
        assert browser.post("/auth/login", body, content_type="application/json").status_code == 200
    ask = {"query": "{ sessions { totalCount nodes { user { email } address userAgent startedAt } } }"}
    end = {"query": "mutation { endMySessions { ended userErrors { code } } }"}

    listed = browsers[0].post("/graphql", ask, content_type="application/json").json()["data"]["sessions"]
    ended = browsers[0].post("/graphql", end, content_type="application/json").json()["data"]["endMySessions"]

    assert (listed["totalCount"], listed["nodes"][0]["address"]) == (3, "127.0.0.1")
    assert ended == {"ended": 2, "userErrors": []}
    assert AuditEvent.objects.filter(action="session.ended", actor_name=user.email).exists()
    assert [browser.get("/auth/session").json()["kind"] for browser in browsers] == ["user", "anonymous", "anonymous"]
    assert set(browsers[0].get("/auth/session").json()["capabilities"]) == set(map(str, ALL_CAPABILITIES))


def test_ending_sessions_takes_a_fresh_proof(in_acme: Tenant) -> None:
    user = ensure_user(email="ann@acme.example", role="owner", password="correct horse battery")
    began = timezone.now()
    browser = Client(headers={"host": "acme.localhost"})
    body = {"email": user.email, "password": "correct horse battery"}
    browser.post("/auth/login", body, content_type="application/json")
    row = SignIn.objects.get()

    with time_machine.travel(began + timedelta(minutes=16), tick=False):
        for call in (f'endSession(input: {{id: "{encode("SignIn", row.pk)}"}})', "endMySessions"):
            document = {"query": f"mutation {{ {call} {{ ended userErrors {{ code }} }} }}"}
            answer = browser.post("/graphql", document, content_type="application/json").json()

            assert answer["data"][call.partition("(")[0]]["userErrors"] == [{"code": "PROOF_NEEDED"}]
    assert SignIn.objects.filter(pk=row.pk).exists()
