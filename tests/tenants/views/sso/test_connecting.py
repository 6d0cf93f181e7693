"""The company's provider, set by an owner through the API, and the factors that the API tells of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tenants.access import ROLE_CAPABILITIES, Actor, company_context
from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.hooks.models import WebhookEvent
from tenants.members.models import SsoConnection, User
from tenants.members.services import ensure_user
from tenants.members.services.granting import NotYoursToGive
from tenants.members.services.sso import BadConnection, set_connection
from tenants.models import Tenant
from tests.graphql_api import api_of
from tests.tenants.views.signing import PASSWORD, Browser, actions
from tests.tenants.views.sso.provider import Provider

SET = """mutation($input: SetSsoProviderInput!) { setSsoProvider(input: $input) {
  provider { issuer clientId hasClientSecret domains defaultRole isOnlyWay redirectUri }
  userErrors { code field message } } }"""
REMOVE = "mutation { removeSsoProvider { removed userErrors { code } } }"


@pytest.fixture
def owner(acme: Tenant, db: None) -> Browser:
    """A browser in which an owner is signed in."""
    with company_context(acme):
        ensure_user(email="li@acme.example", role="owner", password=PASSWORD)
    browser = Browser(acme)
    assert browser.sign_in("li@acme.example").status_code == 200
    return browser


def ask(browser: Browser, query: str, **variables: Any) -> dict[str, Any]:
    answer = browser.post_json("/graphql", {"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    found: dict[str, Any] = answer["data"]
    return found


def wish(provider: Provider, **more: object) -> dict[str, object]:
    return {"issuer": provider.issuer, "clientId": "huibao", "clientSecret": "s3cret-word"} | more


def test_an_owner_sets_it_and_nobody_reads_the_secret(owner: Browser, provider: Provider, acme: Tenant) -> None:
    asked = wish(provider, domains=["Acme.example"], defaultRole="viewer", isOnlyWay=True)

    answer = ask(owner, SET, input=asked)["setSsoProvider"]

    assert answer["userErrors"] == []
    assert answer["provider"] == {
        "issuer": provider.issuer, "clientId": "huibao", "hasClientSecret": True, "domains": ["acme.example"],
        "defaultRole": "viewer", "isOnlyWay": True, "redirectUri": "http://acme.localhost/auth/sso/callback",
    }  # fmt: skip
    with company_context(acme):
        event = AuditEvent.objects.latest("id")
        kept = str(list(SsoConnection.objects.values()) + list(AuditEvent.objects.values()))
        assert WebhookEvent.objects.get(type="sso_provider.changed").data == {"state": "set"}
    assert (event.action, event.after["is_only_way"]) == ("sso.set", True)
    assert "s3cret-word" not in kept


def test_the_secret_stays_while_client_and_issuer_do(owner: Browser, provider: Provider) -> None:
    ask(owner, SET, input=wish(provider))
    same = {name: value for name, value in wish(provider).items() if name != "clientSecret"}

    kept = ask(owner, SET, input=same)["setSsoProvider"]["provider"]
    other = ask(owner, SET, input=same | {"clientId": "other"})["setSsoProvider"]["provider"]

    assert (kept["hasClientSecret"], other["hasClientSecret"]) == (True, False)


def test_it_is_removed(owner: Browser, provider: Provider, acme: Tenant) -> None:
    ask(owner, SET, input=wish(provider))

    answers = [ask(owner, REMOVE)["removeSsoProvider"]["removed"] for _ in range(2)]

    assert answers == [True, False]
    assert actions(acme)[-1] == "sso.removed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"issuer": "http://127.0.0.1:8000"}, "issuer"),
        ({"issuer": "https://10.0.0.1"}, "issuer"),
        ({"issuer": "file:///etc/passwd"}, "issuer"),
        ({"issuer": "http://localhost:9"}, "issuer"),
        ({"issuer": "https://user@login.example"}, "issuer"),
        ({"issuer": "http://localhost:9?x"}, "issuer"),
        ({"clientId": " "}, "clientId"),
        ({"domains": ["not a domain"]}, "domains"),
        ({"domains": ["*.example"]}, "domains"),
        ({"defaultRole": "owner"}, "defaultRole"),
        ({"defaultRole": "king"}, "defaultRole"),
    ],
)
def test_what_cannot_be_used_is_refused(
    owner: Browser, provider: Provider, acme: Tenant, wrong: dict[str, object], field: str
) -> None:
    answer = ask(owner, SET, input=wish(provider, **wrong))["setSsoProvider"]

    assert [(one["code"], one["field"]) for one in answer["userErrors"]] == [("BAD_CONNECTION", f"input.{field}")]
    with company_context(acme):
        assert not SsoConnection.objects.exists()


def test_a_provider_that_names_itself_otherwise_is_refused(provider: Provider, acme: Tenant, db: None) -> None:
    provider.about["issuer"] = "https://evil.example"
    owner = Actor(kind="key", capabilities=frozenset(map(str, ROLE_CAPABILITIES["owner"])))

    with company_context(acme), pytest.raises(BadConnection) as refused:
        set_connection(actor=owner, issuer=provider.issuer, client_id="x")
    assert refused.value.field == "issuer"


def test_only_who_holds_every_right_says_who_somebody_is(provider: Provider, acme: Tenant, db: None) -> None:
    lesser = Actor(kind="key", capabilities=frozenset({"members:write"}))

    with company_context(acme), pytest.raises(NotYoursToGive):
        set_connection(actor=lesser, issuer=provider.issuer, client_id="x")


def test_a_person_proves_it_freshly_before(owner: Browser, provider: Provider) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=901), tick=False):
        refused = ask(owner, REMOVE)["removeSsoProvider"]
        owner.send("confirm", password=PASSWORD)
        taken = ask(owner, REMOVE)["removeSsoProvider"]

    assert refused == {"removed": None, "userErrors": [{"code": "PROOF_NEEDED"}]}
    assert taken == {"removed": False, "userErrors": []}


def test_an_owner_resets_the_factors_of_a_member(owner: Browser, acme: Tenant) -> None:
    with company_context(acme):
        ann = ensure_user(email="ann@acme.example", role="analyst", password=PASSWORD)
        User.objects.filter(pk=ann.pk).update(second_factor_at=timezone.now(), recovery_digests=["x"])
    query = "mutation($id: ID!) { resetSecondFactor(input: {id: $id}) { member { email } userErrors { code } } }"

    answer = ask(owner, query, id=encode("User", ann.pk))["resetSecondFactor"]

    assert answer == {"member": {"email": ann.email}, "userErrors": []}
    assert Browser(acme).sign_in(ann.email).status_code == 200


def test_the_viewer_sees_which_factors_are_set(owner: Browser, acme: Tenant) -> None:
    query = "{ viewer { secondFactor { since recoveryCodesLeft passkeys } } }"
    none = {"since": None, "recoveryCodesLeft": 0, "passkeys": 0}
    assert ask(owner, query)["viewer"]["secondFactor"] == none
    with company_context(acme):
        User.objects.update(second_factor_at=timezone.now(), recovery_digests=["x", "y"])

    found = ask(owner, query)["viewer"]["secondFactor"]

    assert (found["since"] is None, found["recoveryCodesLeft"]) == (False, 2)
    assert api_of(acme).data(query)["viewer"]["secondFactor"] is None


def test_sessions_tell_how_they_began(owner: Browser) -> None:
    (one,) = ask(owner, "{ sessions { nodes { way } } }")["sessions"]["nodes"]

    assert one == {"way": "password"}


def test_what_a_provider_says_is_kept_for_each_company(owner: Browser, provider: Provider, globex: Tenant) -> None:
    ask(owner, SET, input=wish(provider))

    with company_context(globex):
        before = provider.calls.count("/.well-known/openid-configuration")
        everything = Actor(kind="command", capabilities=frozenset(map(str, ROLE_CAPABILITIES["owner"])))
        set_connection(actor=everything, issuer=provider.issuer, client_id="x")
    assert provider.calls.count("/.well-known/openid-configuration") == before + 1


def test_vouching_for_addresses_takes_the_domains(owner: Browser, provider: Provider) -> None:
    refused = ask(owner, SET, input=wish(provider, trustsAddresses=True))["setSsoProvider"]
    taken = ask(owner, SET, input=wish(provider, trustsAddresses=True, domains=["acme.example"]))["setSsoProvider"]

    assert [(error["code"], error["field"]) for error in refused["userErrors"]] == [("BAD_CONNECTION", "input.domains")]
    assert taken["userErrors"] == []
    assert ask(owner, "{ ssoProvider { trustsAddresses } }") == {"ssoProvider": {"trustsAddresses": True}}
