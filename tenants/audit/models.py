"""What happened, and the chain that shows that nothing of it was changed. Both tables only grow."""

from collections.abc import Mapping

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from tenants.audit.access import FORM
from tenants.models.company_model import CompanyModel, GuardedModel


class AuditEvent(CompanyModel):
    """Something that was done in the company: who, what, to what, when, from where. Never changed once written."""

    at = models.DateTimeField(help_text="Moment at which it was done.")
    actor_kind = models.CharField(
        max_length=20, help_text="Sort of actor: user, key, command, system, operator or anonymous."
    )
    actor_id = models.CharField(max_length=64, blank=True, help_text="Id of the user or key; empty for others.")
    actor_name = models.CharField(max_length=200, blank=True, help_text="Name of the actor at that moment.")
    actor_role = models.CharField(max_length=100, blank=True, help_text="Roles of the actor at that moment.")
    action = models.CharField(max_length=64, help_text='What was done, such as "journey.created".')
    subject_kind = models.CharField(max_length=40, help_text='Sort of thing it was done to, such as "journey".')
    subject_id = models.CharField(max_length=200, blank=True, help_text="Id of the thing.")
    subject_name = models.CharField(max_length=200, blank=True, help_text="Name of the thing at that moment.")
    before = models.JSONField(null=True, help_text="Changed fields as they were; null when there was nothing before.")
    after = models.JSONField(null=True, help_text="Changed fields as they became; null when nothing is left.")
    request_id = models.CharField(max_length=36, blank=True, help_text="Id of the request or command that did it.")
    address = models.CharField(max_length=45, blank=True, help_text="Network address that the request came from.")
    user_agent = models.CharField(max_length=200, blank=True, help_text="Program that sent the request.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why, where a reason is asked for.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the event's written form, in hex.")
    xid = models.BigIntegerField(
        editable=False, default=0, help_text="Database transaction that wrote this row; set by the database."
    )

    class Meta(CompanyModel.Meta):
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_event_subject"),
            BrinIndex(fields=["xid"], autosummarize=True, name="audit_event_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"

    def content(self) -> Mapping[str, object]:
        """Return what the digest is of."""
        return {
            "form": FORM,
            "id": str(self.id),
            "at": self.at.isoformat(),
            "actor": [self.actor_kind, self.actor_id, self.actor_name, self.actor_role],
            "action": self.action,
            "subject": [self.subject_kind, self.subject_id, self.subject_name],
            "before": self.before,
            "after": self.after,
            "request": [self.request_id, self.address, self.user_agent],
            "reason": self.reason,
        }


class AuditLink(GuardedModel):
    """An event's place in the chain. Links stay when old events are deleted, so the chain can always be checked."""

    place = models.BigIntegerField(primary_key=True, help_text="1 for the first event, without gaps.")
    event_id = models.UUIDField(unique=True, help_text="Id of the event.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the event's written form, in hex.")
    hash = models.CharField(max_length=64, help_text="SHA-256 of the hash before and the digest, in hex.")

    class Meta(GuardedModel.Meta):
        db_table = "audit_link"

    def __str__(self) -> str:
        return f"{self.place} {self.hash[:12]}"
