"""One request to a pinned address, over before its deadline whatever the other side does."""

import socket
from contextlib import suppress
from http.client import HTTPException
from ssl import SSLError
from threading import Timer
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from tenants.hooks.channels.addresses import BadAddress, Place, Resolver, pinned, read_address, resolve
from tenants.hooks.channels.message import Answer, Call

SILENCE_SECONDS = 8.0
DEADLINE_SECONDS = 10.0
MOST_READ = 4096
USER_AGENT = "Huibao-Webhooks/1"


class NotSent(Exception):
    """No answer came; the message says why."""


class _Held:
    """Keeps a second handle on the socket of a connection, by which another thread can end it, even during TLS."""

    spare: socket.socket | None = None
    is_late: bool = False

    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()  # type: ignore[misc]  # urllib3's own hook, of the class beside
        self.spare = made.dup()
        return made

    def cut_off(self) -> None:
        """End the exchange, whatever it is waiting for."""
        self.is_late = True
        if self.spare is not None:
            with suppress(OSError):
                self.spare.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close the second handle."""
        if self.spare is not None:
            self.spare.close()


class _Plain(_Held, HTTPConnection):
    pass


class _Secure(_Held, HTTPSConnection):
    pass


def send(
    call: Call,
    *,
    open_hosts: frozenset[str],
    resolver: Resolver = resolve,
    deadline: float = DEADLINE_SECONDS,
    most_read: int = MOST_READ,
) -> Answer:
    """Send a request and return the answer, with the first bytes of its body. Raises NotSent.

    The host's name is resolved once and judged, and the connection goes to that address, with the name in TLS and in
    the Host header. Redirects are not followed, proxies of the environment not used, compressed bodies not unpacked.
    """
    try:
        place = read_address(call.url, open_hosts=open_hosts)
        address = pinned(place, open_hosts=open_hosts, resolver=resolver)
    except BadAddress as refused:
        raise NotSent(f"it was not called: {refused}") from None
    connection = _connection(place, address, deadline)
    # A timeout of the socket starts anew with each byte; this one ends a call that drips for hours.
    watch = Timer(deadline, connection.cut_off)
    watch.daemon = True
    watch.start()
    try:
        return _exchange(connection, place, call, most_read)
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        raise NotSent(_why(error, is_late=connection.is_late)) from error
    finally:
        watch.cancel()
        connection.close()
        connection.let_go()


def _connection(place: Place, address: str, deadline: float) -> _Plain | _Secure:
    timeout = min(SILENCE_SECONDS, deadline)
    if place.scheme == "http":
        return _Plain(address, place.port, timeout=timeout)
    return _Secure(address, place.port, timeout=timeout, server_hostname=place.host, assert_hostname=place.host)


def _exchange(connection: HTTPConnection, place: Place, call: Call, most_read: int) -> Answer:
    own = {"host": urlsplit(call.url).netloc, "user-agent": USER_AGENT, "accept-encoding": "identity"}
    connection.request(
        call.method, place.path, body=call.body or None, headers={**call.headers, **own}, preload_content=False
    )
    response = connection.getresponse()
    found = {name.lower(): value for name, value in response.headers.items()}
    return Answer(code=response.status, headers=found, body=_beginning(response, most_read))


def _beginning(response: BaseHTTPResponse, most: int) -> bytes:
    """Return the first bytes of a body. An answer that says yes and then breaks off has said yes."""
    with suppress(OSError, HTTPError):
        return response.read(most, decode_content=False)
    return b""


def _why(error: Exception, *, is_late: bool) -> str:
    if is_late or isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, SSLError):
        return "its certificate or encryption is not accepted"
    return f"it could not be reached: {type(error).__name__}"
