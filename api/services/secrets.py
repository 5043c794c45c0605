"""Secrets that stand in no table as they are: derived from the secret key of the installation, or sealed."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def derived(salt: str, name: str) -> bytes:
    """32 bytes that follow from the secret key of the installation, and are kept nowhere."""
    return salted_hmac(salt, name, algorithm="sha256").digest()


def sealed(text: str) -> str:
    """The text, encrypted for the database: only this installation can read it. "" stays empty."""
    return _seal().encrypt(text.encode()).decode() if text else ""


def unsealed(kept: str) -> str:
    """The text that `sealed` was given. Raises ValueError where the installation has another secret key than
    then."""
    try:
        return _seal().decrypt(kept.encode()).decode() if kept else ""
    except InvalidToken as error:
        raise ValueError("sealed with another secret key") from error


def _seal() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived("api.services.secrets", "seal")))
