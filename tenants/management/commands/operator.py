"""People of the operator, who look after companies on the operator's host."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tenants.access import COMMAND, company_context
from tenants.audit.services import record
from tenants.management.base import PlainCommand, Refused
from tenants.members.models import User
from tenants.members.services import deactivate_member, ensure_user
from tenants.members.services.factors import reset_factors
from tenants.members.services.roles import subject_of
from tenants.members.services.tickets import set_password
from tenants.services.onboarding import ensure_operator

DEMO_EMAIL: Final = "operator@huibao.example"
DEMO_PASSWORD: Final = "huibao-demo"  # noqa: S105 - printed for everybody to use; production never makes this person
ROLE: Final = "owner"


class Command(PlainCommand):
    """Make, list and let go the people who look after companies."""

    help = "Make, list and let go the people of the operator, who sign in at /admin/ on the operator's host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("create", "list", "remove", "reset"):
            sub = actions.add_parser(name)
            super().add_arguments(sub)
            if name in {"remove", "reset"}:
                sub.add_argument("email", help="whom")
            if name == "create":
                sub.add_argument("--email", help="to sign in with")
                sub.add_argument("--password", help="asked for on the terminal when it is not given")
                sub.add_argument("--demo", action="store_true", help="the person of the demonstration")

    def answer(self, **options: Any) -> dict[str, Any]:
        """Run the sub-command in the operator's own schema."""
        with company_context(ensure_operator().company), transaction.atomic():
            result: dict[str, Any] = getattr(self, f"do_{options['action']}")(**options)
        return result

    def do_create(self, **options: Any) -> dict[str, Any]:
        """Make somebody, or give somebody who is there another password."""
        if options["demo"]:
            if not settings.DEMO:
                raise Refused("there is no demonstration here: give --email")
            user = ensure_user(email=DEMO_EMAIL, role=ROLE, password=DEMO_PASSWORD, name="Operator")
        elif options["email"]:
            user = ensure_user(email=options["email"], role=ROLE)
            set_password(user=user, password=options["password"] or _asked_password())
        else:
            raise Refused("say who it is: --email")
        record(actor=COMMAND, action="operator.made", subject=subject_of(user))
        return {"email": user.email, "url": f"http://localhost:{settings.PORT}/admin/"}

    def do_list(self, **options: Any) -> dict[str, Any]:
        """List them."""
        rows = User.objects.order_by("email").values("email", "is_active", "last_login", "second_factor_at")
        return {"people": list(rows)}

    def do_remove(self, **options: Any) -> dict[str, Any]:
        """Let somebody sign in no more; their sessions end."""
        user = deactivate_member(actor=COMMAND, member_id=_person(options["email"]).id, as_of=timezone.now())
        return {"removed": user.email}

    def do_reset(self, **options: Any) -> dict[str, Any]:
        """Take the second factor off for somebody who lost it; their sessions end."""
        return {"reset": reset_factors(actor=COMMAND, member_id=_person(options["email"]).id).email}

    def render(self, result: dict[str, Any]) -> str:
        """Return a line a person."""
        if "people" in result:
            lines = ["  ".join(str(value) for value in row.values() if value is not None) for row in result["people"]]
            return "\n".join(lines) or "nobody yet: operator create"
        return super().render(result)


def _person(email: str) -> User:
    found: User | None = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise Refused(f"nobody of the operator has the address {email}")
    return found


def _asked_password() -> str:
    if not sys.stdin.isatty():
        raise Refused("give --password, or run this on a terminal, which asks for it")
    return getpass("Password: ")
