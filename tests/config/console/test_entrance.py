"""The page where somebody says which company they work for: found by its short name, remembered by the browser."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from config.console.entrance import COOKIE, REMEMBERED
from tenants.models import Tenant
from tenants.services.onboarding import ensure_operator

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture(autouse=True)
def operator() -> Tenant:
    """The operator, on whose host the page is."""
    return ensure_operator().company


def page(query: str = "", *, known: str = "", host: str = "localhost:8000", language: str = "en") -> HttpResponse:
    client = Client(HTTP_HOST=host, headers={"Accept": BROWSER, "Accept-Language": language})
    client.cookies[COOKIE] = known
    found: HttpResponse = client.get(f"/{query}")  # type: ignore[assignment]
    return found


def test_it_asks_for_the_company(acme: Tenant) -> None:
    response = page()

    html = response.content.decode()
    assert response.status_code == 200
    assert "Which company do you work for?" in html
    assert "acme" not in html
    assert "form-action 'self' http://*.localhost:8000;" in response["Content-Security-Policy"]


@pytest.mark.parametrize("typed", ["acme", "Acme", "%20acme%20"])
def test_a_company_is_found_by_its_short_name(acme: Tenant, typed: str) -> None:
    response = page(f"?company={typed}")

    assert (response.status_code, response["Location"]) == (302, "http://acme.localhost:8000/")
    cookie = response.cookies[COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("acme", True, "Lax")


@pytest.mark.parametrize("typed", ["nobody", "operator", "public", "a" * 500, "acme.evil.example", "%2F%2Fevil", "<b>"])
def test_what_is_no_company_is_said_to_be_none(acme: Tenant, typed: str) -> None:
    response = page(f"?company={typed}")

    assert response.status_code == 404
    assert "No company has this short name here." in response.content.decode()
    assert COOKIE not in response.cookies
    assert "<b>" not in response.content.decode()


def test_companies_are_remembered_the_last_one_first(acme: Tenant) -> None:
    response = page("?company=acme", known="globex.acme.e1.e2.e3.e4")

    assert response.cookies[COOKIE].value.split(".") == ["acme", "globex", "e1", "e2", "e3"][:REMEMBERED]
    html = page(known="globex.acme").content.decode()
    assert html.index('href="?company=globex"') < html.index('href="?company=acme"')


def test_a_cookie_that_somebody_planted_says_nothing(acme: Tenant) -> None:
    html = page(known="<script>.//evil.A B").content.decode()

    assert "script" not in html
    assert "href" not in html.replace('<link rel="icon" href="data:,">', "")


def test_it_speaks_chinese() -> None:
    assert "您在哪家公司工作？" in page(language="zh-CN").content.decode()


def test_programs_are_told_that_there_is_nothing() -> None:
    assert Client(HTTP_HOST="localhost").get("/").status_code == 404
