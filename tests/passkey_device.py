"""A device that makes and uses passkeys, as a browser would send its answers (WebAuthn, Level 3, 5.1 and 6.1)."""

import hashlib
import json
import secrets
import struct
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.utils import websafe_encode

PRESENT, VERIFIED, COPYABLE, COPIED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


class Device:
    """One key of somebody for the site at `origin`."""

    def __init__(self, origin: str = "http://localhost", *, is_copied: bool = False) -> None:
        self.origin, self.is_copied = origin, is_copied
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.handle = ""
        self.count = 0
        self.flags = PRESENT | VERIFIED | (COPYABLE | COPIED if is_copied else 0)

    def make(self, options: Mapping[str, Any]) -> str:
        """Returns what a browser says of a new passkey."""
        self.handle = options["user"]["id"]
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + cbor.encode(public)
        data = self._data(options["rp"]["id"], self.flags | ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def sign(self, options: Mapping[str, Any]) -> str:
        """Returns what a browser says when the passkey is used."""
        self.count += 1
        data, client = self._data(options["rpId"], self.flags), self._client("webauthn.get", options)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signature}, userHandle=self.handle
        )

    def _data(self, site: str, flags: int) -> bytes:
        return hashlib.sha256(site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, kind: str, options: Mapping[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, octets: Mapping[str, bytes], **words: str) -> str:
        name = websafe_encode(self.credential_id)
        response = {key: websafe_encode(value) for key, value in octets.items()} | words
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
