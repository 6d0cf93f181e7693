"""What mutations that throw something away answer."""

import strawberry

from tenants.graphql.changes import errors_field
from tenants.graphql.user_errors import UserError


@strawberry.type(description="What was thrown away, or what is wrong.")
class DeletePayload:
    """What was thrown away."""

    deleted_id: strawberry.ID | None = strawberry.field(description="Id of what is gone; null when refused.")
    user_errors: list[UserError] = errors_field()
