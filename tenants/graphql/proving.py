"""What is dangerous takes a person who proved a short while ago who they are."""

from django.utils import timezone

from tenants.graphql.context import Info
from tenants.members.services.proofs import require_proof


def require_fresh_proof(info: Info) -> None:
    """Raise ProofNeeded when the person who asks proved too long ago who they are: see `/auth/confirm`."""
    require_proof(info.context.request.session, actor=info.context.actor, as_of=timezone.now())
