"""Bounds on what a document may ask for, checked before it is validated."""

from django.utils.translation import gettext as _
from graphql import OperationDefinitionNode, OperationType

from tenants.graphql.errors import ApiError, Code
from tenants.graphql.measure import Size

MAX_TOKENS = 1000
MAX_DEPTH = 10
MAX_ALIASES = 30
MAX_ROOT_FIELDS = 20
MAX_MUTATIONS = 5
MAX_DIRECTIVES = 50
MAX_NODES = 10_000
MAX_POINTS = 1_000
VALUES_A_POINT = 100
POINTS_A_QUERY = 1
POINTS_A_MUTATION = 10


def check_shape(operation: OperationDefinitionNode, size: Size) -> None:
    """Raise ApiError COST_LIMIT when an operation asks for more than the limits allow."""
    if operation.operation is OperationType.MUTATION:
        roots, of_roots = MAX_MUTATIONS, _("The document asks for more than %(limit)s root fields in a mutation.")
    else:
        roots, of_roots = MAX_ROOT_FIELDS, _("The document asks for more than %(limit)s root fields in a query.")
    for found, limit, words in (
        (size.depth, MAX_DEPTH, _("The document asks for more than %(limit)s levels deep.")),
        (size.aliases, MAX_ALIASES, _("The document asks for more than %(limit)s aliases.")),
        (size.fields, roots, of_roots),
        (size.directives, MAX_DIRECTIVES, _("The document asks for more than %(limit)s directives.")),
    ):
        if found > limit:
            raise ApiError(words % {"limit": limit}, code=Code.COST_LIMIT)
    if size.nodes > MAX_NODES:
        raise ApiError(
            _("The lists may hold %(found)s objects; at most %(most)s are allowed. Ask for smaller pages.")
            % {"found": size.nodes, "most": MAX_NODES},
            code=Code.COST_LIMIT,
        )


def points_of(operation: OperationDefinitionNode, *, roots: int, values: int) -> int:
    """Return what an operation costs: 1 point a root field, 10 a mutation, and 1 for every 100 values answered."""
    each = POINTS_A_MUTATION if operation.operation is OperationType.MUTATION else POINTS_A_QUERY
    return max(1, roots * each + values // VALUES_A_POINT)


def check_points(points: int) -> None:
    """Raise ApiError COST_LIMIT when a request may cost more than one request may."""
    if points > MAX_POINTS:
        raise ApiError(
            _("The request may cost %(points)s points; at most %(most)s are allowed. Ask for smaller pages or less.")
            % {"points": points, "most": MAX_POINTS},
            code=Code.COST_LIMIT,
        )
