"""Nothing of one piece of work is left for the next: neither the company nor the language nor a connection."""

from __future__ import annotations

from django.db import connection
from django.utils import translation

from config.live.threads import HANDS, Threads
from tenants.access import current_schema, current_units, move_to, place_of
from tenants.models import Tenant
from tests.config.live.listener import run


def spoil(company: Tenant) -> str:
    """Do what no careful work does: leave everything as it is."""
    move_to(place_of(company))
    translation.activate("zh-hans")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        found: str = cursor.fetchone()[0]
    return found


def seen() -> tuple[str, object, str, bool]:
    return current_schema(), current_units(), translation.get_language(), connection.connection is None


def test_a_thread_starts_with_nothing_of_the_work_before(hooli: Tenant) -> None:
    async def test() -> None:
        threads = Threads()
        for _ in range(3 * HANDS):
            assert await threads.run(spoil, hooli) == hooli.schema_name
            assert await threads.run(seen) == ("public", None, "en", True)
            assert current_schema() == "public"
        threads.close()

    run(test)
