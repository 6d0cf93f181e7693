"""How people come in: links that are good once, and the sessions in which they are signed in."""

from django.db import models

from tenants.members.models.user import User
from tenants.models.company_model import CompanyModel


class Ticket(CompanyModel):
    """A link sent by mail with which a person sets a password, once. Only its digest is kept."""

    class Kind(models.TextChoices):
        """What a link is for."""

        INVITATION = "invitation", "First password of somebody who was invited"
        RESET = "reset", "New password of somebody who forgot the old one"

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose password it sets; null until a worker has looked up who asked.",
    )
    kind = models.CharField(max_length=10, choices=Kind, help_text="What the link is for.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the link, in hex.")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(help_text="From when on the link is refused.")
    used_at = models.DateTimeField(null=True, blank=True, help_text="When it was used, or replaced by a newer one.")
    asked_for = models.CharField(
        max_length=320, blank=True, default="", db_default="", help_text="Address that somebody asked a link for."
    )
    origin = models.CharField(
        max_length=300, blank=True, default="", db_default="", help_text="Address of the host that the link leads to."
    )
    mail_due_at = models.DateTimeField(
        null=True, blank=True, help_text="From when on a worker sends the mail; null once it is sent or given up."
    )
    mail_tries = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often the mail server did not take it."
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class SignIn(CompanyModel):
    """A session in which a person is signed in, so that it can be seen and ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", help_text="Who is signed in.")
    session_key = models.CharField(max_length=40, unique=True, help_text="Key of the session; never shown.")
    started_at = models.DateTimeField(help_text="When the person signed in.")
    address = models.CharField(max_length=45, blank=True, help_text="Network address of the person then.")
    user_agent = models.CharField(max_length=200, blank=True, help_text="Program that the person used.")
    way = models.CharField(
        max_length=30,
        blank=True,
        default="",
        db_default="",
        help_text="How the person proved who they are: password, password+totp, password+recovery, link, passkey, sso, "
        "sso+provider.",
    )

    def __str__(self) -> str:
        return f"{self.user_id} {self.started_at:%Y-%m-%d}"
