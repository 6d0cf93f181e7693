"""Make, list, migrate, examine, suspend, copy and delete companies."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from tenants.access import ALL_CAPABILITIES, COMMAND, company_context
from tenants.management.base import PlainCommand, Refused
from tenants.management.tenant_options import OPTIONS
from tenants.members.services import create_api_key
from tenants.models.certificate import DeletionCertificate
from tenants.models.tenant import Tenant
from tenants.selectors import companies, company_by_slug, host_of
from tenants.selectors.schemas import faults
from tenants.selectors.unmapped import unmapped_codes
from tenants.selectors.usage import Usage, usage_by_company
from tenants.services.archive import Restored, clone_company, export_company, restore_company
from tenants.services.booking import change_plan
from tenants.services.certificates import broken_certificates
from tenants.services.closing import delete_company
from tenants.services.entering import enter_company
from tenants.services.migrating import Migrated, migrate_companies, migrate_shared
from tenants.services.moving import confirm_move, give_up_move, move_company
from tenants.services.onboarding import create_company
from tenants.services.readiness import readiness_of
from tenants.services.suspending import close_company, resume_company, suspend_company


class Command(PlainCommand):
    """The life of a company."""

    help = "Make, list, migrate, examine, suspend, copy and delete companies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the sub-commands."""
        actions = parser.add_subparsers(dest="action", required=True)
        for name, declare in OPTIONS.items():
            sub = actions.add_parser(name)
            super().add_arguments(sub)
            declare(sub)

    def answer(self, **options: Any) -> dict[str, Any]:
        """Run the sub-command."""
        result: dict[str, Any] = getattr(self, f"do_{options['action']}")(**options)
        return result

    def do_create(self, **options: Any) -> dict[str, Any]:
        """Make a company ready; asking again changes nothing."""
        done = create_company(
            slug=options["slug"],
            name=options["name"],
            industry=options["industry"],
            currency=options["currency"],
            timezone=options["timezone"],
            locale=options["locale"],
            plan=options["plan"],
            database=options["database"],
            by=COMMAND.name,
            admin_email=options["admin_email"],
            admin_password=options["admin_password"],
        )
        company = done.company
        host = host_of(company)
        answer: dict[str, Any] = {"slug": company.slug, "host": host, "schema": company.schema_name}
        answer["url"] = f"http://{host}:{settings.PORT}/"
        answer["created"] = done.created
        with company_context(company):
            if options["api_key"]:
                answer["api_key"] = create_api_key(name="tenant create", scopes=ALL_CAPABILITIES)[1]
            if options["demo"]:
                _fill_with_demo(company)
        return answer | {"seconds": round(done.seconds, 3)}

    def do_list(self, **options: Any) -> dict[str, Any]:
        """List all companies with what they use of their plan."""
        everyone = companies()
        usage = usage_by_company(everyone)
        return {"tenants": [_described(company, usage[company.slug]) for company in everyone]}

    def do_migrate(self, **options: Any) -> dict[str, Any]:
        """Bring the shared tables and every company up to date."""
        shared = migrate_shared()

        def tell(outcome: Migrated, number: int, total: int) -> None:
            words = outcome.error or f"{outcome.migrations} migrations {outcome.method}"
            self.stderr.write(f"[{number}/{total}] {outcome.company}: {words} in {outcome.seconds:.2f} s")

        done = migrate_companies(on_done=tell, stop_after=options["stop_after"], only_failed=options["retry"])
        failed = [outcome.company for outcome in done if outcome.error]
        return {"shared": shared, "tenants": [asdict(outcome) for outcome in done], "failed": failed}

    def do_doctor(self, **options: Any) -> dict[str, Any]:
        """Say what is wrong with one company or with all, and what waits for people in those that are whole."""
        only = company_by_slug(options["slug"]) if options["slug"] else None
        found = faults(only=only)
        broken = {fault.company for fault in found}
        whole = [company for company in ([only] if only else companies()) if company.slug not in broken]
        notes = unmapped_codes(whole)
        return {
            "healthy": not found,
            "faults": [asdict(fault) for fault in found],
            "notes": [asdict(note) for note in notes],
        }

    def do_move(self, **options: Any) -> dict[str, Any]:
        """Move a company to another database, drop what it left behind, or give a move up."""
        company = company_by_slug(options["slug"])
        if options["confirm"]:
            move = confirm_move(company=company)
        elif options["give_up"]:
            move = give_up_move(company=company)
        else:
            move = move_company(company=company, to=options["to"], on_step=self._tell_step)
        fields = ("slug", "source", "target", "rows", "tables", "paused_seconds")
        return {name: getattr(move, name) for name in fields} | {"state": str(move.state)}

    def _tell_step(self, step: str) -> None:
        self.stderr.write(step)
        self.stderr.flush()

    def do_readiness(self, **options: Any) -> dict[str, Any]:
        """Say what is still to be done before the company can work with its figures."""
        return {"checks": [asdict(check) for check in readiness_of(company_by_slug(options["slug"]))]}

    def do_suspend(self, **options: Any) -> dict[str, Any]:
        """Let a company be read and not changed."""
        company = suspend_company(company=company_by_slug(options["slug"]), reason=options["reason"])
        return {"slug": company.slug, "status": company.status}

    def do_resume(self, **options: Any) -> dict[str, Any]:
        """Let a suspended or closing company work again."""
        company = resume_company(company=company_by_slug(options["slug"]))
        return {"slug": company.slug, "status": company.status}

    def do_plan(self, **options: Any) -> dict[str, Any]:
        """Let a company have what another plan allows."""
        company = change_plan(company=company_by_slug(options["slug"]), plan=options["plan"])
        return {"slug": company.slug, "plan": company.plan}

    def do_enter(self, **options: Any) -> dict[str, Any]:
        """Let whoever runs the command into a company, for a while; the token is printed once."""
        done = enter_company(
            company=company_by_slug(options["slug"]),
            reason=options["reason"],
            duration=timedelta(minutes=options["minutes"]),
            as_of=timezone.now(),
        )
        told = {"slug": done.company.slug, "host": host_of(done.company), "token": done.token}
        return told | {"scopes": done.key.scopes, "expires_at": done.key.expires_at}

    def do_export(self, **options: Any) -> dict[str, Any]:
        """Write a company into one archive."""
        target = Path(options["file"])
        done = export_company(
            company=company_by_slug(options["slug"]),
            target=target,
            with_credentials=options["with_credentials"],
            progress=self._tell_table,
        )
        head = done.manifest
        answer = {"file": str(target), "bytes": done.bytes, "rows": head.rows, "files": len(head.files)}
        return answer | {"manifest_sha256": done.digest, "seconds": round(done.seconds, 3)}

    def do_restore(self, **options: Any) -> dict[str, Any]:
        """Make a company of an archive."""
        return _restored(
            restore_company(
                source=Path(options["file"]),
                slug=options["slug"],
                name=options["name"],
                by=COMMAND.name,
                progress=self._tell_table,
            )
        )

    def do_clone(self, **options: Any) -> dict[str, Any]:
        """Make a company like another."""
        original = company_by_slug(options["slug"])
        return _restored(
            clone_company(
                company=original,
                slug=options["new_slug"],
                name=options["name"],
                with_facts=options["with_facts"],
                by=COMMAND.name,
            )
        )

    def do_delete(self, **options: Any) -> dict[str, Any]:
        """Have a company deleted after the cooling period, or at once."""
        company = company_by_slug(options["slug"])
        if not options["yes"]:
            raise Refused(f"add --yes to delete company {company.slug} and everything in it")
        if not options["now"]:
            closing = close_company(
                company=company,
                now=timezone.now(),
                cooling=timedelta(days=max(0, options["days"])),
                reason=options["reason"],
            )
            return {"slug": closing.slug, "status": closing.status, "closes_at": closing.closes_at}
        if options["confirm"] != company.slug:
            raise Refused(f"--now has no way back: add --confirm {company.slug}")
        certificate = delete_company(company=company)
        return {"deleted": company.slug, "schema": company.schema_name, "certificate": certificate.hash}

    def do_certificate(self, **options: Any) -> dict[str, Any]:
        """Show the proof that a company was deleted, the newest if there were several of that slug."""
        found = DeletionCertificate.objects.filter(slug=options["slug"]).order_by("-number").first()
        if found is None:
            raise Refused(f"no company {options['slug']} was deleted here")
        broken = broken_certificates()
        answer = {"number": found.number, "hash": found.hash, "previous_hash": found.previous_hash}
        return answer | {"document": found.document, "chain": "whole" if not broken else f"broken at {broken}"}

    def _tell_table(self, table: str, rows: int) -> None:
        self.stderr.write(f"{table}: {rows} rows")

    def render(self, result: dict[str, Any]) -> str:
        """Return lines for people: a line a company, fault or note where there are several."""
        if "tenants" in result:
            return "\n".join(_lines(result["tenants"])) or "no companies"
        if "faults" in result:
            return "\n".join([*(_lines(result["faults"]) or ["healthy"]), *_lines(result["notes"])])
        if "checks" in result:
            return "\n".join(_lines(result["checks"]))
        return super().render(result)

    def end(self, result: dict[str, Any]) -> None:
        """Fail when a company could not be migrated or is not whole."""
        if result.get("failed"):
            raise Refused(f"not migrated: {', '.join(result['failed'])}")
        if not result.get("healthy", True):
            raise Refused(f"{len(result['faults'])} faults found")


def _lines(rows: list[dict[str, Any]]) -> list[str]:
    return ["  ".join(str(value) for value in row.values() if value != "") for row in rows]


def _fill_with_demo(company: Tenant) -> None:
    step = getattr(settings, "TENANT_DEMO_STEP", "")
    if not step:
        raise Refused("no demonstration data is configured: the setting TENANT_DEMO_STEP is empty")
    import_string(step)(company=company)


def _described(company: Tenant, usage: list[Usage]) -> dict[str, Any]:
    fields = (
        "slug",
        "name",
        "schema_name",
        "status",
        "kind",
        "industry",
        "currency",
        "timezone",
        "locale",
        "plan",
        "database",
    )
    row: dict[str, Any] = {
        ("schema" if field == "schema_name" else field): str(getattr(company, field)) for field in fields
    }
    row["closes_at"] = company.closes_at.isoformat() if company.closes_at else ""
    row |= {one.counted.value: one.used for one in usage}
    return row | {"over": [f"{one.counted}: {one.level}" for one in usage if one.level != "ok"]}


def _restored(done: Restored) -> dict[str, Any]:
    host = host_of(done.company)
    answer: dict[str, Any] = {"slug": done.company.slug, "host": host, "schema": done.company.schema_name}
    answer |= {"from": done.manifest.company.slug, "made_at": done.manifest.made_at, "rows": done.manifest.rows}
    return answer | {"migrations": done.migrations, "seconds": round(done.seconds, 3)}
