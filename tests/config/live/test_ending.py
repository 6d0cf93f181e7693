"""A stream ends with a reason, within moments, when its caller may not follow any more; and resumes where it was."""

from __future__ import annotations

import asyncio
from typing import Any

from django.utils import timezone

from tenants.access import COMMAND
from tenants.hooks.services.live_stream import stream_of, valkey
from tenants.members.models import ApiKey, SignIn, User
from tenants.members.services import create_api_key, ensure_user, withdraw_api_key
from tenants.members.services.roles import assign_role, remove_role
from tenants.members.services.sessions import drop_sessions
from tenants.models import Tenant
from tenants.services.suspending import resume_company, suspend_company
from tests.config.live.conftest import FEEDBACK
from tests.config.live.listener import Frame, asked, inside, run, streams
from tests.config.live.test_following import said
from tests.sessions import session_of


def key(*scopes: str) -> tuple[ApiKey, str]:
    return create_api_key(name="follower", scopes=scopes or ("feedback:read", "texts:read"))


def session_at(email: str, role: str) -> str:
    """Sign a person in and return the session's key."""
    user = ensure_user(email=email, role=role)
    key = session_of(user)
    SignIn.objects.create(user=user, session_key=key, started_at=timezone.now())
    return key


def text_of(frame: Frame) -> Any:
    return frame.data["data"]["feedbackReceived"]["items"]["nodes"][0]["text"]


def test_a_revoked_key_ends_its_streams_and_no_others(hooli: Tenant, token: str) -> None:
    async def test() -> None:
        async with streams() as serving:
            made, revoked = await inside(hooli, key)
            one = await serving.follow(asked(hooli, FEEDBACK, revoked, language="zh-hans"))
            another = await serving.follow(asked(hooli, FEEDBACK, token))

            await inside(hooli, lambda: withdraw_api_key(actor=COMMAND, key_id=made.pk, as_of=timezone.now()))
            last = await one.next()

            assert (last.reason, (await one.next()).event) == ("CREDENTIAL_ENDED", "complete")
            assert last.data["errors"][0]["message"] == "此事件流所用的密钥或会话已失效。"
            assert last.data["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            assert (await serving.ask(asked(hooli, FEEDBACK, revoked))).status == 401
            await inside(hooli, said, "still here")
            assert text_of(await another.next()) == "still here"

    run(test)


def test_a_session_that_ends_and_a_role_that_changes_end_the_stream(hooli: Tenant) -> None:
    async def test() -> None:
        async with streams() as serving:
            for change, why in (
                (lambda user: drop_sessions(user=user), "CREDENTIAL_ENDED"),
                (lambda user: assign_role(actor=COMMAND, member_id=user.pk, role="owner"), "RIGHTS_CHANGED"),
                (lambda user: remove_role(actor=COMMAND, member_id=user.pk, role="viewer"), "RIGHTS_CHANGED"),
            ):
                name = f"{why.lower()}{id(change)}@live.example"
                session = await inside(hooli, session_at, name, "viewer")
                one = await serving.follow(asked(hooli, FEEDBACK, session=session))

                await inside(hooli, lambda name=name, change=change: change(User.objects.get(email=name)))

                assert (await one.next()).reason == why

    run(test)


def test_a_suspended_company_ends_all_and_begins_none(hooli: Tenant, token: str, other: tuple[Tenant, str]) -> None:
    async def test() -> None:
        async with streams() as serving:
            one = await serving.follow(asked(hooli, FEEDBACK, token))
            theirs = await serving.follow(asked(other[0], FEEDBACK, other[1]))
            await asyncio.to_thread(suspend_company, company=hooli)
            try:
                assert (await one.next()).reason == "COMPANY_NOT_SERVED"
                refused = await serving.ask(asked(hooli, FEEDBACK, token))
                assert (refused.status, refused.refusal["extensions"]["code"]) == (403, "FORBIDDEN")
            finally:
                await asyncio.to_thread(resume_company, company=hooli)
            assert theirs.heard() == []

    run(test)


def test_who_comes_back_misses_nothing_and_hears_nothing_twice(hooli: Tenant, token: str) -> None:
    async def test() -> None:
        async with streams() as serving:
            first = await serving.follow(asked(hooli, FEEDBACK, token))
            await inside(hooli, said, "one")
            seen = await first.next()
        for text in ("two", "three"):  # nobody serves now
            await inside(hooli, said, text)
        async with streams() as serving:
            again = await serving.follow(asked(hooli, FEEDBACK, token, after=seen.place))
            await inside(hooli, said, "four")

            assert [text_of(await again.next()) for _ in range(3)] == ["two", "three", "four"]
            assert again.heard() == []

    run(test)


def test_whose_place_is_gone_is_told_to_read_anew(hooli: Tenant, token: str) -> None:
    async def test() -> None:
        async with streams() as serving:
            first = await serving.follow(asked(hooli, FEEDBACK, token))
            await inside(hooli, said, "one")
            seen = await first.next()
            for place in ("1-1", "nonsense", "9" * 15 + "-0", "99999999999999999999999-1"):
                one = await serving.follow(asked(hooli, FEEDBACK, token, after=place))
                frame = await one.next()
                assert (frame.event, frame.data) == ("reset", {"reason": "EVENTS_MISSED"})
                assert frame.place >= seen.place
            valkey().xdel(stream_of(hooli.schema_name), seen.place)
            lost = await serving.follow(asked(hooli, FEEDBACK, token, after=seen.place))
            assert (await lost.next()).event == "reset"
            await inside(hooli, said, "two")
            assert text_of(await lost.next()) == "two"

    run(test)


def test_a_valkey_that_forgot_ends_the_streams_that_may_have_missed_something(
    hooli: Tenant, token: str, settings: Any
) -> None:
    settings.LIVE_HEARTBEAT_SECONDS = 0.1

    async def test() -> None:
        async with streams() as serving:
            one = await serving.follow(asked(hooli, FEEDBACK, token))
            valkey().delete(stream_of(hooli.schema_name))

            assert (await one.next()).reason == "EVENTS_MISSED"

    run(test)
