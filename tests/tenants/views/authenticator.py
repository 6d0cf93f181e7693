"""A passkey in software: answers as a phone or a security key would, and lies when it is told to."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """A device that holds one key; `origin` is what the browser in front of it says of the page."""

    origin: str = "http://acme.localhost"
    party: str = "acme.localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    id: bytes = field(default_factory=lambda: uuid4().bytes * 2)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to `navigator.credentials.create`."""
        key = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        data = self._data(WITH_KEY) + credential
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        client = self._client("webauthn.create", options["publicKey"]["challenge"])
        return self._answer(attestationObject=websafe_encode(cbor.encode(statement)), clientDataJSON=client)

    def proved(self, options: dict[str, Any], **instead: str) -> dict[str, Any]:
        """Answer to `navigator.credentials.get`."""
        self.count += self.counts
        data = self._data(0)
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        signed = data + hashlib.sha256(websafe_decode(client)).digest()
        given = {
            "authenticatorData": websafe_encode(data),
            "clientDataJSON": client,
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(SHA256()))),
        }
        return self._answer(**given | instead)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.party.encode()).digest() + struct.pack(">BI", self.flags | flags, self.count)

    def _client(self, kind: str, challenge: str) -> str:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return websafe_encode(json.dumps(told).encode())

    def _answer(self, **response: str) -> dict[str, Any]:
        named = websafe_encode(self.id)
        return {"id": named, "rawId": named, "type": "public-key", "response": response, "clientExtensionResults": {}}
