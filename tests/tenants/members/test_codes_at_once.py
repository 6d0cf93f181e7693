"""A code is good once, also when two ask at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from tenants.access import Actor, company_context
from tenants.members.models import User
from tenants.members.services import ensure_user
from tenants.members.services.codes import enable_codes, take_code
from tenants.members.services.totp import SECONDS, new_secret
from tenants.models import Tenant
from tests.tenants.views.signing import shown

pytestmark = pytest.mark.slow


def test_two_at_once_use_up_a_code_once(initrode: Tenant) -> None:
    moment, secret = timezone.now(), new_secret()
    now = moment.timestamp()
    with company_context(initrode):
        ann = ensure_user(email="ann@initrode.example", role="viewer")
        actor = Actor(kind="user", id=ann.pk, name=ann.email)
        first = shown(secret, now - SECONDS)
        paper = enable_codes(actor=actor, secret=secret, code=first, as_of=moment)
    start = Barrier(4)

    def take(code: str) -> str | None:
        with company_context(initrode):
            start.wait()
            try:
                return take_code(user_id=ann.pk, code=code, as_of=moment)
            finally:
                connection.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(take, [shown(secret, now), shown(secret, now), paper[0], paper[0]]))

    assert sorted(map(str, found)) == ["None", "None", "recovery", "totp"]
    with company_context(initrode):
        assert len(User.objects.get().recovery_digests) == 9
