"""Whether a provider says that it asked somebody for two factors: claims `amr` (RFC 8176) and `acr` of its token."""

from collections.abc import Mapping
from typing import Any, Final

# Said by whoever asked for several at once, and by sorts of proof that are two by themselves.
SEVERAL: Final = frozenset({"mfa", "mca"})
KNOWN: Final = frozenset({"pwd", "pin", "kba"})
HELD: Final = frozenset({"otp", "sms", "tel", "hwk", "swk", "sc", "pop", "wia"})
BORNE: Final = frozenset({"face", "fpt", "iris", "retina", "vbm"})
# OpenID Connect EAP ACR Values 1.0, REFEDS MFA 1.0, PAPE 1.0, NIST SP 800-63B levels 2 and 3 as providers name them.
STRONG: Final = frozenset(
    {
        "phr",
        "phrh",
        "https://refeds.org/profile/mfa",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
        "http://schemas.openid.net/pape/policies/2007/06/multi-factor-physical",
        "http://idmanagement.gov/ns/assurance/aal/2",
        "http://idmanagement.gov/ns/assurance/aal/3",
    }
)


def tells_two_factors(claims: Mapping[str, Any]) -> bool:
    """Return whether a token says that two factors were asked for: something known, held, or borne, of two sorts.

    >>> tells_two_factors({"amr": ["pwd", "otp"]}), tells_two_factors({"amr": ["otp", "sms"]})
    (True, False)
    """
    told = claims.get("amr")
    methods = {one for one in told if isinstance(one, str)} if isinstance(told, list) else set()
    sorts = sum(bool(methods & sort) for sort in (KNOWN, HELD, BORNE))
    level = claims.get("acr")
    return bool(methods & SEVERAL) or sorts > 1 or (isinstance(level, str) and level in STRONG)
