"""Under which name an answer is kept: everything that it depends on besides the data."""

from functools import cache
from hashlib import sha256

import msgspec
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from graphql import OperationDefinitionNode, OperationType

from tenants.access import Actor
from tenants.graphql.body import GraphQLRequest
from tenants.models.tenant import Tenant

APPS = ("tenants", "journeys", "feedback", "analytics", "config")


def may_keep(request: HttpRequest, actor: Actor, operation: OperationDefinitionNode) -> bool:
    """Return whether answers like this one are kept at all: queries of a company's own people and keys."""
    return (
        settings.API_ANSWER_SECONDS > 0
        and operation.operation is OperationType.QUERY
        and actor.kind in {"user", "key"}
        and getattr(request, "company", None) is not None
    )


def name_of_answer(request: HttpRequest, actor: Actor, asked: GraphQLRequest) -> bytes:
    """Return the name of the answer to a request: another one for whoever may be answered otherwise.

    What somebody sees follows from what they may do (roles, scopes, masks) and at which units, not from who they are.
    """
    company: Tenant = request.company  # type: ignore[attr-defined]  # may_keep has looked
    place = [str(company.pk), company.schema_name, company.currency, company.timezone, company.locale]
    who = [actor.kind, actor.role, sorted(actor.capabilities)]
    reach = None if actor.units is None else sorted(map(str, actor.units))
    what = [asked.query, asked.operation_name, asked.variables or {}]
    return sha256(
        msgspec.json.encode([release(), place, who, reach, get_language(), what], order="deterministic")
    ).digest()


@cache
def release() -> str:
    """Return a digest of the program: what an older release answered is not what this one answers."""
    found = sha256()
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()
