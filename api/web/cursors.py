"""Cursors of pages of answers: the end of one answer, which programs send back for the next."""

import base64
import binascii

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.secret_encryption import conceal, reveal
from discovery.models import Discovery


def cursor_of(value: object) -> str:
    """The cursor of what stands behind the value in an order."""
    return _encoded(str(value).encode())


def value_of(cursor: str) -> str:
    """The value that `cursor_of` was given. Raises Invalid for what no answer gave."""
    return _decoded(cursor).decode(errors="replace")


def cursor_after(operation: int, discovery: Discovery) -> str:
    """The cursor of what was done after the operation with this key, which counts those of all tenants and is
    therefore hidden."""
    return _encoded(conceal(operation, str(discovery.uuid)))


def operation_at(cursor: str, discovery: Discovery) -> int:
    """The key that `cursor_after` was given, also as earlier versions showed it. Raises Invalid."""
    text = _decoded(cursor)
    if text.isdigit() and len(text) < 16:
        return int(text)
    try:
        return reveal(text, str(discovery.uuid))
    except ValueError:
        raise Invalid(_("Invalid cursor. Use one from an earlier response."), "cursor") from None


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _decoded(cursor: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raise Invalid(_("Invalid cursor. Use one from an earlier response."), "cursor") from None
