"""One request, to one pinned address, over in time."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tenants.hooks.channels.message import Call
from tenants.hooks.channels.sending import MOST_READ, NotSent, send
from tests.tenants.hooks.receiver import Receiver, receiving

OPEN = frozenset({"localhost", "esb.example"})
NONE: frozenset[str] = frozenset()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def call(url: str) -> Call:
    return Call(url, b"{}", {"content-type": "application/json"})


def test_the_name_is_resolved_once_and_the_answer_is_pinned(receiver: Receiver) -> None:
    port = int(receiver.url.rsplit(":", 1)[1])
    asked: list[str] = []

    def rebinding(host: str, at: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    answer = send(call(f"http://esb.example:{port}/in"), open_hosts=OPEN, resolver=rebinding)

    assert (answer.code, asked) == (200, ["esb.example"])
    assert receiver.got[0].headers["host"] == f"esb.example:{port}"


def test_a_public_name_that_leads_inside_is_not_called(receiver: Receiver) -> None:
    with pytest.raises(NotSent, match="not on the public internet"):
        send(call("https://rebind.example/"), open_hosts=NONE, resolver=lambda host, port: ["127.0.0.1"])

    assert receiver.got == []


def test_redirects_cookies_and_bodies_are_ours_to_ignore(receiver: Receiver) -> None:
    receiver.always(307, location=f"{receiver.url}/again", set_cookie="a=b")

    assert send(call(receiver.url), open_hosts=OPEN).code == 307
    assert len(receiver.got) == 1
    assert "cookie" not in receiver.got[0].headers


def test_proxies_of_the_environment_are_not_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert send(call(receiver.url), open_hosts=OPEN).code == 200


def test_a_compressed_bomb_is_not_unpacked(receiver: Receiver) -> None:
    receiver.always(200, b"\x1f\x8b" + b"\0" * 100_000, content_encoding="gzip")

    assert len(send(call(receiver.url), open_hosts=OPEN).body) <= MOST_READ


def test_an_answer_that_drips_is_cut_off(receiver: Receiver) -> None:
    receiver.always(200, b"x" * 100, content_length="100")
    receiver.drip = 0.05
    began = time.monotonic()

    answer = send(call(receiver.url), open_hosts=OPEN, deadline=0.4)

    assert time.monotonic() - began < 1.5
    assert answer.code == 200  # it said yes before it dripped


def test_headers_that_drip_are_cut_off() -> None:
    with Raw(lambda conn: [(conn.sendall(b"H"), time.sleep(0.05)) for _ in range(100)]) as port:
        began = time.monotonic()
        with pytest.raises(NotSent, match="did not answer in time"):
            send(call(f"http://localhost:{port}/"), open_hosts=OPEN, deadline=0.3)
        assert time.monotonic() - began < 1.5


def test_a_handshake_that_drips_is_cut_off() -> None:
    head = b"\x16\x03\x03\x40\x00\x02"
    with Raw(lambda conn: [(conn.sendall(bytes([b])), time.sleep(0.05)) for b in head + b"\0" * 100]) as port:
        began = time.monotonic()
        with pytest.raises(NotSent):
            send(call(f"https://localhost:{port}/"), open_hosts=OPEN, deadline=0.3)
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_an_answer_that_is_no_http_is_none(answer: bytes) -> None:
    with Raw(lambda conn: conn.sendall(answer)) as port, pytest.raises(NotSent, match="could not be reached"):
        send(call(f"http://localhost:{port}/"), open_hosts=OPEN, deadline=1.0)


def test_nobody_there_is_said_in_plain_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(NotSent, match="could not be reached"):
        send(call(f"http://localhost:{port}/"), open_hosts=OPEN)


def test_a_certificate_of_nobody_is_refused(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(tmp_path))

    def greet(conn: socket.socket) -> None:
        try:
            context.wrap_socket(conn, server_side=True).recv(10)
        except OSError:
            pass

    with Raw(greet) as port, pytest.raises(NotSent, match="certificate"):
        send(call(f"https://localhost:{port}/"), open_hosts=OPEN, deadline=2.0)


def test_a_certificate_is_checked_against_the_name_not_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain, key = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    names: list[str] = []
    context.sni_callback = lambda sock, name, ctx: names.append(str(name))

    def greet(conn: socket.socket) -> None:
        secure = context.wrap_socket(conn, server_side=True)
        while b"{}" not in secure.recv(1000):
            pass
        secure.sendall(b"HTTP/1.1 204 x\r\nContent-Length: 0\r\n\r\n")

    with Raw(greet) as port:
        url = f"https://esb.example:{port}/"
        answer = send(call(url), open_hosts=OPEN, resolver=lambda host, at: ["127.0.0.1"], deadline=3.0)

    assert (answer.code, names) == (204, ["esb.example"])


class Raw:
    """A listening socket whose one visitor is treated by a function."""

    def __init__(self, treat: Any) -> None:
        self.treat = treat
        self.server = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> int:
        threading.Thread(target=self._serve, daemon=True).start()
        port: int = self.server.getsockname()[1]
        return port

    def _serve(self) -> None:
        try:
            conn, _ = self.server.accept()
            with conn:
                self.treat(conn)
        except OSError:
            pass

    def __exit__(self, *args: object) -> None:
        self.server.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "esb.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("esb.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, secret
