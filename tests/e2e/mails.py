"""A mail server for the stack that is walked through: it keeps what it is given, and sends nothing on."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy

LINK = re.compile(r"https?://\S+#hbt_[\w-]+")


@dataclass
class Mailbox:
    """What came for everybody."""

    port: int
    came: list[tuple[str, str]] = field(default_factory=list)

    def link_for(self, email: str, *, within: float = 60) -> str:
        """Return the link in the newest mail to somebody, once it has come."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            for reader, text in reversed(self.came):
                if reader == email and (found := LINK.search(text)):
                    return found.group()
            time.sleep(0.1)
        raise AssertionError(f"no mail came for {email}")

    def keep(self, readers: list[str], raw: bytes) -> None:
        """Keep a mail for each who gets it."""
        body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
        text = body.get_content() if body else ""
        self.came += [(reader, text) for reader in readers]


class _Talk(socketserver.StreamRequestHandler):
    """One sender's talk, as RFC 5321 has it."""

    mailbox: Mailbox

    def handle(self) -> None:
        readers: list[str] = []
        self._say("220 here")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"RCPT":
                readers.append(line.decode().partition("<")[2].partition(">")[0].lower())
            if word == b"QUIT":
                return self._say("221 bye")
            if word == b"DATA":
                self._say("354 go on")
                self.mailbox.keep(readers, self._text())
                readers = []
            self._say("250 ok")
        return None

    def _text(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True


@contextmanager
def delivered(port: int = 0) -> Iterator[Mailbox]:
    """Take mails for the length of the block, on a port that is named or on any."""
    with _Server(("127.0.0.1", port), _Talk) as server:
        mailbox = Mailbox(port=server.server_address[1])
        server.RequestHandlerClass = type("Talk", (_Talk,), {"mailbox": mailbox})
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join(5)
