"""Who reads in a browser gets refusals and faults as a page; programs get JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.pages import PagesMiddleware, bad_request, fault, forbidden
from tenants.models import Tenant

pytestmark = pytest.mark.django_db
READER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def shown(host: str, path: str, **headers: str) -> Any:
    return Client(headers={"host": host} | READER | headers).get(path)


@pytest.mark.parametrize(
    ("host", "path", "status", "words", "link"),
    [
        ("acme.localhost", "/api/explorer", 401, "Sign in as a member of this company.", 'href="/sign-in"'),
        ("acme.localhost", "/assets/../nowhere.php", 404, "Not found.", 'href="/"'),
        ("nobody.localhost", "/", 404, "Not found.", None),
        ("localhost", "/nowhere", 404, "Not found.", None),
    ],
)
def test_a_reader_gets_a_page(acme: Tenant, host: str, path: str, status: int, words: str, link: str | None) -> None:
    answer = shown(host, path)
    page = answer.content.decode()

    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert words in page
    assert answer["X-Request-Id"] in page
    assert ('href="/' in page) is (link is not None)
    assert link is None or link in page


def test_the_page_speaks_chinese_and_runs_nothing(acme: Tenant) -> None:
    answer = shown("acme.localhost", "/api/explorer", **{"accept-language": "zh-hans"})

    assert "请先登录" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script" not in answer.content.decode()


def test_what_was_asked_for_is_not_repeated(acme: Tenant) -> None:
    page = shown("acme.localhost", "/privacy/<script>alert(1)</script>").content.decode()

    assert "alert" not in page


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_a_program_gets_json(acme: Tenant, accept: str) -> None:
    answer = Client(headers={"host": "acme.localhost", "accept": accept}).get("/privacy/nowhere")

    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_an_answer_of_the_api_stays_json_in_a_browser(acme: Tenant) -> None:
    assert shown("acme.localhost", "/graphql?query={nope}")["Content-Type"].startswith("application/")


def test_a_change_without_its_token_is_told_so(acme: Tenant) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"host": "acme.localhost"})

    answer = browser.post("/auth/logout")

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")


def test_the_words_of_an_exception_are_not_told() -> None:
    request = RequestFactory().get("/", headers=READER)
    secret = "column members_user.password"

    answers = [
        fault(request),
        bad_request(request, SuspiciousOperation(secret)),
        forbidden(request, PermissionDenied(secret)),
    ]

    assert [answer.status_code for answer in answers] == [500, 400, 403]
    for answer in answers:
        page = PagesMiddleware(lambda _, answer=answer: answer)(request)  # type: ignore[misc]
        assert isinstance(page, HttpResponse)
        assert b"password" not in answer.content + page.content


def test_what_is_a_page_already_and_what_is_well_stay() -> None:
    request: HttpRequest = RequestFactory().get("/", headers=READER)
    for given in (HttpResponse("<p>wait</p>", status=503), HttpResponse("{}", content_type="application/json")):
        assert PagesMiddleware(lambda _, given=given: given)(request) is given  # type: ignore[misc]
