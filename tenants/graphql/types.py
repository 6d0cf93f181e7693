"""Types of tenants: who asks, the company, its units and departments, its people and jobs."""

from datetime import datetime
from typing import Annotated

import strawberry
import strawberry_django
from strawberry import auto
from strawberry.scalars import JSON

from tenants.access import Actor
from tenants.graphql.children import Children
from tenants.graphql.connections import paged
from tenants.graphql.context import Info
from tenants.graphql.enums import CompanyStatus, Industry, JobState, TenantPlan
from tenants.graphql.keyset import BY_ID, by
from tenants.graphql.masks import masked_for
from tenants.graphql.nodes import Node, rows_of
from tenants.jobs.models import Job
from tenants.members.models import Department, Membership, Passkey, Unit, User
from tenants.models import Tenant

THIS = strawberry.lazy("tenants.graphql.types")


@strawberry.type(description="What a person may be asked for besides the password.")
class SecondFactor:
    """What a person may be asked for besides the password."""

    since: datetime | None = strawberry.field(
        description="Since when a code is asked for besides the password; null while it is not."
    )
    recovery_codes_left: int = strawberry.field(description="How many recovery codes are left.")
    passkeys: int = strawberry.field(description="How many passkeys the person has; GET /auth/passkeys lists them.")


@strawberry.type(description="Who makes the request and what they may do.")
class Viewer:
    """Who makes the request and what they may do."""

    actor: strawberry.Private[Actor]
    company: Annotated["CompanyType", THIS] | None = strawberry.field(
        description="The company of this host; null for somebody unknown."
    )

    @strawberry.field(
        description="A person (user), a program (key), somebody of the operator who entered, or anonymous."
    )
    def kind(self) -> str:
        """Return what sort of caller it is."""
        return self.actor.kind

    @strawberry.field(description="E-mail address of a person, name of a key; empty for somebody unknown.")
    def name(self) -> str:
        """Return the caller's name."""
        return self.actor.name

    @strawberry.field(description="Fields that are null for the caller whatever is stored, such as FeedbackItem.text.")
    def masked_fields(self) -> list[str]:
        """Return what is masked."""
        return masked_for(self.actor)

    @strawberry.field(description="Whether the caller sees some units only: those of `units`. Else the whole company.")
    def is_bound_to_units(self) -> bool:
        """Return whether there are bounds."""
        return self.actor.units is not None

    @strawberry.field(description="How the caller proves who they are besides the password; null for programs.")
    def second_factor(self) -> SecondFactor | None:
        """Return the factors of a person."""
        person = User.objects.filter(pk=self.actor.id).first() if self.actor.kind == "user" else None
        if person is None:
            return None
        keys = Passkey.objects.filter(user=person).count()
        left = len(person.recovery_digests)
        return SecondFactor(since=person.second_factor_at, recovery_codes_left=left, passkeys=keys)

    @strawberry.field(description="Scopes that the caller holds, in alphabetical order.")
    def capabilities(self) -> list[str]:
        """Return the caller's scopes."""
        return sorted(self.actor.capabilities)


@strawberry_django.type(Tenant, name="Company", description="The company whose data this host serves.")
class CompanyType:
    """The company whose data this host serves."""

    slug: auto
    name: auto
    currency: auto
    timezone: auto
    industry: Industry = strawberry_django.field(description="Industry whose blueprint the company started from.")
    locale: auto = strawberry_django.field(description="Language its people read: zh-hans or en.")
    admits_operator: auto
    second_factor_from: auto


@strawberry_django.type(Tenant, name="Tenant", description="A client company, as the operator sees it.")
class TenantType(Node):
    """A client company, as the operator sees it: never its customers' data."""

    slug: auto
    name: auto
    currency: auto
    timezone: auto
    industry: Industry = strawberry_django.field(description="Industry whose blueprint the company started from.")
    locale: auto = strawberry_django.field(description="Language its people read: zh-hans or en.")
    status: CompanyStatus = strawberry_django.field(description="Where the company is in its life.")
    status_reason: auto
    closes_at: auto
    plan: TenantPlan = strawberry_django.field(description="What the company has booked; it sets its limits.")
    admits_operator: auto
    database: auto
    created_at: auto = strawberry_django.field(description="When the company was created.")


@strawberry_django.type(Unit, name="Unit")
class UnitType(Node):
    """A unit of business, in a tree."""

    code: auto = strawberry_django.field(description="Stable code of the unit, as imports name it.")
    name: auto = strawberry_django.field(description="Name of the unit; empty when none was given.")
    kind: auto
    is_mapped: auto
    revision: int
    archived_at: auto
    parent: Annotated["UnitType", THIS] | None = strawberry_django.field(
        description="Unit that this one belongs to; null at the top."
    )

    @paged(Annotated["UnitType", THIS], description="Units that belong to this one, by code.")
    def children(root: strawberry.Parent[Unit]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the units below."""
        return Children(rows_of(Unit), by("code"), "parent_id", root)


@strawberry_django.type(Department, name="Department")
class DepartmentType(Node):
    """A department, in a tree."""

    code: auto = strawberry_django.field(description="Stable code of the department.")
    name_zh: auto = strawberry_django.field(description="Name in Chinese; empty when none was given.")
    name_en: auto = strawberry_django.field(description="Name in English; empty when none was given.")
    revision: int
    archived_at: auto
    parent: Annotated["DepartmentType", THIS] | None = strawberry_django.field(
        description="Department that this one belongs to; null at the top."
    )

    @paged(Annotated["DepartmentType", THIS], description="Departments that belong to this one, by code.")
    def children(root: strawberry.Parent[Department]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the departments below."""
        return Children(rows_of(Department), by("code"), "parent_id", root)


@strawberry_django.type(Membership, name="Membership")
class MembershipType(Node):
    """A person's role, in the whole company or in one unit."""

    unit: UnitType | None = strawberry_django.field(
        description="Unit at which, with all below it, the role holds; null: in the whole company."
    )

    @strawberry.field(description="Role: viewer, operator, analyst, manager or owner.")
    def role(root: strawberry.Parent[Membership]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the role's code."""
        return str(root.role.code)


@strawberry_django.type(User, name="User")
class UserType(Node):
    """A person of the company."""

    email: auto
    name: auto = strawberry_django.field(description="Name of the person; empty when none was given.")
    is_active: auto
    locale: auto
    created_at: auto = strawberry_django.field(description="When the person was made a member.")
    masks: list[str]
    last_login: auto = strawberry_django.field(description="When the person last signed in; null when never.")

    @strawberry.field(description="Whether the person has been invited and has not chosen a password yet.")
    def is_invited(root: strawberry.Parent[User]) -> bool:  # noqa: N805 - strawberry gives the row
        """Return whether a password is missing."""
        return not root.has_usable_password()

    @paged(MembershipType, description="Roles of the person, in the order in which they were given.")
    def roles(root: strawberry.Parent[User]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the roles."""
        return Children(rows_of(Membership), BY_ID, "user_id", root)


@strawberry_django.type(Job, name="Job")
class JobType(Node):
    """A piece of long work."""

    kind: auto = strawberry_django.field(description="What sort of work it is.")
    state: JobState = strawberry_django.field(description="Where the job is in its life.")
    total: int | None = strawberry_django.field(description="Steps in all; null when not known yet.")
    done: int = strawberry_django.field(description="Steps finished.")
    result: JSON | None = strawberry_django.field(description="What came of it; null before it is done.")
    error: auto = strawberry_django.field(description="Why the last attempt failed; empty when none did.")
    attempts: auto
    created_at: auto = strawberry_django.field(description="When the job was asked for.")
    started_at: auto = strawberry_django.field(description="When a worker began it; null before.")
    finished_at: auto = strawberry_django.field(description="When it ended, well or badly; null before.")
    requested_by: auto


def viewer_of(info: Info) -> Viewer:
    """Return who makes a request; the company only to those it knows."""
    actor = info.context.actor
    company = None if actor.kind == "anonymous" else info.context.company
    return Viewer(actor=actor, company=company)
