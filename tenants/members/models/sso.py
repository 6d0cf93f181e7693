"""Signing in with a company's own accounts, by OpenID Connect."""

from django.db import models

from tenants.members.models.user import User
from tenants.models.company_model import CompanyModel


class SsoConnection(CompanyModel):
    """Where a company's people have accounts already: an OpenID Connect provider. A company has one at most."""

    issuer = models.CharField(max_length=500, help_text="Address of the provider, exactly as it names itself.")
    client_id = models.CharField(max_length=300, help_text="Name under which the provider knows us.")
    sealed_client_secret = models.CharField(
        max_length=2000, blank=True, default="", help_text="Our secret at the provider, encrypted."
    )
    domains = models.JSONField(
        default=list, blank=True, help_text="Domains of e-mail addresses that may come in; empty: any."
    )
    default_role = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Role of who comes the first time; empty: only who was invited.",
    )
    is_only_way = models.BooleanField(
        default=False, help_text="Whether everybody but the owners signs in at the provider and nowhere else."
    )
    trusts_addresses = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether addresses count of which the provider does not say whether they were verified.",
    )
    asks_second_factor = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether the provider asks everybody for two factors, so that its word counts as both.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, help_text="When it was changed last.")
    only_one = models.BooleanField(default=True, unique=True, editable=False, help_text="Always true: one a company.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only_one=True), name="members_sso_only_one")]

    def __str__(self) -> str:
        return self.issuer


class SsoIdentity(CompanyModel):
    """An account at a provider that belongs to a person: from then on neither e-mail address matters."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", help_text="Whose account it is.")
    issuer = models.CharField(max_length=500, help_text="Provider of the account.")
    subject = models.CharField(max_length=255, help_text="Id of the account at the provider.")
    linked_at = models.DateTimeField(help_text="When the account was linked with the person.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="members_sso_subject_once"),
            models.UniqueConstraint(fields=["user", "issuer"], name="members_sso_user_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issuer}"
