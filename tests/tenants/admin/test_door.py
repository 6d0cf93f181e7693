"""Who gets to the operator's pages."""

from __future__ import annotations

import pytest
from django.test import Client

from tenants.access import ALL_CAPABILITIES, company_context
from tenants.members.services import create_api_key, ensure_user
from tenants.models import Tenant
from tests.tenants.admin.conftest import EMAIL, PASSWORD, Desk, words_of

NOBODY = "01900000-0000-7000-8000-000000000000"
PAGES = [
    "", "companies/", "companies.csv", "companies/new/", "companies/new/slug", "companies/acme/",
    "companies/acme/suspend/", "set-ups/", "migrations/", "certificates/", "certificates/1/",
    f"set-ups/{NOBODY}/", f"set-ups/{NOBODY}/steps",
]  # fmt: skip


def test_it_works(desk: Desk) -> None:
    assert "Overview" in desk.sees()


@pytest.mark.parametrize("path", PAGES)
def test_somebody_unknown_is_led_to_the_door(people: Tenant, path: str) -> None:
    answer = Desk().reads(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/?next=%2Fadmin%2F")


@pytest.mark.parametrize("path", PAGES)
def test_a_viewer_is_refused(people: Tenant, path: str) -> None:
    viewer = Desk()
    viewer.signs_in("viewer@operator.example")

    assert viewer.reads(path).status_code == 403


@pytest.mark.parametrize("path", ["companies/acme/suspend/", "migrations/retry", "companies/new/"])
def test_nothing_is_changed_by_a_viewer(people: Tenant, acme: Tenant, path: str) -> None:
    viewer = Desk()
    viewer.signs_in("viewer@operator.example")

    assert viewer.sends(path, reason="because").status_code == 403
    acme.refresh_from_db()
    assert acme.status == Tenant.Status.ACTIVE


def test_a_key_opens_no_page(people: Tenant) -> None:
    with company_context(people):
        _, token = create_api_key(name="console", scopes=ALL_CAPABILITIES)

    answer = Client(headers={"host": "localhost", "authorization": f"Bearer {token}"}).get("/admin/")

    assert answer.status_code == 302


def test_a_company_has_no_such_pages(desk: Desk, acme: Tenant) -> None:
    with company_context(acme):
        ensure_user(email=EMAIL, role="owner", password=PASSWORD)
    there = Client(headers={"host": "acme.localhost", "accept": "text/html"})
    assert (
        there.post("/auth/login", {"email": EMAIL, "password": PASSWORD}, content_type="application/json").status_code
        == 200
    )

    for path in ("/admin/", "/admin/login/", "/admin/companies/", "/admin/files/x/operator/pages.css"):
        assert there.get(path).status_code == 404


def test_a_member_of_a_company_cannot_sign_in_here(people: Tenant, acme: Tenant) -> None:
    with company_context(acme):
        ensure_user(email="boss@acme.example", role="owner", password=PASSWORD)
    there = Client(headers={"host": "acme.localhost"})
    given = {"email": "boss@acme.example", "password": PASSWORD}
    there.post("/auth/login", given, content_type="application/json")
    here = Desk()

    assert here.signs_in("boss@acme.example").status_code == 401
    here.client.cookies = there.cookies  # their session means nothing to the operator's host
    assert here.reads().status_code == 302


def test_who_signed_in_is_led_back(desk: Desk) -> None:
    assert desk.reads("login/", next="/admin/companies/?q=x")["Location"] == "/admin/companies/?q=x"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/graphql", "javascript:alert(1)", "\\\\evil"]
)
def test_nobody_is_led_elsewhere(desk: Desk, wanted: str) -> None:
    assert desk.reads("login/", next=wanted)["Location"] == "/admin/"


def test_a_form_without_its_token_is_refused(people: Tenant) -> None:
    strict = Desk()
    strict.signs_in()
    strict.client.handler.enforce_csrf_checks = True

    assert strict.sends("migrations/retry").status_code == 403


def test_the_pages_speak_chinese_when_asked_to(desk: Desk) -> None:
    desk.client.get("/admin/language/zh-hans", {"next": "/admin/companies/"})

    assert "企业" in desk.sees("companies/")
    assert desk.client.get("/admin/language/xx").status_code == 404


def test_the_door_says_whose_it_is(people: Tenant) -> None:
    answer = Desk("zh-hans").reads("login/")

    assert answer.status_code == 200
    assert "登录" in words_of(answer)
