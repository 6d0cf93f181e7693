"""People who sign in, and what they may do where."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from tenants.members.models.organisation import Unit
from tenants.models.company_model import CompanyManager, CompanyModel


class UserManager(CompanyManager["User"]):
    """Find people by e-mail address, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        """Return the person with this address; raises User.DoesNotExist."""
        user: User = self.get(email=(email or "").strip().lower())
        return user


class User(CompanyModel, AbstractBaseUser):
    """A person of one company. Someone who works for two companies has two accounts."""

    email = models.EmailField(unique=True, help_text="Small letters; the name to sign in with.")
    name = models.CharField(max_length=200, blank=True)
    locale = models.CharField(max_length=10, default="zh-hans", help_text="Language of the console: zh-hans or en.")
    is_active = models.BooleanField(default=True, help_text="Whether this person may sign in.")
    created_at = models.DateTimeField(auto_now_add=True)
    sealed_secret = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="Secret of the second factor, encrypted."
    )
    second_factor_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when a code is asked for besides the password; null while it is not."
    )
    second_factor_step = models.BigIntegerField(
        default=0, db_default=0, help_text="Half minute of the last code that was taken: a code is good once."
    )
    recovery_digests = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="SHA-256 of the recovery codes that are left.",
    )

    masks = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="What is hidden from this person whatever their roles: contacts, texts.",
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email


class Role(CompanyModel):
    """A named set of capabilities; `tenants.access.ROLE_CAPABILITIES` says which."""

    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class Membership(CompanyModel):
    """A person's role, in the whole company or in one unit."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Empty: the whole company.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"], nulls_distinct=False, name="members_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"
