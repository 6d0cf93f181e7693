"""`python -m bench.rolling`: are requests lost while the web's processes are replaced and a company is migrated?

Clients ask GraphQL and send feedback without pause, each request on a connection of its own, while the web gets SIGHUP
and a column is added to the largest table. Prints how many requests were answered and every one that was not.
"""

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

CLIENTS = 4
PATIENCE_SECONDS = 90
VIEWER = json.dumps({"query": "{ viewer { name } }"})


@dataclass
class Traffic:
    """Clients that ask until told to stop, and what they were answered."""

    port: int
    host: str
    token: str
    answers: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    finish: threading.Event = field(default_factory=threading.Event)

    def start(self) -> list[threading.Thread]:
        """Start the clients."""
        threads = [threading.Thread(target=self._ask_on, args=[number]) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    def _ask_on(self, client: int) -> None:
        for number in itertools.count():
            if self.finish.is_set():
                return
            path, body = ("/graphql", VIEWER) if number % 2 else ("/collect/v1/feedback", _record(client, number))
            try:
                self.answers[f"{path} {self._ask(path, body)}"] += 1
            except (OSError, HTTPException) as error:
                self.lost.append(f"{path}: {error!r}")

    def _ask(self, path: str, body: str) -> int:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        headers = {"Host": self.host, "Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            line.request("POST", path, body, headers)
            response = line.getresponse()
            response.read()
            return response.status
        finally:
            line.close()


def _record(client: int, number: int) -> str:
    return json.dumps([{"external_id": f"{client}-{number}", "occurred_at": "2026-01-01", "nps": number % 11}])


def _replaced(server: subprocess.Popen[str], earlier: set[int]) -> None:
    """Ask for new processes and wait until none of the earlier ones is left."""
    server.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _children(server.pid) & earlier:
        if time.monotonic() > deadline:
            raise RuntimeError("the web's processes were not replaced")
        time.sleep(0.2)


def _children(pid: int) -> set[int]:
    done = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return {int(word) for word in done.stdout.split()}


def _measure() -> int:
    import django  # noqa: PLC0415  after the servers

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("prepare", stdout=sys.stderr)
    from bench.companies import scratch_company  # noqa: PLC0415
    from bench.web import served  # noqa: PLC0415
    from tenants.access import Capability  # noqa: PLC0415
    from tenants.members.services import create_api_key  # noqa: PLC0415
    from tenants.selectors import host_of  # noqa: PLC0415

    with scratch_company("rolling") as company:
        _, token = create_api_key(name="bench", scopes=[Capability.FEEDBACK_WRITE])
        with served() as (server, port):
            traffic = Traffic(port, host_of(company), token)
            clients = traffic.start()
            _replaced(server, _children(server.pid))
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute("ALTER TABLE feedback_feedbackitem ADD COLUMN measured smallint NULL")
            time.sleep(1)
            traffic.finish.set()
            for client in clients:
                client.join()
    return _told(traffic)


def _told(traffic: Traffic) -> int:
    for answer, times in sorted(traffic.answers.items()):
        print(f"{answer}: {times}")
    print(f"lost: {len(traffic.lost)}", *traffic.lost[:10], sep="\n  ")
    return 1 if traffic.lost or any(not answer.endswith(" 200") for answer in traffic.answers) else 0


def main() -> int:
    """Run with servers up; return 1 when a request was lost or refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ["DEMO"] = "0"
    # Imported here, because settings are read when Django is imported and servers come first.
    from config.embedded.lease import running, wanted_servers  # noqa: PLC0415
    from config.env import Environment  # noqa: PLC0415

    with running(wanted_servers(Environment())):
        return _measure()


if __name__ == "__main__":
    sys.exit(main())
