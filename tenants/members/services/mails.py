"""The mails that we send to people, each in the language of who gets it. A worker sends them: see `mailing`."""

from django.core.mail import send_mail
from django.utils.translation import gettext, override

from tenants.members.models import User


def send_invitation(*, user: User, origin: str, token: str) -> None:
    """Send the link with which a person who was invited sets a password."""
    with override(user.locale):
        subject = gettext("You are invited to Huibao")
        text = gettext(
            "You have been invited. Choose a password here:\n\n%(link)s\n\nThe link is good once, for seven days."
        )
    _send(user, subject, text % {"link": f"{origin}/invitation#{token}"})


def send_reset(*, user: User, origin: str, token: str) -> None:
    """Send the link with which a person who forgot the password sets a new one."""
    with override(user.locale):
        subject = gettext("A new password for Huibao")
        text = gettext(
            "Somebody asked for a new password for this address. Choose one here:\n\n%(link)s\n\n"
            "The link is good once, for an hour. If it was not you, there is nothing to do."
        )
    _send(user, subject, text % {"link": f"{origin}/reset#{token}"})


def _send(user: User, subject: str, text: str) -> None:
    send_mail(subject, text, None, [user.email])
