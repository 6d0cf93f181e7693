"""Keys with which programs call the API."""

from django.db import models

from tenants.members.models.user import User
from tenants.models.company_model import CompanyModel


class ApiKey(CompanyModel):
    """A program's right to call the API of one company. The secret is shown once and only its digest is kept."""

    prefix = models.CharField(max_length=16, unique=True, help_text="First characters of the key, to name it by.")
    digest = models.CharField(max_length=64, help_text="Keyed SHA-256 of the whole key, in hex.")
    name = models.CharField(max_length=200)
    scopes = models.JSONField(default=list, help_text="Capabilities the key has: a list of strings.")
    networks = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="Networks that the key may be used from, such as 203.0.113.0/24; empty: from anywhere.",
    )
    created_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To the minute or so.")
    operator = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Who of the operator entered the company with this key; empty for a key of the company's own.",
    )
    reason = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="Why somebody of the operator entered; empty for a key of the company's own.",
    )

    @property
    def is_entry(self) -> bool:
        """Whether it lets somebody of the operator in, for a while and for a reason."""
        return bool(self.operator)

    def __str__(self) -> str:
        return self.prefix
