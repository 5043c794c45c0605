"""Secrets that stand in no table as they are: derived from the secret key of the installation, or sealed."""

import base64
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.utils.crypto import salted_hmac

_SALT: Final = ".".join(("api", "services", "secrets"))
"""Where this was when the first secrets were sealed: another name would not read them."""


def derived(salt: str, name: str) -> bytes:
    """32 bytes that follow from the secret key of the installation, and are kept nowhere."""
    return salted_hmac(salt, name, algorithm="sha256").digest()


def sealed(text: str) -> str:
    """The text, encrypted for the database: only this installation can read it. "" stays empty."""
    return _seal().encrypt(text.encode()).decode() if text else ""


def unsealed(token: str) -> str:
    """The text that `sealed` was given. Raises ValueError where the installation has another secret key than
    then."""
    try:
        return _seal().decrypt(token.encode()).decode() if token else ""
    except InvalidToken as error:
        raise ValueError("sealed with another secret key") from error


def conceal(number: int, name: str) -> bytes:
    """A number as 16 bytes that don't reveal it, the same each time. `reveal` turns them back for the same
    name."""
    return _of_one_block(name).encryptor().update(number.to_bytes(16))


def reveal(block: bytes, name: str) -> int:
    """The number that `conceal` took. Raises ValueError for what it did not make."""
    number = int.from_bytes(_of_one_block(name).decryptor().update(block)) if len(block) == 16 else -1
    if not 0 <= number < 1 << 63:
        raise ValueError("not hidden here")
    return number


def _of_one_block(name: str) -> Cipher[modes.ECB]:
    # One block alone, which is what this mode is safe for.
    return Cipher(algorithms.AES(derived(f"{_SALT}.numbers", name)), modes.ECB())  # noqa: S305  one


def _seal() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived(_SALT, "seal")))
