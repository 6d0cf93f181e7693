"""What can be done to a company: each act is one service, the same that the command and the API call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.access import Actor
from tenants.admin.forms import AboutCompany, ArchiveForm, BookForm, CloseForm, EnterForm, PlainForm, ReasonForm
from tenants.admin.labels import Words
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant
from tenants.services.booking import change_plan
from tenants.services.entering import enter_company
from tenants.services.suspending import close_company, resume_company, suspend_company
from tenants.tasks import archive, go_on_founding, migrate_again, send_soon

type Given = Mapping[str, object]
# What an act says on the next page, and the token of an entry, which is shown once.
type Outcome = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to a company: its words, its form, when it is possible, and the service."""

    code: str
    words: Words
    explained: Words
    form: type[AboutCompany]
    is_possible: Callable[[Tenant], bool]
    do: Callable[[Tenant, Mapping[str, object], Actor], Outcome]
    is_grave: bool = False


def _stands(*statuses: Tenant.Status) -> Callable[[Tenant], bool]:
    return lambda company: company.status in statuses


def _suspend(company: Tenant, given: Given, actor: Actor) -> Outcome:
    suspend_company(company=company, reason=str(given["reason"]), actor=actor)
    return "suspended", ""


def _resume(company: Tenant, given: Given, actor: Actor) -> Outcome:
    resume_company(company=company, actor=actor)
    return "resumed", ""


def _close(company: Tenant, given: Given, actor: Actor) -> Outcome:
    days = given["days"]
    cooling = timedelta(days=days if isinstance(days, int) else CloseForm.DAYS)
    close_company(company=company, now=timezone.now(), cooling=cooling, reason=str(given["reason"]), actor=actor)
    return "closing", ""


def _book(company: Tenant, given: Given, actor: Actor) -> Outcome:
    change_plan(company=company, plan=str(given["plan"]), actor=actor)
    return "planned", ""


def _enter(company: Tenant, given: Given, actor: Actor) -> Outcome:
    minutes = given["minutes"]
    entry = enter_company(
        company=company,
        reason=str(given["reason"]),
        duration=timedelta(minutes=minutes if isinstance(minutes, int) else 0),
        as_of=timezone.now(),
        actor=actor,
    )
    return "", entry.token


def _archive(company: Tenant, given: Given, actor: Actor) -> Outcome:
    send_soon(archive, slug=company.slug, by=actor.name)
    return "archiving", ""


def _migrate(company: Tenant, given: Given, actor: Actor) -> Outcome:
    send_soon(migrate_again, slug=company.slug)
    return "migrating", ""


def _go_on(company: Tenant, given: Given, actor: Actor) -> Outcome:
    send_soon(go_on_founding, slug=company.slug)
    return "going_on", ""


def _has_failed_set_up(company: Tenant) -> bool:
    last = ProvisioningRun.objects.filter(slug=company.slug).order_by("-id").first()
    return last is not None and last.state == ProvisioningRun.State.FAILED and company.status != Tenant.Status.DELETING


_S = Tenant.Status
_READABLE = _stands(_S.ACTIVE, _S.SUSPENDED, _S.CLOSING)
_ALL = (
    Act("go-on", _("Go on with the set-up"), _("Begins at the step that failed; what is done stays."), PlainForm,
        _has_failed_set_up, _go_on),
    Act("suspend", _("Suspend"), _("It can be read, not changed. Jobs and messages wait."), ReasonForm,
        _stands(_S.ACTIVE), _suspend),
    Act("resume", _("Resume"), _("It works again, and does what waited."), PlainForm,
        _stands(_S.SUSPENDED, _S.CLOSING), _resume),
    Act("plan", _("Change the plan"), _("The limits of the new plan hold within half a minute."), BookForm,
        _READABLE, _book),
    Act("enter", _("Enter"), _("You get a key for a while, in a narrow role. The company sees that you came, why, and "
        "what you ask."), EnterForm, _READABLE, _enter),
    Act("export", _("Export"), _("A worker writes everything into one archive on the server."), ArchiveForm,
        _READABLE, _archive),
    Act("migrate", _("Migrate again"), _("A worker brings its tables up to date."), PlainForm,
        _stands(_S.ACTIVE, _S.SUSPENDED, _S.CLOSING, _S.PROVISIONING), _migrate),
    Act("delete", _("Delete"), _("It is deleted with everything in it when the cooling period is over. Until then it "
        "can be read, exported and resumed."), CloseForm, _stands(_S.ACTIVE, _S.SUSPENDED), _close, is_grave=True),
)  # fmt: skip
ACTS: Final[Mapping[str, Act]] = {act.code: act for act in _ALL}
