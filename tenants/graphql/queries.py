"""Root fields of tenants."""

from typing import Annotated

import strawberry

from tenants.graphql.allowance import RateLimit, rate_limit_of
from tenants.graphql.connections import Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.inputs import JobFilter, UnitFilter
from tenants.graphql.keyset import NEWEST_FIRST, by
from tenants.graphql.nodes import Node, fetch_nodes, rows_of
from tenants.graphql.types import DepartmentType, JobType, TenantType, UnitType, Viewer, viewer_of
from tenants.jobs.models import Job
from tenants.members.models import Department, Unit
from tenants.models import Tenant

Id = Annotated[strawberry.ID, strawberry.argument(description="Id that an object gave.")]
Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Ids that objects gave, 100 at most.")]


@strawberry.type
class RootQuery:
    """What every host answers."""

    @strawberry.field(description="Who makes the request and what they may do. Open to anyone.")
    def viewer(self, info: Info) -> Viewer:
        """Return who asks."""
        return viewer_of(info)

    @strawberry.field(description="How much the caller may still ask for.")
    def rate_limit(self, info: Info) -> RateLimit:
        """Return what is left."""
        return rate_limit_of(info)

    @strawberry.field(description="An object by its id; null when there is none, or none of this company.")
    def node(self, info: Info, id: Id) -> Node | None:
        """Return one object."""
        found: Node | None = fetch_nodes(info, [id])[0]
        return found

    @strawberry.field(description="Objects by their ids, in the same order, null for each that there is none of.")
    def nodes(self, info: Info, ids: Ids) -> list[Node | None]:
        """Return several objects."""
        return fetch_nodes(info, ids)


@strawberry.type
class CompanyQuery(RootQuery):
    """What a company's host answers about its organisation and its work."""

    @paged(UnitType, description="Restaurants, stores, branches and regions, by code.")
    def units(self, filter: UnitFilter | None = None) -> Listing:
        """Return units."""
        rows = rows_of(Unit)
        return Listing(filter.narrow(rows) if filter else rows, by("code"))

    @paged(DepartmentType, description="Departments, by code.")
    def departments(self) -> Listing:
        """Return departments."""
        return Listing(rows_of(Department), by("code"))

    @paged(JobType, description="Long work such as imports and exports, newest first.")
    def jobs(self, filter: JobFilter | None = None) -> Listing:
        """Return jobs."""
        rows = rows_of(Job)
        return Listing(filter.narrow(rows) if filter else rows, NEWEST_FIRST)


@strawberry.type
class OperatorQuery(RootQuery):
    """What the operator's host answers."""

    @paged(TenantType, description="Client companies, by slug.")
    def tenants(self) -> Listing:
        """Return client companies."""
        return Listing(rows_of(Tenant).filter(kind=Tenant.Kind.COMPANY), by("slug"))
