"""Users, roles, departments, units and API keys of one company."""

from tenants.members.models.api_key import ApiKey
from tenants.members.models.organisation import Department, Unit
from tenants.members.models.sign_in import SignIn, Ticket
from tenants.members.models.user import Membership, Role, User

__all__ = ["ApiKey", "Department", "Membership", "Role", "SignIn", "Ticket", "Unit", "User"]
