"""Signatures that everyone can check: JSON Web Signatures beside what they sign (RFC 7515, 7797, 8037).

No Django, and no database.
"""

import base64
import hashlib
import json
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

ALGORITHM: Final = "EdDSA"


class Signer:
    """Signs with the Ed25519 key that follows from 32 secret bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public: dict[str, Any] = OKPAlgorithm.to_jwk(self._key.public_key(), as_dict=True)

    @property
    def name(self) -> str:
        """The name of the key: its thumbprint (RFC 7638)."""
        members = {name: self._public[name] for name in ("crv", "kty", "x")}
        digest = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def public_keys(self) -> dict[str, Any]:
        """With what signatures are checked, as a JSON Web Key Set."""
        return {"keys": [{**self._public, "kid": self.name, "alg": ALGORITHM, "use": "sig"}]}

    def sign(self, body: bytes) -> str:
        """The signature of the body, which it does not hold."""
        return jwt.PyJWS().encode(
            body, self._key, ALGORITHM, {"kid": self.name, "typ": ""}, is_payload_detached=True
        )
