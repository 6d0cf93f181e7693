"""Merges that people make, and merges that they undo."""

from collections.abc import Collection, Sequence
from typing import cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Customer, CustomerMerge
from feedback.services.identity.groups import Account, accounts_of, persons_of, settle
from feedback.services.identity.history import (
    MANUAL,
    holding,
    lift,
    name_of,
    pairs,
    settle_questions,
    tell,
    write_links,
)
from feedback.services.identity.linking import Link, parts_of
from feedback.services.merge.locks import own_facts
from feedback.services.merge.stage import Cursor
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record


class CannotMerge(Refusal):
    """The two are not customers who can be merged."""


class CannotUnmerge(Refusal):
    """There is no such merge, or it cannot be undone."""


@transaction.atomic
def merge_customers(*, actor: Actor, one: str, other: str, reason: str = "") -> tuple[Customer, CustomerMerge]:
    """Make one person of two customers named by external ids; return who stands for both, and the merge.

    Who joined first stands for both; facts of the other, also those to come, are theirs. Raises CannotMerge.
    """
    cursor = hold_facts()
    pair = [_named(one, "externalId"), _named(other, "otherExternalId")]
    into, customer = sorted(pair, key=lambda row: row.pk)
    merge = join(cursor, Link(customer.pk, into.pk, MANUAL, ""), actor=actor, reason=reason)
    (person,) = persons_of([into.pk])
    return Customer.objects.get(pk=person), merge


def hold_facts() -> Cursor:
    """Hold off the writers of facts until the transaction ends."""
    cursor = cast("Cursor", connection.cursor())
    own_facts(cursor)
    return cursor


def join(cursor: Cursor, link: Link, *, actor: Actor, reason: str) -> CustomerMerge:
    """Make one person of two customers because somebody says so. Raises CannotMerge when they are one already."""
    accounts = accounts_of(persons_of([link.customer, link.into]))
    if len({account.person for account in accounts}) < 2:
        raise CannotMerge(_("They are one customer already."), field="otherExternalId")
    person = next(account.person for account in accounts if account.id == link.into)
    ours = [account.id for account in accounts if account.person == person]
    lift(ours, [account.id for account in accounts if account.person != person])
    settle(cursor, [accounts])
    (merge,) = write_links([link], by=name_of(actor), reason=reason)
    settle_questions()
    told = {"into": str(link.into), "rule": link.rule, "reason": merge.reason}
    record(actor=actor, action="customer.merged", subject=Subject("customer", id=str(link.customer)), after=told)
    return merge


def _named(external_id: str, field: str) -> Customer:
    found = Customer.objects.filter(external_id=external_id, erased_at=None).first()
    if found is None:
        raise CannotMerge(_("There is no such customer."), field=field)
    return cast("Customer", found)


@transaction.atomic
def undo_merge(*, actor: Actor, id: UUID, reason: str = "") -> CustomerMerge:
    """Undo one merge: each side becomes again what it is without it, with the facts reported for it, also since.

    No rule merges the two again; a person may. Raises CannotUnmerge.
    """
    cursor = hold_facts()
    merge = CustomerMerge.objects.select_for_update().filter(pk=id).first()
    if merge is None:
        raise CannotUnmerge(_("There is no such merge."), field="id")
    if merge.undone_at is not None:
        raise CannotUnmerge(_("It was undone already."), field="id")
    if Customer.objects.filter(pk__in=[merge.customer_id, merge.into_id], erased_at__isnull=False).exists():
        raise CannotUnmerge(_("The person was erased: nobody can be told apart any more."), field="id")
    close([merge], by=name_of(actor), reason=reason, keeps_apart=True)
    regroup(cursor, persons_of([merge.customer_id, merge.into_id]))
    told = {"into": str(merge.into_id), "rule": merge.rule, "reason": merge.undone_reason}
    subject = Subject("customer", id=str(merge.customer_id))
    record(actor=actor, action="customer.merge_undone", subject=subject, after=told)
    return cast("CustomerMerge", merge)


def close(merges: Sequence[CustomerMerge], *, by: str, reason: str = "", keeps_apart: bool = False) -> None:
    """Write down that merges hold no more, and tell whoever listens."""
    for merge in merges:
        merge.undone_at, merge.undone_by, merge.undone_reason = timezone.now(), by, reason[:500]
        merge.keeps_apart = keeps_apart
        tell("customer.merge_undone", merge)
    CustomerMerge.objects.bulk_update(merges, ["undone_at", "undone_by", "undone_reason", "keeps_apart"])


def regroup(cursor: Cursor, persons: Collection[UUID]) -> int:
    """Group the customers of some persons by the merges that hold; return how many columns of facts changed hands."""
    accounts = {account.id: account for account in accounts_of(persons)}
    parts = parts_of(accounts, pairs(holding(accounts.keys())))
    groups: list[list[Account]] = [[accounts[one] for one in part] for part in parts]
    return settle(cursor, groups)
