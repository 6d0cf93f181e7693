"""A client that sends feedback without pause, and never gives up on what was not acknowledged."""

import itertools
import threading
import time
import urllib.error

from tests.faults.stack import Stack


class Sender(threading.Thread):
    """Posts small batches; one that was not acknowledged is sent again, under the same key."""

    def __init__(self, stack: Stack, token: str, slug: str = "acme", *, size: int = 20, pause: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.stack, self.token, self.slug, self.size, self.pause = stack, token, slug, size, pause
        self.sent: list[dict[str, object]] = []
        self.acknowledged: list[dict[str, object]] = []
        self.refusals: list[str] = []
        self.retry_after = 0
        self.longest_silence = 0.0
        self.finish = threading.Event()

    def run(self) -> None:
        """Send until told to finish; the last batch is delivered too."""
        for number in itertools.count():
            if self.finish.is_set():
                return
            batch: list[dict[str, object]] = [
                {
                    "external_id": f"{number}-{place}",
                    "customer": f"c{(number * self.size + place) % 97}",
                    "occurred_at": f"2026-{1 + number % 9:02d}-10T08:00:00+08:00",
                    "nps": (number + place) % 11,
                }
                for place in range(self.size)
            ]
            self.sent += batch
            self.deliver(number, batch)
            time.sleep(self.pause)

    def deliver(self, number: int, batch: list[dict[str, object]]) -> None:
        """Post one batch until it is acknowledged."""
        began = time.monotonic()
        while True:
            try:
                answer = self.stack.post(
                    "/collect/v1/feedback", slug=self.slug, token=self.token, key=f"batch-{number}", records=batch
                )
            except OSError as error:
                self.refusals.append(str(error))
                if isinstance(error, urllib.error.HTTPError):
                    self.retry_after += "Retry-After" in error.headers
                time.sleep(0.1)
                continue
            assert not answer["rejected"]
            self.acknowledged += batch
            self.longest_silence = max(self.longest_silence, time.monotonic() - began)
            return

    def end(self) -> None:
        """Finish, and wait until all is acknowledged."""
        self.finish.set()
        self.join(90)
        assert not self.is_alive(), self.refusals[-3:]

    def stored_once(self) -> int:
        """Return how many facts were sent, once all are known to be stored, each once. Raises AssertionError."""
        assert len(self.acknowledged) == len(self.sent) > 0, self.refusals[-5:]
        again = [
            self.stack.post(
                "/collect/v1/feedback",
                slug=self.slug,
                token=self.token,
                key=f"again-{start}",
                records=self.sent[start : start + 5000],
            )
            for start in range(0, len(self.sent), 5000)
        ]
        assert sum(int(str(answer["accepted"])) for answer in again) == 0
        assert sum(int(str(answer["duplicates"])) for answer in again) == len(self.sent)
        scored = self.stack.manage("score", "--tenant", self.slug)
        assert sum(period["company"]["nps"]["n"] for period in scored["periods"]) == len(self.sent)  # type: ignore[attr-defined]  # JSON
        assert self.stack.manage("verify", "--tenant", self.slug)["differences"] == []
        return len(self.sent)
