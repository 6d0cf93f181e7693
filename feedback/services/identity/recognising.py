"""Look at identifiers that came, and make one person of customers who share what a rule trusts."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import batched
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from feedback.services.identity.groups import Account, accounts_of, persons_of, settle
from feedback.services.identity.history import kept_apart, open_questions, settle_questions, write_doubts, write_links
from feedback.services.identity.linking import Circles, Linker
from feedback.services.identity.matching import AT_ONCE, Shared, identifiers_of, shared_identifiers, sharers
from feedback.services.identity.policy import NAME, Policy, current_policy, locked_policy
from feedback.services.merge.locks import own_facts, try_own_facts
from feedback.services.merge.stage import Cursor
from tenants.access import SYSTEM, Actor
from tenants.audit.services import Subject, record
from tenants.jobs.models import Job
from tenants.jobs.services import start_job

RECOGNISE_KIND = "recognise_customers"
_CHANGED = (
    "SELECT DISTINCT COALESCE(merged_into_id, id) FROM feedback_customer "
    "WHERE xid >= %s AND (merged_into_id IS NOT NULL OR own_attributes IS NOT NULL)"
)


class Busy(Exception):
    """Batches are being stored just now."""


@dataclass(slots=True)
class Recognised:
    """What came of it: merges, questions for a person, and columns of facts that changed hands."""

    merged: int = 0
    questions: int = 0
    moved: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return it as `--json` prints it."""
        return asdict(self)


def recognise_customers(*, actor: Actor = SYSTEM, everybody: bool = False, wait: bool = True) -> Recognised | None:
    """Merge customers who share identifiers that came since the last time; `everybody`: or ever.

    Rules are tried in their order. Doing it again does nothing. Each part is a transaction, during which no batch is
    stored. Without `wait`, None is the answer while batches are being stored, and a job is left that does it later.
    """
    done = Recognised()
    try:
        with transaction.atomic():
            since, until = _span(everybody=everybody)
        policy = current_policy()
        for rule in policy.rules:
            for part in batched(shared_identifiers(rule, since=since), AT_ONCE, strict=False):
                _merge_sharers(part, policy, done, wait=wait)
        for persons in batched(_changed_since(since), AT_ONCE, strict=False):
            _settle_again(persons, done, wait=wait)
    except Busy:
        _leave_for_later()
        return None
    _conclude(done, actor, until)
    return done


def _span(*, everybody: bool) -> tuple[int, int]:
    """Return from which transaction on identifiers are looked at, and up to where all are finished."""
    since = 0 if everybody else locked_policy().xid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return since, int(cursor.fetchone()[0])


@transaction.atomic
def _merge_sharers(part: Sequence[Shared], policy: Policy, done: Recognised, *, wait: bool) -> None:
    cursor = _held(wait=wait)
    found = sharers(part)  # read again: somebody may have been faster
    accounts = accounts_of(persons_of({one for customers in found.values() for one in customers}))
    circles = Circles({one.id: one.person for one in accounts})
    names = [one.id for one in accounts]
    linker = Linker(circles, identifiers_of(names), policy.keep_apart, kept_apart(names), open_questions(names))
    for shared in part:
        if shared.hashes in found:
            linker.apply(shared.rule, shared.hashes[0], found[shared.hashes], sharing=shared.customers)
    if linker.links:
        touched = {circles.of(link.into) for link in linker.links}
        done.moved += settle(cursor, _groups(accounts, circles, touched))
        done.merged += len(write_links(linker.links))
    done.questions += write_doubts(linker.doubts)


def _groups(accounts: Sequence[Account], circles: Circles, touched: set[UUID]) -> Iterator[list[Account]]:
    by_id = {one.id: one for one in accounts}
    for name in sorted(touched):
        yield [by_id[member] for member in circles.members(name)]


def _changed_since(since: int) -> list[UUID]:
    """Return the persons of merged customers of whom a record came."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [since])
        return [person for (person,) in cursor.fetchall()]


@transaction.atomic
def _settle_again(persons: Sequence[UUID], done: Recognised, *, wait: bool) -> None:
    cursor = _held(wait=wait)
    groups: dict[UUID, list[Account]] = {}
    for account in accounts_of(persons):
        groups.setdefault(account.person, []).append(account)
    done.moved += settle(cursor, groups.values())


def _held(*, wait: bool) -> Cursor:
    """Hold off the writers of facts until the transaction ends. Raises Busy where that would take waiting."""
    cursor = cast("Cursor", connection.cursor())
    if wait:
        own_facts(cursor)
    elif not try_own_facts(cursor):
        raise Busy
    return cursor


@transaction.atomic
def _conclude(done: Recognised, actor: Actor, until: int) -> None:
    row = locked_policy()
    if until > row.xid:
        row.xid = until
        row.save(update_fields=["xid"])
    if done.merged or done.questions:
        settle_questions()
        about = Subject("identity_policy", id=str(row.pk), name=NAME)
        record(actor=actor, action="customers.recognised", subject=about, after=done.as_dict())


@transaction.atomic
def _leave_for_later() -> None:
    if not Job.objects.filter(kind=RECOGNISE_KIND, state=Job.State.QUEUED).exists():
        start_job(kind=RECOGNISE_KIND, params={}, requested_by=SYSTEM.name)


def request_recognition(*, actor: Actor) -> Job:
    """Return a job that looks at all identifiers there are. The door that calls this also enqueues it."""
    return start_job(kind=RECOGNISE_KIND, params={"everybody": True}, requested_by=actor.name)


def run_recognise_job(*, job: Job) -> dict[str, Any]:
    """Merge customers by the rules; the runner of jobs of kind "recognise_customers"."""
    by = Actor(kind="system", name=job.requested_by)
    done = recognise_customers(actor=by, everybody=bool(job.params.get("everybody")))
    return {"at": timezone.now().isoformat(), **(done or Recognised()).as_dict()}
