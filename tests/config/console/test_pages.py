"""The page of the console: for browsers, on every address of its router, under a policy with a new nonce each time."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from config.console.bundle import Bundle
from config.console.pages import OTHERS, ROUTE
from tenants.models import Tenant
from tests.isolation.http_rows import addresses

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def page(path: str = "/", *, company: str = "acme", language: str = "en") -> HttpResponse:
    headers = {"Accept": BROWSER, "Accept-Language": language}
    found: HttpResponse = Client(HTTP_HOST=f"{company}.localhost", headers=headers).get(path)  # type: ignore[assignment]
    return found


def nonce_of(response: HttpResponse) -> str:
    found = re.search(r"script-src 'nonce-([\w-]{22})' 'strict-dynamic'", response["Content-Security-Policy"])
    assert found
    return found.group(1)


def test_the_page_names_what_the_console_begins_with(in_acme: Tenant, built: Bundle) -> None:
    response = page()

    assert response.status_code == 200
    html, nonce = response.content.decode(), nonce_of(response)
    assert f'<script type="module" src="/assets/main-abc.js" nonce="{nonce}"></script>' in html
    assert re.findall(r'rel="modulepreload" href="([^"]+)"', html) == ["/assets/shared-abc.js", "/assets/deep-abc.js"]
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', html) == ["/assets/main-abc.css", "/assets/deep-abc.css"]
    assert f'<meta property="csp-nonce" nonce="{nonce}">' in html
    assert "later-abc" not in html


def test_nothing_runs_that_has_no_nonce_and_each_page_has_another(in_acme: Tenant, built: Bundle) -> None:
    first, second = page(), page()

    policy = first["Content-Security-Policy"]
    assert nonce_of(first) != nonce_of(second)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    scripts = re.findall(r"<(?:script|style)[^>]*>", first.content.decode())
    assert all(f'nonce="{nonce_of(first)}"' in one for one in scripts)


def test_the_page_is_kept_nowhere_and_brings_the_cookie_that_changes_need(in_acme: Tenant, built: Bundle) -> None:
    response = page()

    assert response["Cache-Control"] == "no-store"
    assert response.cookies["csrftoken"]["samesite"] == "Lax"
    assert '<meta name="csrf-cookie" content="csrftoken">' in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/invitation", "/plans/queue-care", "/plans/a.b", "/journey/x/y?z=1"]
)
def test_an_address_of_the_router_is_the_same_page(in_acme: Tenant, built: Bundle, path: str) -> None:
    assert page(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/auth/x", "/api/x", "/collect/x", "/admin/", "/admin", "/assets/x/y", "/.env", "/s/x", "/../x", "/x.ico"]
)
def test_an_address_of_somebody_else_is_not(in_acme: Tenant, built: Bundle, path: str) -> None:
    assert page(path).status_code in {404, 405}


def test_no_other_address_of_a_companys_host_begins_like_one_of_the_console() -> None:
    routes = [route for _, route in addresses(settings.ROOT_URLCONF) if route != ROUTE]

    assert {route.partition("/")[0] for route in routes} <= set(OTHERS)


def test_a_program_that_asks_for_an_unknown_address_gets_no_page(in_acme: Tenant, built: Bundle) -> None:
    client = Client(HTTP_HOST="acme.localhost")

    assert client.get("/nowhere").status_code == 404
    assert client.get("/nowhere", headers={"Accept": "application/json"}).status_code == 404
    assert client.post("/", headers={"Accept": BROWSER}).status_code == 405


def test_the_page_tells_nothing_of_the_company(in_acme: Tenant, globex: Tenant, built: Bundle) -> None:
    one, other = page(company="acme"), page(company="globex")

    assert one.content.decode().replace(nonce_of(one), "") == other.content.decode().replace(nonce_of(other), "")
    assert "acme" not in one.content.decode().lower()


@pytest.mark.parametrize("host", ["localhost", "nobody.localhost"])
def test_there_is_no_console_on_the_operators_host_nor_on_an_unknown_one(
    in_acme: Tenant, built: Bundle, host: str
) -> None:
    client = Client(HTTP_HOST=host, headers={"Accept": BROWSER})

    assert client.get("/sign-in").status_code == 404
    assert client.get("/assets/main-abc.js").status_code == 404


class TestNotBuilt:
    """Until there is a bundle, a small page says why and looks again."""

    @pytest.mark.parametrize(("language", "words"), [("en", "is being built"), ("zh-CN", "正在构建控制台")])
    def test_it_says_that_it_is_being_built(self, in_acme: Tenant, bundle: Bundle, language: str, words: str) -> None:
        with bundle.turn():
            response = page("/plans", language=language)

        assert (response.status_code, response["Retry-After"]) == (503, "3")
        assert words in response.content.decode()
        assert '<meta http-equiv="refresh" content="3">' in response.content.decode()
        assert "default-src 'none'" in response["Content-Security-Policy"]

    def test_it_says_what_to_do_when_that_failed(self, in_acme: Tenant, bundle: Bundle) -> None:
        (bundle.folder / "failure").write_text("npm ci ended with 1")

        html = page().content.decode()

        assert "make web" in html
        assert "npm ci" not in html  # the reason is for the operator, in the output of make up

    def test_it_says_what_to_do_when_nobody_builds_it(self, in_acme: Tenant, bundle: Bundle) -> None:
        assert "has not been built yet" in page().content.decode()

    def test_a_bundle_is_served_while_a_new_one_is_built(self, in_acme: Tenant, built: Bundle) -> None:
        with built.turn():
            assert page().status_code == 200
