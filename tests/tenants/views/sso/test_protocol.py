"""What a provider swears is believed when it is signed by it, for us, fresh, and the answer to our question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk

from tenants.access import company_context
from tenants.members.models import SsoConnection, User
from tenants.models import Tenant
from tests.tenants.views.signing import Browser, actions
from tests.tenants.views.sso.provider import Provider
from tests.tenants.views.sso.ways import come_back, connect, go, notice, round_trip

REFUSED = "BAD_ANSWER"
OTHER_KEY = jwk.RSAKey.generate_key(2048)


@pytest.fixture
def open_door(acme: Tenant, connected: Provider) -> Provider:
    """The provider, from which whoever it knows comes in as a viewer."""
    connect(acme, connected, default_role="viewer")
    return connected


def test_it_works(open_door: Provider, stranger: Browser, acme: Tenant) -> None:
    answer = round_trip(stranger, open_door)

    assert (answer.status_code, answer["location"]) == (302, "/")
    assert stranger.told()["name"] == "ann@acme.example"
    assert open_door.basic == ["Basic YXQlMjBhY21lOnMzY3JldCUzQSUyRiVDMyVBOQ=="]
    assert actions(acme)[-3:] == ["member.joined", "sso.linked", "session.started"]


def test_what_is_asked_has_state_nonce_and_pkce(connected: Provider, stranger: Browser) -> None:
    one, other = (parse_qs(urlsplit(go(stranger)).query) for _ in range(2))

    assert one["redirect_uri"] == ["http://acme.localhost/auth/sso/callback"]
    assert (one["response_type"], one["code_challenge_method"], one["scope"]) == (
        ["code"], ["S256"], ["openid email profile"],
    )  # fmt: skip
    assert all(one[name] != other[name] and len(one[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))


def audience(*names: str, **more: str) -> Callable[[dict[str, Any]], object]:
    return lambda claims: claims.update({"aud": list(names)} | more)


LIES: dict[str, Callable[[dict[str, Any]], object]] = {
    "wrong issuer": lambda claims: claims.update(iss="https://evil.example"),
    "issuer with a slash": lambda claims: claims.update(iss=claims["iss"] + "/"),
    "no issuer": lambda claims: claims.pop("iss"),
    "wrong audience": audience("somebody else"),
    "several audiences": audience("at acme", "somebody else"),
    "given to another": audience("at acme", azp="somebody else"),
    "no audience": lambda claims: claims.pop("aud"),
    "wrong nonce": lambda claims: claims.update(nonce="another"),
    "no nonce": lambda claims: claims.pop("nonce"),
    "over": lambda claims: claims.update(exp=claims["iat"] - 61),
    "no end": lambda claims: claims.pop("exp"),
    "from the future": lambda claims: claims.update(iat=claims["iat"] + 3600),
    "not yet": lambda claims: claims.update(nbf=claims["iat"] + 3600),
    "stale": lambda claims: claims.update(iat=claims["iat"] - 4000),
    "words for moments": lambda claims: claims.update(exp="tomorrow"),
    "nobody": lambda claims: claims.pop("sub"),
    "a number for somebody": lambda claims: claims.update(sub=1),
    "a very long name": lambda claims: claims.update(sub="x" * 256),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_wrong_token_signs_nobody_in(
    open_door: Provider, stranger: Browser, acme: Tenant, lie: Callable[[dict[str, Any]], object]
) -> None:
    open_door.bend = lie

    answer = round_trip(stranger, open_door)

    assert (answer.status_code, answer["location"]) == (302, "/sign-in")
    assert (notice(stranger), stranger.told()["kind"]) == (REFUSED, "anonymous")
    with company_context(acme):
        assert not User.objects.filter(email="ann@acme.example").exists()


@pytest.mark.parametrize("lie", ["another key", "none", "the public key as a secret", "unknown key"])
def test_a_token_that_the_provider_did_not_sign_signs_nobody_in(
    open_door: Provider, stranger: Browser, lie: str
) -> None:
    if lie == "another key":
        open_door.signer = OTHER_KEY
    elif lie == "none":
        open_door.header = {"alg": "none"}
    elif lie == "the public key as a secret":
        open_door.header = {"alg": "HS256"}
    else:
        open_door.header = {"kid": "elsewhere"}

    round_trip(stranger, open_door)

    assert (notice(stranger), stranger.told()["kind"]) == (REFUSED, "anonymous")


def test_a_provider_that_changes_its_keys_is_asked_again(open_door: Provider, acme: Tenant) -> None:
    round_trip(Browser(acme), open_door)
    before = open_door.key
    open_door.key = jwk.RSAKey.import_key(OTHER_KEY.as_dict(private=True), {"kid": "newer", "alg": "RS256"})
    open_door.header = {"kid": "newer"}
    browser = Browser(acme)

    round_trip(browser, open_door)

    open_door.key = before
    assert browser.told()["kind"] == "user"
    assert open_door.calls.count("/jwks") == 2


class TestState:
    def test_an_answer_is_good_once(self, open_door: Provider, stranger: Browser) -> None:
        back = open_door.agree(go(stranger), "s-ann")
        kept = stranger.cookie
        come_back(stranger, back)
        stranger.send("logout")
        stranger.cookies["sessionid"] = kept

        answer = come_back(stranger, back)

        assert (answer["location"], notice(stranger), stranger.told()["kind"]) == ("/sign-in", REFUSED, "anonymous")

    def test_an_answer_is_good_in_the_browser_that_asked(
        self, open_door: Provider, stranger: Browser, acme: Tenant
    ) -> None:
        back = open_door.agree(go(stranger), "s-ann")
        other = Browser(acme)
        go(other)

        come_back(other, back)

        assert (notice(other), other.told()["kind"]) == (REFUSED, "anonymous")
        assert "/oauth2/token" not in open_door.calls

    def test_an_answer_to_acme_is_nothing_to_globex(
        self, open_door: Provider, stranger: Browser, globex: Tenant
    ) -> None:
        connect(globex, open_door, default_role="viewer")
        back = open_door.agree(go(stranger), "s-ann")
        elsewhere = Browser(globex)
        go(elsewhere)
        plain = Browser(globex)
        plain.cookies["sessionid"] = stranger.cookie

        for browser in (elsewhere, plain):
            come_back(browser, back)
            assert (notice(browser), browser.told()["kind"]) == (REFUSED, "anonymous")
        assert "/oauth2/token" not in open_door.calls

    def test_a_code_of_another_browser_does_not_fit(self, open_door: Provider, stranger: Browser, acme: Tenant) -> None:
        """The code was given for another question: PKCE says so to the provider, and the nonce to us."""
        stolen = parse_qs(urlsplit(open_door.agree(go(Browser(acme)), "s-ann")).query)["code"][0]
        own = parse_qs(urlsplit(go(stranger)).query)["state"][0]

        answer = stranger.get("/auth/sso/callback", {"state": own, "code": stolen})

        assert (answer["location"], notice(stranger)) == ("/sign-in", "PROVIDER_AWAY")

    def test_it_ends_when_the_provider_is_replaced(self, open_door: Provider, stranger: Browser, acme: Tenant) -> None:
        back = open_door.agree(go(stranger), "s-ann")
        with company_context(acme):
            SsoConnection.objects.update(issuer="https://other.example")

        come_back(stranger, back)

        assert notice(stranger) == REFUSED

    def test_an_answer_that_names_another_issuer_is_refused(self, open_door: Provider, stranger: Browser) -> None:
        back = open_door.agree(go(stranger), "s-ann")

        come_back(stranger, back + "&iss=https://evil.example")

        assert notice(stranger) == REFUSED

    @pytest.mark.parametrize("query", ["", "state=x&code=y", "state=%00&code=%00", "state=x&state=y", "error=denied"])
    def test_an_answer_to_nothing_is_refused(self, connected: Provider, stranger: Browser, query: str) -> None:
        answer = stranger.get(f"/auth/sso/callback?{query}")

        assert (answer["location"], notice(stranger)) == ("/sign-in", REFUSED)

    def test_a_refusal_of_the_provider_is_told_once(self, connected: Provider, stranger: Browser) -> None:
        state = parse_qs(urlsplit(go(stranger)).query)["state"][0]

        stranger.get("/auth/sso/callback", {"state": state, "error": "access_denied"})

        told = stranger.told()["notice"]
        assert told == {"code": REFUSED, "message": "Your account's provider did not let you in."}
        assert stranger.told()["notice"] is None


class TestProvider:
    @pytest.fixture
    def unasked(self, acme: Tenant, provider: Provider, db: None) -> Provider:
        """A provider that nobody has asked yet who it is."""
        with company_context(acme):
            SsoConnection.objects.create(issuer=provider.issuer, client_id="me")
        return provider

    def test_one_that_names_itself_otherwise_is_not_used(self, unasked: Provider, stranger: Browser) -> None:
        unasked.about["issuer"] = "https://evil.example"

        answer = stranger.send("sso")

        assert (answer.status_code, "names itself otherwise" in str(answer.content)) == (400, True)

    @pytest.mark.parametrize("place", ["http://127.0.0.1:1/t", "https://10.0.0.1:22/t", "file:///etc/passwd", "", None])
    def test_one_that_names_a_strange_address_is_not_used(
        self, unasked: Provider, stranger: Browser, place: str | None
    ) -> None:
        unasked.about["token_endpoint"] = place

        assert stranger.send("sso").status_code == 400

    def test_what_it_says_is_asked_for_once_in_a_while(self, unasked: Provider, stranger: Browser) -> None:
        for _ in range(3):
            go(stranger)

        assert unasked.calls.count("/.well-known/openid-configuration") == 1

    def test_one_that_fails_is_left_alone_for_a_while(self, unasked: Provider, stranger: Browser) -> None:
        unasked.about["issuer"] = "https://evil.example"

        codes = [stranger.send("sso").status_code for _ in range(3)]

        assert codes == [400] * 3
        assert unasked.calls.count("/.well-known/openid-configuration") == 1

    def test_one_that_is_away_is_told_so(self, connected: Provider, stranger: Browser, acme: Tenant) -> None:
        with company_context(acme):
            SsoConnection.objects.update(issuer="http://localhost:9")

        answer = stranger.send("sso")

        assert (answer.status_code, "does not answer" in str(answer.content)) == (400, True)

    def test_a_company_without_one_says_so(self, stranger: Browser, acme: Tenant, db: None) -> None:
        assert stranger.send("sso").status_code == 404
        assert stranger.told()["sso"] is None


def test_who_fails_too_often_waits(connected: Provider, stranger: Browser) -> None:
    for _ in range(10):
        stranger.get("/auth/sso/callback?state=x&code=x")

    assert stranger.send("sso").status_code == 429
    stranger.get("/auth/sso/callback?state=x&code=x")
    assert notice(stranger) == "TOO_OFTEN"


def test_nothing_secret_is_logged(open_door: Provider, stranger: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    sworn: list[str] = []
    open_door.bend = lambda claims: sworn.append(claims["nonce"])
    back = open_door.agree(go(stranger), "s-ann")

    come_back(stranger, back)

    asked = parse_qs(urlsplit(back).query)
    secrets = {asked["code"][0], asked["state"][0], *sworn, "s3cret", stranger.cookie, "ann@acme.example"}
    ours = [one for one in caplog.records if one.name.split(".")[0] in {"huibao", "django", "tenants"}]
    said = "\n".join(f"{one.getMessage()} {one.__dict__}" for one in ours if one.name != "django.db.backends")
    assert stranger.told()["kind"] == "user"
    assert {secret for secret in secrets if secret in said} == set()
