"""Passkeys at the door: made by who is signed in, good at one company's host, and refused when anything is off."""

from __future__ import annotations

from typing import Any

import pytest
from fido2.utils import websafe_encode

from tenants.access import company_context
from tenants.hooks.models import WebhookEvent
from tenants.members.models import Passkey, SignIn, User
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tests.tenants.views.authenticator import PRESENT, Device
from tests.tenants.views.signing import PASSWORD, Browser, actions, message

REFUSED = "This passkey is not good here."


def make(inside: Browser, device: Device, name: str = "phone") -> Any:
    options = inside.send("passkeys/make").json()
    return inside.send("passkeys/add", credential=device.made(options), name=name)


def prove(browser: Browser, device: Device, **instead: str) -> Any:
    options = browser.send("passkeys/ask").json()
    return browser.send("passkeys/sign-in", credential=device.proved(options, **instead))


@pytest.fixture
def device(inside: Browser) -> Device:
    """A device with a passkey of Ann's."""
    made = Device()
    assert make(inside, made).status_code == 201
    return made


@pytest.fixture
def stranger(acme: Tenant) -> Browser:
    """Another browser, in which nobody is signed in."""
    return Browser(acme)


class TestMaking:
    def test_the_device_is_asked_for_a_key_of_this_host_that_knows_its_owner(self, inside: Browser, ann: User) -> None:
        asked = inside.send("passkeys/make").json()["publicKey"]

        assert asked["rp"] == {"id": "acme.localhost", "name": "Acme"}
        assert asked["user"]["id"] == websafe_encode(ann.pk.bytes)
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["userVerification"] == "required"

    def test_it_is_kept_listed_told_and_removed(self, inside: Browser, device: Device, acme: Tenant) -> None:
        (listed,) = inside.get("/auth/passkeys").json()["passkeys"]
        assert (listed["name"], listed["lastUsedAt"]) == ("phone", None)

        assert inside.send("passkeys/remove", id=listed["id"]).json() == {"removed": True}

        assert inside.get("/auth/passkeys").json() == {"passkeys": []}
        assert inside.send("passkeys/remove", id=listed["id"]).status_code == 400
        assert actions(acme)[-2:] == ["passkey.added", "passkey.removed"]
        with company_context(acme):
            told = set(WebhookEvent.objects.values_list("type", flat=True))
        assert {"member.passkey_added", "member.passkey_removed"} <= told

    @pytest.mark.parametrize(
        "device",
        [
            Device(origin="https://acme.evil.example"),
            Device(origin="http://acme.localhost:8001"),
            Device(origin="http://globex.localhost", party="globex.localhost"),
            Device(party="globex.localhost"),
            Device(flags=PRESENT),
            Device(flags=0),
        ],
        ids=["origin", "port", "company", "party", "without a finger", "absent"],
    )
    def test_an_answer_to_another_page_is_refused(self, inside: Browser, device: Device) -> None:
        answer = make(inside, device)

        assert (answer.status_code, inside.get("/auth/passkeys").json()) == (400, {"passkeys": []})

    def test_a_challenge_is_answered_once(self, inside: Browser) -> None:
        options, device = inside.send("passkeys/make").json(), Device()
        assert inside.send("passkeys/add", credential=device.made(options), name="a").status_code == 201

        assert inside.send("passkeys/add", credential=Device().made(options), name="b").status_code == 400

    def test_a_key_belongs_to_one_person(self, inside: Browser, device: Device, acme: Tenant) -> None:
        with company_context(acme):
            ensure_user(email="bo@acme.example", role="viewer", password=PASSWORD)
        bo = Browser(acme)
        bo.sign_in("bo@acme.example")

        assert message(make(bo, device)) == "this passkey is known already"

    @pytest.mark.parametrize(
        "credential", [None, 1, [], {}, {"id": "x"}, {"id": "x", "rawId": "x", "response": {}}, "x" * 5000]
    )
    def test_strange_answers_are_refused(self, inside: Browser, credential: object) -> None:
        inside.send("passkeys/make")

        assert inside.send("passkeys/add", credential=credential, name="x").status_code == 400

    @pytest.mark.parametrize("address", ["make", "add", "remove"])
    def test_it_is_for_people_who_are_signed_in(self, stranger: Browser, ann: User, address: str) -> None:
        assert stranger.send(f"passkeys/{address}", id="x").status_code == 401
        assert stranger.get("/auth/passkeys").status_code == 401


class TestSigningIn:
    def test_it_works_without_a_password(self, stranger: Browser, device: Device, ann: User, acme: Tenant) -> None:
        answer = prove(stranger, device)

        assert (answer.status_code, answer.json()["name"]) == (200, ann.email)
        with company_context(acme):
            assert SignIn.objects.latest("started_at").way == "passkey"
            assert (Passkey.objects.get().sign_count, Passkey.objects.get().last_used_at is None) == (1, False)

    def test_a_device_that_counts_nothing_is_good_each_time(self, inside: Browser, stranger: Browser) -> None:
        device = Device(counts=False)
        make(inside, device)

        assert [prove(stranger, device).status_code for _ in range(2)] == [200, 200]

    def test_what_is_asked_tells_of_nobody(self, stranger: Browser, device: Device) -> None:
        asked = stranger.send("passkeys/ask").json()["publicKey"]

        assert set(asked) == {"challenge", "rpId", "userVerification"}

    def test_a_copied_key_is_found_by_its_count(self, stranger: Browser, device: Device, acme: Tenant) -> None:
        assert prove(stranger, device).status_code == 200
        device.count = 0

        assert message(prove(Browser(acme), device)) == REFUSED
        assert actions(acme)[-1] == "passkey.refused"

    def test_an_answer_is_good_once(self, stranger: Browser, device: Device, acme: Tenant) -> None:
        options = stranger.send("passkeys/ask").json()
        seen = device.proved(options)
        other = Browser(acme)
        other.send("passkeys/ask")
        assert other.send("passkeys/sign-in", credential=seen).status_code == 401
        assert stranger.send("passkeys/sign-in", credential=seen).status_code == 200

        assert stranger.send("passkeys/sign-in", credential=seen).status_code == 401

    @pytest.mark.parametrize(
        "lie",
        [
            {"origin": "http://evil.example"},
            {"origin": "http://acme.localhost.evil.example"},
            {"origin": "http://globex.localhost", "party": "globex.localhost"},
            {"flags": PRESENT},
            {"id": b"nobodys key"},
        ],
        ids=["origin", "longer origin", "company", "without a finger", "unknown"],
    )
    def test_what_is_off_is_refused_with_one_answer(
        self, stranger: Browser, device: Device, lie: dict[str, Any]
    ) -> None:
        for name, value in lie.items():
            setattr(device, name, value)

        answer = prove(stranger, device)

        assert (answer.status_code, message(answer)) == (401, REFUSED)
        assert stranger.told()["kind"] == "anonymous"

    @pytest.mark.parametrize("instead", [{"signature": "AAAA"}, {"authenticatorData": "AAAA"}, {"clientDataJSON": "!"}])
    def test_a_broken_answer_is_refused(self, stranger: Browser, device: Device, instead: dict[str, str]) -> None:
        assert message(prove(stranger, device, **instead)) == REFUSED

    def test_another_key_that_says_to_be_this_one_is_refused(self, stranger: Browser, device: Device) -> None:
        assert message(prove(stranger, Device(id=device.id))) == REFUSED

    def test_a_key_of_acme_is_unknown_to_globex(self, device: Device, globex: Tenant) -> None:
        browser = Browser(globex)
        device.origin, device.party = "http://globex.localhost", "globex.localhost"

        theirs, nobodys = prove(browser, device), prove(browser, Device(origin=device.origin, party=device.party))

        assert (theirs.status_code, message(theirs)) == (nobodys.status_code, message(nobodys)) == (401, REFUSED)

    def test_a_challenge_of_acme_is_unknown_to_globex(self, stranger: Browser, device: Device, globex: Tenant) -> None:
        options = stranger.send("passkeys/ask").json()
        elsewhere = Browser(globex)
        elsewhere.cookies["sessionid"] = stranger.cookie

        assert elsewhere.send("passkeys/sign-in", credential=device.proved(options)).status_code == 401

    def test_who_left_does_not_come_back(self, stranger: Browser, device: Device, acme: Tenant) -> None:
        with company_context(acme):
            User.objects.update(is_active=False)

        assert message(prove(stranger, device)) == REFUSED

    @pytest.mark.parametrize("credential", [None, [], {"id": 1}, {"id": "\0"}, {"id": "é"}, {"id": "x" * 2000}])
    def test_strange_answers_are_refused(self, stranger: Browser, ann: User, credential: object) -> None:
        stranger.send("passkeys/ask")

        assert stranger.send("passkeys/sign-in", credential=credential).status_code == 401

    def test_guessing_is_slowed_down(self, stranger: Browser, ann: User) -> None:
        codes = [stranger.send("passkeys/sign-in", credential={}).status_code for _ in range(11)]

        assert codes == [401] * 10 + [429]
