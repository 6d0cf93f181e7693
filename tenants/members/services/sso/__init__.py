"""Signing in with a company's own accounts, by OpenID Connect (authorization code, PKCE, state, nonce)."""

from tenants.members.services.sso.connecting import BadConnection, remove_connection, set_connection
from tenants.members.services.sso.matching import LinkFirst, NotAdmitted, admit, finish_link
from tenants.members.services.sso.protocol import Account, BadAnswer, begin, complete
from tenants.members.services.sso.wire import ProviderAway

__all__ = [
    "Account",
    "BadAnswer",
    "BadConnection",
    "LinkFirst",
    "NotAdmitted",
    "ProviderAway",
    "admit",
    "begin",
    "complete",
    "finish_link",
    "remove_connection",
    "set_connection",
]
