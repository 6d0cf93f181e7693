"""WebAuthn as the company's host speaks it: what a device is asked, and whether its answer is good.

The company's host is the relying party, so a device never shows one company's key to another; the company's own table
is where it is looked up, so another company's key is one that never was.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tenants.access import Refusal

# What reading a stranger's bytes may raise: base64, CBOR, COSE and X.690 each in its own way.
_UNREADABLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError,
    struct.error, InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip

type State = Mapping[str, Any]


class BadPasskey(Refusal):
    """A device's answer is not good here."""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One host's side of it; `origin` is what a browser says of the page, such as https://acme.example."""

    origin: str
    company: str

    def registration(self, *, user_id: bytes, name: str, known: list[bytes]) -> tuple[dict[str, Any], State]:
        """Return what the device is asked to make a key, and what is to be remembered until it answers."""
        person = PublicKeyCredentialUserEntity(id=user_id, name=name, display_name=name)
        options, state = self._server().register_begin(
            person,
            [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=one) for one in known],
            resident_key_requirement=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return dict(options), state

    def registered(self, *, state: State, response: object) -> AttestedCredentialData:
        """Return the key that a device made. Raises BadPasskey."""
        try:
            answer = RegistrationResponse.from_dict(_document(response))
            made = self._server().register_complete(state, answer).credential_data
        except _UNREADABLE as error:
            raise BadPasskey(_("this device's answer is not good here: try again")) from error
        if made is None:
            raise BadPasskey(_("this device's answer is not good here: try again"))
        return made

    def request(self) -> tuple[dict[str, Any], State]:
        """Return what a device is asked to prove that it holds some key of this host: the same for everybody."""
        options, state = self._server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
        return dict(options), state

    def proved(self, *, state: State, response: object, key: bytes) -> AuthenticatorData:
        """Return what a device says of the use of a key that it proved to hold. Raises BadPasskey."""
        try:
            answer = AuthenticationResponse.from_dict(_document(response))
            self._server().authenticate_complete(state, [AttestedCredentialData(key)], answer)
        except _UNREADABLE as error:
            raise BadPasskey(_("this passkey is not good here")) from error
        told: AuthenticatorData = answer.response.authenticator_data
        return told

    def _server(self) -> Fido2Server:
        host = urlsplit(self.origin).hostname or ""
        party = PublicKeyCredentialRpEntity(id=host, name=self.company)
        return Fido2Server(party, verify_origin=lambda told: told == self.origin)


def _document(response: object) -> Mapping[str, Any]:
    if not isinstance(response, dict):
        raise TypeError("not an object")
    return response
