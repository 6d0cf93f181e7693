"""API keys: what their maker may give, where from and how long they are good, and what replaces them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tenants.access import ALL_CAPABILITIES, COMMAND, Actor, company_context
from tenants.audit.models import AuditEvent
from tenants.members.models import ApiKey
from tenants.members.selectors import authenticate_key, may_call_from
from tenants.members.services import BadApiKey, create_api_key, issue_api_key, rotate_api_key, withdraw_api_key
from tenants.members.services.granting import NotYoursToGive
from tenants.models import Tenant

NOW = datetime(2026, 5, 1, tzinfo=UTC)
READER = Actor(kind="key", name="reader", capabilities=frozenset({"feedback:read", "members:write"}))
UNIT_BOUND = Actor(kind="user", name="li", capabilities=frozenset(ALL_CAPABILITIES), units=frozenset({uuid4()}))


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


@pytest.mark.usefixtures("in_acme")
class TestMaking:
    def test_it_works(self) -> None:
        key, token = issue_api_key(
            actor=READER, name="till", scopes=["feedback:read"], networks=["203.0.113.9/24"], as_of=NOW
        )

        assert authenticate_key(token) == key
        assert (key.scopes, key.networks) == (["feedback:read"], ["203.0.113.0/24"])
        assert token not in str(list(ApiKey.objects.values()))
        assert token not in str(list(AuditEvent.objects.values()))
        assert actions() == ["api_key.created"]

    @pytest.mark.parametrize("actor", [READER, UNIT_BOUND])
    def test_nobody_gives_more_than_they_have(self, actor: Actor) -> None:
        with pytest.raises(NotYoursToGive) as refusal:
            issue_api_key(actor=actor, name="till", scopes=["feedback:read", "orders:write"], as_of=NOW)

        assert refusal.value.field == "scopes"
        assert not ApiKey.objects.exists()

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ({"scopes": []}, "scopes"),
            ({"scopes": ["all"]}, "scopes"),
            ({"name": " "}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"expires_at": NOW}, "expires_at"),
            ({"networks": ["the office"]}, "networks"),
            ({"networks": [f"10.0.{n}.0/24" for n in range(51)]}, "networks"),
        ],
    )
    def test_a_bad_wish_names_its_field(self, asked: dict[str, object], field: str) -> None:
        wish = {"name": "till", "scopes": ["feedback:read"]} | asked

        with pytest.raises(BadApiKey) as refusal:
            issue_api_key(actor=COMMAND, as_of=NOW, **wish)  # type: ignore[arg-type]

        assert refusal.value.field == field


@pytest.mark.usefixtures("in_acme")
class TestReplacing:
    def test_both_keys_are_good_for_a_while_and_then_the_new_one(self) -> None:
        old, before = create_api_key(name="till", scopes=["feedback:read"], networks=["203.0.113.0/24"])

        new, after = rotate_api_key(actor=COMMAND, key_id=old.pk, overlap=timedelta(hours=2), as_of=NOW)

        assert (new.name, new.scopes, new.networks) == (old.name, old.scopes, old.networks)
        assert authenticate_key(before, as_of=NOW + timedelta(hours=1))
        assert authenticate_key(before, as_of=NOW + timedelta(hours=2)) is None
        assert authenticate_key(after, as_of=NOW + timedelta(days=900))
        assert actions() == ["api_key.created", "api_key.created", "api_key.rotated"]

    def test_a_key_that_would_end_before_the_overlap_still_does(self) -> None:
        old, before = create_api_key(name="till", scopes=["feedback:read"], expires_at=NOW + timedelta(hours=1))

        rotate_api_key(actor=COMMAND, key_id=old.pk, overlap=timedelta(hours=2), as_of=NOW)

        assert authenticate_key(before, as_of=NOW + timedelta(hours=1)) is None

    def test_what_is_over_is_not_replaced(self) -> None:
        old, token = create_api_key(name="till", scopes=["feedback:read"])
        withdraw_api_key(actor=COMMAND, key_id=old.pk, as_of=NOW)

        with pytest.raises(BadApiKey, match="this key is over"):
            rotate_api_key(actor=COMMAND, key_id=old.pk, overlap=timedelta(0), as_of=NOW)

        assert authenticate_key(token) is None

    def test_a_key_with_more_rights_is_neither_replaced_nor_revoked(self) -> None:
        old, token = create_api_key(name="till", scopes=["orders:write"])

        with pytest.raises(NotYoursToGive):
            rotate_api_key(actor=READER, key_id=old.pk, overlap=timedelta(0), as_of=NOW)
        with pytest.raises(NotYoursToGive):
            withdraw_api_key(actor=READER, key_id=old.pk, as_of=NOW)

        assert authenticate_key(token)

    @pytest.mark.parametrize("overlap", [timedelta(hours=-1), timedelta(days=31)])
    def test_the_overlap_is_0_to_30_days(self, overlap: timedelta) -> None:
        old, _ = create_api_key(name="till", scopes=["feedback:read"])

        with pytest.raises(BadApiKey, match="at most 30 days"):
            rotate_api_key(actor=COMMAND, key_id=old.pk, overlap=overlap, as_of=NOW)


@pytest.mark.parametrize(
    ("networks", "address", "may"),
    [
        ([], "198.51.100.1", True),
        ([], "", True),
        (["203.0.113.0/24"], "203.0.113.255", True),
        (["203.0.113.0/24"], "203.0.114.0", False),
        (["203.0.113.0/24"], "::ffff:203.0.113.7", True),
        (["2001:db8::/32"], "2001:db8::1", True),
        (["2001:db8::/32"], "203.0.113.7", False),
        (["203.0.113.7/32"], "", False),
        (["203.0.113.7/32"], "nonsense", False),
    ],
)
def test_an_address_is_inside_a_network_or_not(networks: list[str], address: str, may: bool) -> None:
    assert may_call_from(ApiKey(networks=networks), address) is may


@pytest.mark.django_db
class TestNetworks:
    @pytest.fixture
    def token(self, acme: Tenant) -> str:
        with company_context(acme):
            return create_api_key(name="till", scopes=["feedback:write", "feedback:read"], networks=["203.0.113.0/24"])[
                1
            ]

    @pytest.mark.parametrize("path", ["/graphql", "/collect/v1/feedback"])
    def test_a_key_is_refused_from_elsewhere_and_that_is_written_down_once(
        self, acme: Tenant, token: str, path: str
    ) -> None:
        client = Client(headers={"host": "acme.localhost", "Authorization": f"Bearer {token}"})
        body = {"query": "{ orders { totalCount } }"} if path == "/graphql" else []

        answers = [
            client.post(path, body, content_type="application/json", REMOTE_ADDR="198.51.100.7") for _ in range(2)
        ]

        assert [answer.status_code for answer in answers] == [403, 403]
        error = answers[0].json()["errors"][0]
        assert (error["extensions"]["code"], error["message"]) == (
            "FORBIDDEN",
            "The key may not be used from this network address.",
        )
        assert client.post(path, body, "application/json", REMOTE_ADDR="203.0.113.7").status_code == 200
        with company_context(acme):
            event = AuditEvent.objects.get(action="api_key.refused")
            assert (event.after, event.actor_name) == ({"address": "198.51.100.7"}, "till")
            assert ApiKey.objects.get().last_used_at is not None

    def test_a_forged_header_does_not_move_a_caller(self, acme: Tenant, token: str) -> None:
        client = Client(headers={"host": "acme.localhost", "Authorization": f"Bearer {token}"})
        forged = {"X-Forwarded-For": "203.0.113.7", "X-Real-Ip": "203.0.113.7", "Forwarded": "for=203.0.113.7"}

        answer = client.get("/graphql?query={__typename}", headers=forged, REMOTE_ADDR="198.51.100.7")

        assert answer.status_code == 403


@pytest.mark.usefixtures("in_acme")
def test_a_wrong_secret_and_an_unknown_prefix_are_both_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    import hmac

    seen: list[tuple[str, str]] = []
    real = hmac.compare_digest
    monkeypatch.setattr("tenants.members.selectors.hmac.compare_digest", lambda a, b: seen.append((a, b)) or real(a, b))
    _, token = create_api_key(name="till", scopes=["feedback:read"])

    answers = [authenticate_key(text, as_of=timezone.now()) for text in (token[:-1] + "_", "hb_" + "x" * 43)]

    assert answers == [None, None]
    assert len(seen) == 2
