"""Every address on globex's and on the operator's host, asked with what acme holds: as with what nobody holds."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from feedback.models import ImportBatch
from tenants.access import company_context
from tenants.members.services.throttle import MAX_FOR_ACCOUNT
from tests.isolation.http_rows import COMPANY, OPERATOR, OUTSIDE, ROWS, VIEWER, Row, addresses, encoded
from tests.isolation.planted import EMAIL, IDEMPOTENCY_KEY, PASSWORD, Strangers, facts

NOBODYS_TOKEN = "hb_nobodysxx0000000000000000000000000000000000"
NOBODYS_SESSION = "nobodysnobodysnobodysnobodysxx32"
NEW = re.compile(r"""(requestId|csrfToken|batchId|challenge)": ?"[^"]+"|nonce(=|-)["']?[\w-]+["']?""")
CHANGING = {"X-Request-Id", "Content-Length", "Expires"}
CASES = [(conf, row) for (conf, _), rows in ROWS.items() for row in rows]


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: Any) -> None:
    """Count failures apart from other tests and other runs, which use the same server."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


def test_every_address_has_a_row() -> None:
    found = {*addresses(COMPANY), *addresses(OPERATOR)}

    assert found == set(ROWS), "say in http_rows.py what the address is asked as another company"


def host_of(conf: str, stranger: Strangers) -> str:
    return "localhost" if conf == OPERATOR else f"{stranger.mine.company.slug}.localhost"


def ask(row: Row, host: str, *, token: str = "", session: str = "", **headers: str) -> HttpResponse:
    """Send a row to a host with a key or a session."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    given = dict(row.headers) | headers | ({"Authorization": f"Bearer {token}"} if token else {})
    answer: HttpResponse = client.generic(  # type: ignore[assignment]
        row.method, row.path, encoded(row), content_type="application/json", headers=given, HTTP_HOST=host
    )
    return answer


def told(answer: HttpResponse) -> tuple[int, str, dict[str, str]]:
    """Return an answer without what is new in each."""
    headers = {name: NEW.sub("", value) for name, value in answer.headers.items() if name not in CHANGING}
    return answer.status_code, NEW.sub("", answer.content.decode()), headers


def in_vain(row: Row, host: str, **who: str) -> tuple[int, str, dict[str, str]]:
    """Ask in a transaction that is taken back."""
    with transaction.atomic():
        answer = told(ask(row, host, **who))
        transaction.set_rollback(True)
    return answer


def name_of(value: object) -> str:
    return f"{value.method} {value.path} {len(value.headers)}" if isinstance(value, Row) else str(value)


def test_what_acme_holds_is_good_at_acme(stranger: Strangers) -> None:
    theirs, row = stranger.theirs, Row("POST", "/graphql", VIEWER)

    for who in ({"token": theirs.token}, {"session": theirs.session}):
        answer = in_vain(row, f"{theirs.company.slug}.localhost", **who)
        assert (answer[0], theirs.mark in answer[1] or EMAIL in answer[1]) == (200, True)


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(("conf", "row"), CASES, ids=name_of)
class TestAddress:
    def test_acmes_key_is_an_invented_key(self, stranger: Strangers, conf: str, row: Row) -> None:
        host = host_of(conf, stranger)

        theirs = in_vain(row, host, token=stranger.theirs.token)

        assert theirs[0] == 401
        assert theirs == in_vain(row, host, token=NOBODYS_TOKEN)
        assert stranger.told(theirs) == set()

    def test_acmes_session_is_an_invented_session(self, stranger: Strangers, conf: str, row: Row) -> None:
        host = host_of(conf, stranger)

        theirs = in_vain(row, host, session=stranger.theirs.session)

        assert theirs == in_vain(row, host, session=NOBODYS_SESSION)
        assert stranger.told(theirs) == set()

    def test_a_proxys_header_names_no_other_company(self, stranger: Strangers, conf: str, row: Row) -> None:
        host, theirs = host_of(conf, stranger), f"{stranger.theirs.company.slug}.localhost"
        forged = {
            "X-Forwarded-Host": theirs,
            "Forwarded": f"host={theirs}",
            "X-Tenant": theirs,
            "Origin": f"//{theirs}",
        }

        assert in_vain(row, host, token=stranger.theirs.token, **forged)[0] == 401
        assert in_vain(row, host, token=stranger.mine.token, **forged) == in_vain(row, host, token=stranger.mine.token)


@pytest.mark.parametrize("row", OUTSIDE, ids=name_of)
def test_what_is_answered_on_any_host_tells_of_none(stranger: Strangers, row: Row) -> None:
    slugs = (stranger.mine.company.slug, stranger.theirs.company.slug)

    mine, theirs = (in_vain(row, f"{slug}.localhost") for slug in slugs)

    assert mine == theirs
    assert stranger.told(theirs) == set()


@pytest.mark.parametrize("kind", facts("mine", seed=9))
@pytest.mark.parametrize("headers", [(), (("Idempotency-Key", IDEMPOTENCY_KEY),)], ids=["plain", "keyed"])
def test_ids_and_idempotency_keys_of_acme_mean_nothing_to_globex(
    stranger: Strangers, kind: str, headers: tuple[tuple[str, str], ...]
) -> None:
    records = [
        record | {"external_id": f"{stranger.theirs.mark}-{at}"}
        for at, record in enumerate(facts("mine", seed=9)[kind][:3])
    ]
    with company_context(stranger.mine.company):  # globex used the key too: leave only acme's use of it
        ImportBatch.objects.filter(idempotency_key=IDEMPOTENCY_KEY).update(idempotency_key=None)
    row = Row("POST", f"/collect/v1/{kind}", records, headers)

    answer = ask(row, host_of(COMPANY, stranger), token=stranger.mine.token).json()

    assert (answer["accepted"], answer["duplicates"], answer["rejected"]) == (3, 0, [])
    assert answer["batchId"] != stranger.theirs.batch


def test_wrong_passwords_at_globex_do_not_lock_acmes_account(stranger: Strangers) -> None:
    login = "/auth/login"
    wrong = Row("POST", login, {"email": EMAIL, "password": "not the password"})
    right = Row("POST", login, {"email": EMAIL, "password": PASSWORD})
    mine, theirs = (f"{one.company.slug}.localhost" for one in (stranger.mine, stranger.theirs))
    for _ in range(MAX_FOR_ACCOUNT):
        assert ask(wrong, mine).status_code == 401
    assert ask(right, mine).status_code == 429

    with transaction.atomic():
        answer = ask(right, theirs)
        transaction.set_rollback(True)

    assert answer.status_code == 200
    assert not answer.cookies[settings.SESSION_COOKIE_NAME]["domain"]  # the browser sends it to this host only


def test_one_person_at_two_companies_signs_in_to_the_hosts(stranger: Strangers) -> None:
    row = Row("POST", "/auth/login", {"email": EMAIL, "password": PASSWORD})

    signed_in = ask(row, host_of(COMPANY, stranger))

    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    theirs = ask(Row("GET", "/auth/session"), f"{stranger.theirs.company.slug}.localhost", session=session)
    assert signed_in.status_code == 200
    assert theirs.json()["kind"] == "anonymous"


def test_a_customer_of_the_same_id_is_another_person(stranger: Strangers) -> None:
    query = '{ customer(externalId: "c0") { attributes feedbackItems { nodes { text unit { code } } } } }'

    answer = ask(Row("POST", "/graphql", {"query": query}), host_of(COMPANY, stranger), token=stranger.mine.token)

    assert stranger.mine.mark in str(answer.json()["data"])
    assert stranger.told(answer.json()) == set()
