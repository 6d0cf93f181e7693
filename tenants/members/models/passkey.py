"""Passkeys: keys in people's devices with which they sign in without a password."""

from django.db import models

from tenants.members.models.user import User
from tenants.models.company_model import CompanyModel


class Passkey(CompanyModel):
    """A key in a person's device. Only its public half is kept here."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", help_text="Who signs in with it.")
    credential = models.CharField(
        max_length=1400, unique=True, help_text="Id that the device gave the key, in base64url."
    )
    public_key = models.BinaryField(max_length=2000, help_text="Credential data with the public key, as WebAuthn has.")
    sign_count = models.BigIntegerField(default=0, help_text="Count of uses that the device told last; 0: it has none.")
    name = models.CharField(max_length=100, help_text="What the person calls it.")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="When somebody signed in with it last.")

    def __str__(self) -> str:
        return self.name
