"""Proofs that companies were deleted. In the public schema, which outlives the companies."""

from django.db import models

from tenants.models.ids import uuid7


class DeletionCertificate(models.Model):
    """What was deleted of a company, when and by whom: counts and checksums, never content.

    Certificates form a chain: each hash covers its document and the hash before, so none can be changed or taken out
    unnoticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveBigIntegerField(unique=True, help_text="Place in the chain, from 1.")
    slug = models.CharField(max_length=40, help_text="Slug that the company had; a later company may have it again.")
    document = models.JSONField(help_text="What was deleted: tables with counts and checksums, files, keys, times.")
    previous_hash = models.CharField(
        max_length=64, blank=True, help_text="Hash of the certificate before; empty: none."
    )
    hash = models.CharField(max_length=64, help_text="SHA-256 of the previous hash and the document.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.slug}"
