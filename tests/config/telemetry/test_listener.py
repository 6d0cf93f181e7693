"""Figures leave by a port of their own or with a token, and never by a company's name."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from config.env import BadEnvironment
from config.settings.telemetry import is_loopback
from config.telemetry import listener
from config.telemetry.listener import Answers
from tenants.models import Tenant
from tenants.selectors import forget_hosts
from tests.config.test_settings import COMPLETE, load_production

TOKEN = "of-the-watch"


@pytest.fixture(scope="module")
def port(servers: None) -> Iterator[int]:
    """A port on which the figures of this process are told."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def ask(port: int, path: str = "/metrics", **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def test_the_own_port_tells_figures_in_the_format_of_prometheus(port: int) -> None:
    status, text = ask(port)

    assert status == 200
    assert "# TYPE huibao_http_requests_total counter" in text
    assert 'huibao_up{server="valkey"} 1.0' in text


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "X_Forwarded_Host"])
def test_whoever_comes_through_a_proxy_finds_nothing(port: int, header: str) -> None:
    assert ask(port, **{header: "acme.example.org"}) == (404, "")


def test_a_part_that_has_stopped_giving_signs_of_life_is_not_well(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    signs: list[float] = []
    monkeypatch.setattr(listener, "_signs", signs)
    assert ask(port, "/livez") == (200, "")  # web and worker are asked elsewhere

    listener.give_sign()
    assert ask(port, "/livez") == (200, "")

    signs[0] -= listener.SILENT_SECONDS + 1
    assert ask(port, "/livez") == (503, "")


@pytest.mark.parametrize("path", ["/", "/graphql", "/metrics/x"])
def test_there_is_nothing_else_on_the_port(port: int, path: str) -> None:
    assert ask(port, path) == (404, "")


def test_with_a_token_the_port_wants_it(port: int, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN

    assert ask(port) == ask(port, Authorization="Bearer wrong") == (401, "")
    assert ask(port, Authorization=f"Bearer {TOKEN}")[0] == 200


@pytest.mark.django_db
def test_the_operators_host_tells_them_to_whoever_has_the_token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    client = Client(headers={"host": "localhost", "Authorization": f"Bearer {TOKEN}"})

    answer = client.get("/metrics")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert client.post("/metrics").status_code != 200


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "wrong", "hb_" + "k" * 43])
def test_without_the_token_nobody_is_told(settings: Any, token: str) -> None:
    settings.METRICS_TOKEN = TOKEN

    answer = Client(headers={"host": "localhost", "Authorization": f"Bearer {token}"}).get("/metrics")

    assert answer.status_code in {401, 404}
    assert b"huibao_" not in answer.content


@pytest.mark.django_db
def test_while_there_is_no_token_an_empty_one_opens_nothing() -> None:
    assert Client(headers={"host": "localhost", "Authorization": "Bearer "}).get("/metrics").status_code != 200


@pytest.mark.django_db
def test_a_companys_host_never_tells_them(acme: Tenant, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    with_token = Client(headers={"host": "acme.localhost", "Authorization": f"Bearer {TOKEN}"})

    assert with_token.get("/metrics").status_code == 401  # the words for any key that is not acme's
    assert Client(headers={"host": "acme.localhost"}).get("/metrics").status_code == 404


@pytest.mark.django_db
def test_while_it_is_not_known_whose_a_host_is_it_is_taken_for_a_companys(
    settings: Any,
) -> None:
    def away(*statement: object) -> None:
        raise DatabaseError("nobody answers")

    settings.METRICS_TOKEN = TOKEN
    client = Client(headers={"host": "localhost", "Authorization": f"Bearer {TOKEN}"}, raise_request_exception=False)
    forget_hosts()

    with connection.execute_wrapper(away):
        assert client.get("/metrics").status_code != 200


@pytest.mark.parametrize(("host", "loopback"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
    ("0.0.0.0", False), ("10.0.0.1", False), ("example.org", False), ("::", False),
])  # fmt: skip
def test_only_this_machines_own_addresses_need_no_token(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(("given", "said"), [
    ({"METRICS_HOST": "0.0.0.0"}, "METRICS_TOKEN must be set"),
    ({"METRICS_COMPANIES": ",".join(f"c{n}" for n in range(51))}, "METRICS_COMPANIES may name 50"),
])  # fmt: skip
def test_settings_that_would_tell_too_much_stop_the_start(given: dict[str, str], said: str, tmp_path: Any) -> None:
    result = load_production(**COMPLETE, METRICS_PORT="9464", RUN_DIR=str(tmp_path), **given)

    assert BadEnvironment.__name__ in result.stderr
    assert said in result.stderr


def test_a_port_that_is_taken_is_waited_for() -> None:
    with socket.socket() as taken, pytest.raises(OSError, match="in use"):
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ThreadingHTTPServer(taken.getsockname(), Answers)
