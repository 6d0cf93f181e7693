"""The steps of a set-up: each is one transaction that also notes it, so a set-up that was cut off can go on."""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from tenants.access import FIRST_DATABASE, SYSTEM, company_context
from tenants.backend.routing import own_transaction
from tenants.members.models import User
from tenants.members.services import ensure_owner, ensure_roles, invite_member
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant
from tenants.selectors.schemas import tables_by_schema
from tenants.services.founding import found_company
from tenants.services.places import build
from tenants.services.recording import recorded_ddl
from tenants.services.replay import migrate_here, replay_here

type Work = Callable[[], None]
STEPS = ("schema", "tables", "roles", "blueprint", "admin", "schedules")
# Further steps, of set-ups that ask for them.
FURTHER_STEPS = ("invitation", "demo")


@dataclass(frozen=True)
class Onboarded:
    """A company that is ready, whether it was made now, the wall seconds that took, and the run with its steps."""

    company: Tenant
    created: bool
    seconds: float
    run: ProvisioningRun | None = None


@dataclass
class SetUp:
    """One set-up of one company. Every step may be done again without harm."""

    run: ProvisioningRun
    company: Tenant
    admin_password: str | None

    def go(self, *, check: Work, until: str = "") -> None:
        """Do the steps that are not noted as done, after a check, or those up to one; note how it ended."""
        self.run.state, self.run.error = ProvisioningRun.State.RUNNING, ""
        self.run.save()
        done = {step["name"] for step in self.run.steps}
        try:
            check()
            for name, work in self._steps():
                if name not in done:
                    self._do(name, work)
                if name == until:
                    break
            else:
                self.run.state = ProvisioningRun.State.DONE
        except Exception as error:
            self.run.state = ProvisioningRun.State.FAILED
            self.run.error = f"{type(error).__name__}: {error}"[:2000]
            raise
        finally:
            self.run.save()

    def _do(self, name: str, work: Work) -> None:
        started = time.perf_counter()
        with transaction.atomic():
            work()
            seconds = time.perf_counter() - started
            self.run.steps = [*self.run.steps, {"name": name, "seconds": round(seconds, 3)}]
            self.run.seconds += seconds
            self.run.save()

    def _steps(self) -> Iterator[tuple[str, Work]]:
        """Yield the steps. Migrations of data commit one by one, before the step that notes them."""
        yield "schema", self._found
        if self.company.database != FIRST_DATABASE:
            if not self._is_done("tables"):
                self._build_elsewhere()  # in transactions of that database, before the step that notes them
            yield "tables", lambda: None
        elif not self._build_by_migrations():
            yield "tables", self._build_by_replay
        else:
            yield "tables", lambda: None
        yield "roles", self._inside(ensure_roles)
        if self.company.kind == Tenant.Kind.COMPANY:
            yield "blueprint", self._inside(self._apply_blueprint)
        yield "admin", self._inside(self._make_owner)
        yield "schedules", self._open
        if self.run.origin:
            yield "invitation", self._inside(self._invite)
        if self.run.with_demo:
            if not self._is_done("demo"):
                self._inside(self._fill)()  # commits as it goes: scores read what was committed before
            yield "demo", lambda: None

    def _is_done(self, name: str) -> bool:
        return name in {step["name"] for step in self.run.steps}

    def _inside(self, work: Callable[[], object]) -> Work:
        def run() -> None:
            # Where a step is one transaction here, it is one in the company's own database too.
            is_step = connection.in_atomic_block
            with company_context(self.company), own_transaction() if is_step else nullcontext():
                work()

        return run

    def _found(self) -> None:
        if self.company._state.adding:  # noqa: SLF001 - Django's documented way to ask
            found_company(self.company)

    def _build_by_migrations(self) -> bool:
        """Migrate for real where statements cannot be replayed, or were begun to be; return whether that was so."""
        begun = bool(tables_by_schema().get(self.company.schema_name))
        if not begun and recorded_ddl() is not None:
            return False
        self.run.method = ProvisioningRun.Method.MIGRATED
        with company_context(self.company):
            migrate_here()
        return True

    def _build_by_replay(self) -> None:
        ddl = recorded_ddl()
        if ddl is None:
            raise RuntimeError("the recorded statements are gone while a company is built from them")
        self.run.method = ProvisioningRun.Method.RECORDED
        with company_context(self.company):
            replay_here(statements=ddl.statements, migrations=[(app, name) for app, name in ddl.migrations])

    def _build_elsewhere(self) -> None:
        """Build the schema anew in the company's own database, whatever an attempt that was cut off has left there."""
        replays = recorded_ddl() is not None
        self.run.method = ProvisioningRun.Method.RECORDED if replays else ProvisioningRun.Method.MIGRATED
        build(self.company)

    def _apply_blueprint(self) -> None:
        for path in settings.TENANT_SETUP_STEPS:
            import_string(path)(company=self.company, industry=self.company.industry, locale=self.company.locale)

    def _make_owner(self) -> None:
        ensure_owner(email=self.run.admin_email, password=self.admin_password)

    def _invite(self) -> None:
        """Send the first owner a link that sets their password, unless they have one."""
        owner = User.objects.filter(email=self.run.admin_email.strip().lower()).first()
        if owner is not None and not owner.has_usable_password():
            invite_member(
                actor=SYSTEM,
                email=owner.email,
                role="owner",
                origin=self.run.origin,
                as_of=timezone.now(),
                locale=self.company.locale,
            )

    def _fill(self) -> None:
        import_string(settings.TENANT_DEMO_STEP)(company=self.company)

    def _open(self) -> None:
        """Give the company its regular work, and open its host."""
        if self.company.kind == Tenant.Kind.COMPANY:
            import_string(settings.TENANT_SCHEDULE_STEP)(company=self.company)
        self.company.status = Tenant.Status.ACTIVE
        self.company.save(update_fields=["status"])
