"""The GraphQL schemas, one a host, merged from what each app brings."""

import strawberry

from journeys.graphql.queries import JourneysQuery
from tenants.graphql.queries import CompanyQuery, OperatorQuery
from tenants.graphql.schema import build_schema


@strawberry.type(name="Query", description="Everything that a company's host can be asked.")
class Query(CompanyQuery, JourneysQuery):
    """Everything that a company's host can be asked."""


@strawberry.type(name="Query", description="Everything that the operator's host can be asked.")
class PublicQuery(OperatorQuery):
    """Everything that the operator's host can be asked."""


company_schema = build_schema(query=Query)
operator_schema = build_schema(query=PublicQuery)
