"""Anonymous keys: how a browser proves that it may take part without saying whose it is. No Django.

The browser makes a random key. Asked by a participant, the server notes a digest of it beside that
participant (once per activity) and signs it. What the browser writes later carries key and signature and no
cookie; it is stored under another digest. A person with the database, but without the keys, cannot connect
the two digests. docs/security.md says what this protects against, and what not.
"""

import hashlib
import hmac
import re

# 256 random bits, as 64 hexadecimal digits.
_KEY = re.compile(r"[0-9a-f]{64}")


def is_key(text: str) -> bool:
    """Return True if `text` has the form of a key."""
    return _KEY.fullmatch(text) is not None


def grant_digest(key: str, activity: str) -> str:
    """Digest stored beside the participant who was handed the key, for an activity (its uuid)."""
    return _digest(key, "grant", activity)


def author_digest(key: str, activity: str) -> str:
    """Digest that names the key's holder in notes, votes and answers of the activity."""
    return _digest(key, "author", activity)


def signature(secret: str, key: str, activity: str) -> str:
    """Proof that the server handed the key out for this activity; `secret` is the server's."""
    message = f"headwaters.anonymity:{activity}:{key}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def verified(secret: str, presented: str, activity: str) -> str | None:
    """The author's digest for "<key>.<signature>", None when it is not one of this activity."""
    key, _separator, signed = presented.partition(".")
    if not is_key(key) or not hmac.compare_digest(signed.encode(), signature(secret, key, activity).encode()):
        return None
    return author_digest(key, activity)


def _digest(key: str, purpose: str, activity: str) -> str:
    return hmac.new(key.encode(), f"{purpose}:{activity}".encode(), hashlib.sha256).hexdigest()
