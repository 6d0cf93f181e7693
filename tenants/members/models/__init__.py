"""Users, roles, departments, units, API keys, and the ways to sign in of one company."""

from tenants.members.models.api_key import ApiKey
from tenants.members.models.organisation import Department, Unit
from tenants.members.models.passkey import Passkey
from tenants.members.models.sign_in import SignIn, Ticket
from tenants.members.models.sso import SsoConnection, SsoIdentity
from tenants.members.models.user import Membership, Role, User

__all__ = [
    "ApiKey",
    "Department",
    "Membership",
    "Passkey",
    "Role",
    "SignIn",
    "SsoConnection",
    "SsoIdentity",
    "Ticket",
    "Unit",
    "User",
]
