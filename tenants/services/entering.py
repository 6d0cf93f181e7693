"""Somebody of the operator enters a company: with a reason, for a limited time, in a narrow role, in everybody's sight.

The operator's host shows no company's content. Who has to look into one asks here, and gets a key of that company; the
company's audit and its webhooks tell of it at once, and its owners can revoke the key or admit nobody at all.
"""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import (
    COMMAND,
    ENTRY_ROLE,
    Actor,
    Refusal,
    RequestInfo,
    company_context,
    current_request,
    request_context,
)
from tenants.audit.services import Subject, record
from tenants.backend.routing import SHARED, own_transaction
from tenants.hooks.services import emit
from tenants.members.models import ApiKey
from tenants.members.services import admit, revoke_entries
from tenants.models.tenant import Tenant
from tenants.selectors import current_company, forget_hosts
from tenants.services.outside import from_outside
from tenants.services.telling import tell

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)
SHORTEST_REASON, LONGEST_REASON = 10, 500


class CannotEnter(Refusal):
    """The company may not be entered, or not like that."""


class EntryForbidden(Refusal):
    """The company admits nobody of the operator."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entered company, the key of the entry and its token, which nobody can read again."""

    company: Tenant
    key: ApiKey
    token: str


def enter_company(
    *, company: Tenant, reason: str, duration: timedelta, as_of: datetime, actor: Actor = COMMAND
) -> Entry:
    """Let somebody of the operator into a company until `as_of` + `duration`, and write it into both audits.

    Raises CannotEnter for a reason or a time that will not do and for what is no company, EntryForbidden when the
    company admits nobody.
    """
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise CannotEnter(
            _("say in %(least)s to %(most)s characters why") % {"least": SHORTEST_REASON, "most": LONGEST_REASON},
            field="reason",
        )
    if not SHORTEST <= duration <= LONGEST:
        raise CannotEnter(_("a company is entered for 5 to 480 minutes"), field="minutes")
    with from_outside(), transaction.atomic(), ExitStack() as stack:
        held: Tenant = Tenant.objects.select_for_update().get(pk=company.pk)
        _require_open(held)
        info = current_request() or RequestInfo(id=str(uuid4()))
        stack.enter_context(request_context(replace(info, reason=said)))
        with company_context(held), own_transaction():
            key, token = admit(actor=replace(actor, kind="operator"), reason=said, until=as_of + duration)
        after = {"prefix": key.prefix, "role": ENTRY_ROLE, "expires_at": key.expires_at}
        tell(company=held, actor=replace(actor, kind="operator"), action="tenant.entered", after=after)
    return Entry(held, key, token)


def _require_open(company: Tenant) -> None:
    if company.kind != Tenant.Kind.COMPANY or not company.is_readable:
        raise CannotEnter(_("there is no company to be entered"), field="slug")
    if not company.admits_operator:
        raise EntryForbidden(_("this company admits nobody of the operator: ask one of its owners"), field="slug")


@transaction.atomic(using=SHARED)
@transaction.atomic
def set_operator_access(*, actor: Actor, is_allowed: bool, as_of: datetime) -> Tenant:
    """Let people of the operator enter the present company from now on, or show them all out and admit nobody."""
    company: Tenant = Tenant.objects.select_for_update().get(pk=current_company().pk)
    if company.admits_operator == is_allowed:
        return company
    ended = 0 if is_allowed else revoke_entries(actor=actor, as_of=as_of)
    company.admits_operator = is_allowed
    company.save(update_fields=["admits_operator"])
    subject = Subject(kind="tenant", id=str(company.id), name=company.slug)
    record(
        actor=actor,
        action="operator_access.changed",
        subject=subject,
        before={"is_allowed": not is_allowed},
        after={"is_allowed": is_allowed, "ended": ended},
    )
    emit(event="operator_access.changed", subject=subject, data={"isAllowed": is_allowed, "ended": ended})
    transaction.on_commit(forget_hosts)
    return company
