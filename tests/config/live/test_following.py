"""What happens reaches everybody of the company who follows it, and nobody else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from feedback.services.intake import ingest_records
from tenants.access import COMMAND
from tenants.models import Tenant
from tests.config.live.conftest import FEEDBACK
from tests.config.live.listener import asked, inside, run, streams

AT = "2026-05-01T10:00:00Z"


def said(text: str, **more: Any) -> None:
    """Store an answer."""
    record = {"external_id": uuid4().hex, "occurred_at": AT, "nps": 9, "text": text, **more}
    ingest_records(kind="feedback", records=[record], received_at=datetime.now(UTC), actor=COMMAND)


def test_an_event_reaches_all_of_its_company_and_none_of_another(
    hooli: Tenant, token: str, other: tuple[Tenant, str]
) -> None:
    async def test() -> None:
        async with streams() as serving:
            mine = [await serving.follow(asked(hooli, FEEDBACK, token)) for _ in range(3)]
            theirs = await serving.follow(asked(other[0], FEEDBACK, other[1]))

            await inside(hooli, said, "only hooli's")
            found = [await one.next() for one in mine]
            await inside(other[0], said, "only umbrella's")

            assert {frame.event for frame in found} == {"next"}
            assert {str(frame.data["data"]["feedbackReceived"]["items"]["nodes"][0]["text"]) for frame in found} == {
                "only hooli's"
            }
            first = await theirs.next()
            assert "umbrella" in str(first.data)
            assert "hooli" not in str(first.data)
            assert [one.heard() for one in mine] == [[], [], []]

    run(test)
