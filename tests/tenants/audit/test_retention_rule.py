"""The company's own rule prunes the audit every night, and the chain stays whole."""

from __future__ import annotations

from datetime import timedelta

from feedback.services.privacy.retention import apply_retention
from feedback.services.privacy.rules import set_retention
from tenants.access import COMMAND
from tenants.audit.models import AuditEvent
from tenants.audit.selectors import entries, walk
from tenants.audit.services import seal
from tenants.models import Tenant
from tests.tenants.audit.test_chain import NOW, aged


def test_old_events_go_and_what_is_left_can_be_checked(ledger: Tenant) -> None:
    set_retention(actor=COMMAND, kind="audit", days=350)
    aged(600)
    try:
        foreseen = apply_retention(actor=COMMAND, now=NOW, dry_run=True)
        untouched = AuditEvent.objects.filter(at__lt=NOW - timedelta(days=350)).count()
        done = apply_retention(actor=COMMAND, now=NOW)
        again = apply_retention(actor=COMMAND, now=NOW)
    finally:
        set_retention(actor=COMMAND, kind="audit", days=None)
    seal()

    assert (foreseen[0].counts, done[0].counts, again[0].counts) == ({"events": untouched}, {"events": untouched}, {})
    assert untouched == 3
    assert AuditEvent.objects.filter(action="journey.changed").count() == 3
    seen = walk(entries())
    assert (seen.pruned_through, seen.found()) == (3, [])
