"""How long each class of data is kept, and the nightly work that lets go of the rest.

What figures are made of stays: texts and details are emptied where they stand, so no aggregate changes and what has
been scored stays scored.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from feedback.models import RetentionRule
from feedback.services.changes.files import EXPORT_FOLDER
from feedback.services.privacy import letting_go
from feedback.services.privacy.files import ACCESS_FOLDER
from tenants.access import Actor, current_schema
from tenants.audit.models import AuditEvent
from tenants.audit.services import Subject, prune, record
from tenants.hooks.services import emit
from tenants.selectors.files import company_folder

Kind = RetentionRule.Kind
FOLDERS = ("imports", ACCESS_FOLDER, EXPORT_FOLDER)


@dataclass(frozen=True, slots=True)
class Retained:
    """What one rule let go of, or would: rows and files by place."""

    kind: str
    days: int
    before: str
    counts: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return asdict(self)


def apply_retention(*, actor: Actor, now: datetime, dry_run: bool = False) -> list[Retained]:
    """Let go of what was kept for long enough, class by class, each in a transaction; return what went.

    With `dry_run`, everything is done and taken back. Doing it again finds nothing more.
    """
    done = [_apply(rule, actor=actor, now=now, dry_run=dry_run) for rule in RetentionRule.objects.order_by("kind")]
    gone = {one.kind: sum(one.counts.values()) for one in done if one.counts}
    if gone and not dry_run:
        with transaction.atomic():
            about = Subject("retention", name="retention")
            record(actor=actor, action="retention.applied", subject=about, after={one.kind: one.counts for one in done})
            emit(event="retention.applied", subject=about, data={"rows": gone})
    return done


def _apply(rule: RetentionRule, *, actor: Actor, now: datetime, dry_run: bool) -> Retained:
    before = now - timedelta(days=rule.days)
    how: Callable[[datetime], dict[str, int]] = _HOW[Kind(rule.kind)]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        is_audit = rule.kind == Kind.AUDIT
        counts = _audit(before, actor=actor, now=now, dry_run=dry_run) if is_audit else how(before)
        transaction.set_rollback(dry_run)
    if rule.kind == Kind.LOGS:
        counts |= _files(before, dry_run=dry_run)
    shown = {name: count for name, count in counts.items() if count}
    return Retained(rule.kind, rule.days, before.isoformat(), shown)


def _files(before: datetime, *, dry_run: bool) -> dict[str, int]:
    folders = [company_folder(current_schema()) / name for name in FOLDERS]
    old = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    ]
    for path in () if dry_run else old:
        path.unlink(missing_ok=True)
    return {"files": len(old)}


def _audit(before: datetime, *, actor: Actor, now: datetime, dry_run: bool) -> dict[str, int]:
    if dry_run or not AuditEvent.objects.filter(at__lt=before).exists():
        return {"events": AuditEvent.objects.filter(at__lt=before).count()}
    return {"events": prune(actor=actor, before=before, as_of=now).events}


_HOW: dict[Kind, Callable[[datetime], dict[str, int]]] = {
    Kind.TEXTS: letting_go.texts,
    Kind.CONTACTS: letting_go.contacts,
    Kind.INTERACTIONS: letting_go.interactions,
    Kind.LOGS: letting_go.logs,
    Kind.AUDIT: lambda before: {},
}
