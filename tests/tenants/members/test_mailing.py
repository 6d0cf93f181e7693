"""Mails are rows that a worker sends: none is lost, none tells more than it must."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.access import COMMAND
from tenants.audit.models import AuditEvent
from tenants.members.models import SsoConnection, Ticket, User
from tenants.members.services import ask_reset, ensure_user, invite_member, redeem_ticket
from tenants.members.services.mailing import MOST_TRIES, next_mail_at, send_due
from tenants.members.services.tickets import BadTicket
from tenants.models import Tenant, TenantSchedule
from tenants.tasks import SOON_SECONDS, sweep_mails
from tenants.tasks import mail as mail_task

pytestmark = pytest.mark.usefixtures("in_acme")
NOW = datetime(2026, 5, 1, tzinfo=UTC)


class Down(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected("gone")


@pytest.fixture
def down(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Down"}}


def ask(email: str = "ann@acme.example", at: datetime = NOW) -> None:
    ask_reset(email=email, origin="https://acme.example", as_of=at)


def ann(**more: Any) -> User:
    return ensure_user(email="ann@acme.example", role="analyst", password="correct horse battery", **more)


def test_nothing_is_sent_while_somebody_waits_for_an_answer() -> None:
    ann()

    ask()

    assert mail.outbox == []
    assert next_mail_at() == NOW
    assert send_due(now=NOW) == 1
    assert [message.to for message in mail.outbox] == [["ann@acme.example"]]
    assert (next_mail_at(), send_due(now=NOW)) == (None, 0)


def test_asking_wakes_a_worker(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as sent:
        ask()

    assert len(sent) == 2  # look for a worker, and the message to it


def test_the_secret_is_made_when_the_mail_is_sent_and_only_its_digest_is_kept() -> None:
    ann()
    ask()
    before = Ticket.objects.get()

    send_due(now=NOW + timedelta(minutes=50))

    after = Ticket.objects.get()
    token = str(mail.outbox[0].body).split("#")[1].split()[0]
    assert (before.digest != after.digest, after.asked_for) == (True, "")
    assert token not in str(Ticket.objects.values())
    assert after.expires_at == NOW + timedelta(minutes=110)
    assert redeem_ticket(token=token, kind=Ticket.Kind.RESET, password="staple of another kind", as_of=NOW)


def test_asking_costs_the_same_whoever_has_the_address() -> None:
    ann()
    ensure_user(email="left@acme.example", role="viewer")
    User.objects.filter(email="left@acme.example").update(is_active=False)
    statements = []
    for email in ("ann@acme.example", "nobody@acme.example", "left@acme.example"):
        with CaptureQueriesContext(connection) as captured:
            ask(email)
        statements.append([one["sql"].split()[0] for one in captured.captured_queries])

    assert statements[0] == statements[1] == statements[2]
    assert not AuditEvent.objects.filter(action="password.reset_asked").exists()

    assert send_due(now=NOW) == 3

    assert (len(mail.outbox), Ticket.objects.count()) == (1, 1)
    assert AuditEvent.objects.filter(action="password.reset_asked").count() == 1


def test_who_signs_in_at_the_company_gets_no_link_for_a_password() -> None:
    ann()
    SsoConnection.objects.create(issuer="https://login.example", client_id="x", is_only_way=True)

    ask()

    assert send_due(now=NOW) == 1
    assert mail.outbox == []


def test_a_newer_invitation_is_the_only_one_that_is_sent() -> None:
    for _ in range(2):
        invite_member(actor=COMMAND, email="bo@acme.example", role="viewer", origin="https://x", as_of=NOW)

    send_due(now=NOW)

    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("down")
def test_a_mail_server_that_is_away_is_tried_again_later_and_later() -> None:
    ann()
    ask()
    now, waits = NOW, []
    while (moment := next_mail_at()) is not None:
        waits.append((moment - now).total_seconds() / 60)
        now = moment
        assert send_due(now=now) == 1

    assert waits == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert Ticket.objects.get().mail_tries == MOST_TRIES


def test_a_link_that_was_not_sent_opens_nothing() -> None:
    ann()
    ask()

    with pytest.raises(BadTicket):
        redeem_ticket(token="", kind=Ticket.Kind.RESET, password="staple of another kind", as_of=NOW)


def test_the_sweep_sends_for_what_waits_though_the_message_was_lost(
    in_acme: Tenant, django_capture_on_commit_callbacks: Any
) -> None:
    far = datetime(2100, 1, 1, tzinfo=UTC)
    schedule, _ = TenantSchedule.objects.update_or_create(
        tenant=in_acme, task=TenantSchedule.Task.SWEEP, defaults={"next_due_at": far}
    )
    ann()
    ask()

    with django_capture_on_commit_callbacks() as sent:
        sweep_mails()

    schedule.refresh_from_db()
    assert len(sent) == 1
    assert schedule.next_due_at < timezone.now() + timedelta(seconds=2 * SOON_SECONDS)
    assert mail_task.apply(headers={"company": "acme"}).get() == 1
    assert mail_task.apply(headers={"company": "acme"}).get() == 0
    assert len(mail.outbox) == 1
