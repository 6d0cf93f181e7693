"""What a company owes the people it keeps data of: access, erasure, retention, and proofs."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone

from feedback.models import ErasureReceipt, RetentionRule
from feedback.services.contacts.plain import seal_plain
from feedback.services.privacy.access import grant_access
from feedback.services.privacy.erasing import erase_person
from feedback.services.privacy.receipts import broken_receipts
from feedback.services.privacy.restoring import erasures_here, read_list, reapply, write_list
from feedback.services.privacy.retention import apply_retention
from feedback.services.privacy.rules import set_retention
from tenants.access import COMMAND
from tenants.management.base import CompanyCommand, Refused
from tenants.models.tenant import Tenant

_DONE_WITH_IT = "count only; nothing is changed"


class Command(CompanyCommand):
    """Requests of persons, and how long data is kept."""

    reads = frozenset({"access", "receipts", "erasures"})
    help = "Show or erase all that is held of a person, apply how long data is kept, and prove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        actions = parser.add_subparsers(dest="action", required=True)
        for name in ("access", "erase", "retention", "seal", "receipts", "erasures", "reapply"):
            sub = actions.add_parser(name)
            super().add_arguments(sub)
            getattr(self, f"_declare_{name}", lambda _: None)(sub)

    def _declare_access(self, sub: ArgumentParser) -> None:
        _whom(sub)
        sub.add_argument("--out", required=True, metavar="FILE", help="where the answer is written, as JSON")

    def _declare_erase(self, sub: ArgumentParser) -> None:
        _whom(sub)
        sub.add_argument("--reason", default="", help="why, for the receipt")
        sub.add_argument("--dry-run", action="store_true", help=_DONE_WITH_IT)
        sub.add_argument("--yes", action="store_true", help="really erase")

    def _declare_retention(self, sub: ArgumentParser) -> None:
        sub.add_argument(
            "--set", metavar="KIND=DAYS", action="append", default=[], help="change a rule; KIND=none: keep"
        )
        sub.add_argument("--dry-run", action="store_true", help=_DONE_WITH_IT)
        sub.add_argument("--apply", action="store_true", help="apply the rules now rather than at night")

    def _declare_erasures(self, sub: ArgumentParser) -> None:
        sub.add_argument("file", metavar="FILE", help="where the list is written, to be kept beside backups")

    def _declare_reapply(self, sub: ArgumentParser) -> None:
        sub.add_argument("file", metavar="FILE", help="a list as `privacy erasures` writes it")

    def run(self, company: Tenant, **options: Any) -> dict[str, Any]:
        """Run the sub-command."""
        result: dict[str, Any] = getattr(self, f"do_{options['action']}")(**options)
        return {"tenant": company.slug, **result}

    def do_access(self, **options: Any) -> dict[str, Any]:
        """Write all that is held of a person to a file."""
        target = Path(options["out"])
        if target.exists():
            raise Refused(f"{target} exists already: name another file")
        done = grant_access(
            actor=COMMAND, identifiers=options["identifier"], words=options["word"], now=timezone.now(), target=target
        )
        return {"file": str(done.path), "counts": done.counts}

    def do_erase(self, **options: Any) -> dict[str, Any]:
        """Erase a person, or count what would go."""
        if not options["dry_run"] and not options["yes"]:
            raise Refused("add --yes to erase for ever, or --dry-run to count")
        done = erase_person(
            actor=COMMAND,
            identifiers=options["identifier"],
            words=options["word"],
            reason=options["reason"],
            now=timezone.now(),
            dry_run=options["dry_run"],
        )
        return done.as_dict()

    def do_retention(self, **options: Any) -> dict[str, Any]:
        """Change rules, apply them, or show them."""
        for text in options["set"]:
            kind, days = _rule(text)
            set_retention(actor=COMMAND, kind=kind, days=days)
        done = []
        if options["dry_run"] or options["apply"]:
            done = apply_retention(actor=COMMAND, now=timezone.now(), dry_run=options["dry_run"])
        rules = dict(RetentionRule.objects.order_by("kind").values_list("kind", "days"))
        return {
            "rules": {kind: rules.get(kind) for kind in RetentionRule.Kind.values},
            "done": [asdict(one) for one in done],
        }

    def do_seal(self, **options: Any) -> dict[str, Any]:
        """Encrypt contacts that an earlier version stored as they were."""
        return asdict(seal_plain())

    def do_receipts(self, **options: Any) -> dict[str, Any]:
        """Show the proofs of erasure and check their chain."""
        receipts = ErasureReceipt.objects.order_by("number").values("number", "hash", "document")
        return {"receipts": list(receipts), "broken": broken_receipts()}

    def do_erasures(self, **options: Any) -> dict[str, Any]:
        """Write the list of erasures that a restored backup needs."""
        found = erasures_here()
        Path(options["file"]).write_bytes(write_list(found))
        return {"file": options["file"], "erasures": len(found)}

    def do_reapply(self, **options: Any) -> dict[str, Any]:
        """Do the erasures of a list again."""
        try:
            text = Path(options["file"]).read_bytes()
        except OSError as error:
            raise Refused(f"{options['file']} cannot be read: {error.strerror}") from error
        return reapply(read_list(text), actor=COMMAND)

    def end(self, result: dict[str, Any]) -> None:
        """Fail when the receipts are not whole."""
        if result.get("broken"):
            raise Refused(f"receipts are not whole: {result['broken']}")


def _whom(sub: ArgumentParser) -> None:
    sub.add_argument(
        "--identifier", action="append", default=[], help="external id, phone, e-mail, member number or WeChat id"
    )
    sub.add_argument("--word", action="append", default=[], help="a further name to look for in texts")


def _rule(text: str) -> tuple[str, int | None]:
    kind, _, days = text.partition("=")
    if kind not in RetentionRule.Kind.values or not (days.isdecimal() or days == "none"):
        raise Refused(f"{text!r} is not KIND=DAYS with one of {', '.join(RetentionRule.Kind.values)}")
    return kind, None if days == "none" else int(days)
