"""Files that somebody uploaded to look at what they hold, until they are imported: for an hour."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing

from discovery.models import Discovery
from documents.files import write_whole
from organizations.models import Organization

_SALT = "exchange.web.kept_files"
_KEPT_SECONDS = 3600


def keep(data: bytes, owner: Organization | Discovery) -> str:
    """Keep the file. Returns the name by which `kept` finds it, of this owner. Deletes older files."""
    _throw_away_old()
    name = str(uuid4())
    write_whole(_place(name), data)
    return signing.dumps([name, str(owner.uuid)], salt=_SALT)


def kept(token: str, owner: Organization | Discovery) -> bytes | None:
    """The file, None when there is none any more, or the token is not of this owner."""
    path = _path(token, owner)
    try:
        return None if path is None else path.read_bytes()
    except OSError:
        return None


def drop(token: str, owner: Organization | Discovery) -> None:
    """Forget the file."""
    if path := _path(token, owner):
        path.unlink(missing_ok=True)


def _path(token: str, owner: Organization | Discovery) -> Path | None:
    try:
        name, of = signing.loads(token, salt=_SALT, max_age=_KEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return _place(str(UUID(name))) if of == str(owner.uuid) else None


def _place(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming" / f"{name}.upload"


def _throw_away_old() -> None:
    before = time.time() - _KEPT_SECONDS
    for path in _place("any").parent.glob("*"):
        try:
            if path.stat().st_mtime < before:
                path.unlink()
        except FileNotFoundError:
            continue  # somebody else threw it away
