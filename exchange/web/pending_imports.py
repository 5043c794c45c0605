"""Pending imports: uploaded or typed files between preview and import. They are stored for an hour, a few per
person, and only that person can load them."""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core import signing

from discovery.models import Discovery
from documents.atomic_files import write_whole
from organizations.actors import Actor
from organizations.models import Organization

_SALT = "exchange.web.pending_imports"
_KEPT_SECONDS = 3600
MOST_KEPT = 3
"""The number of pending files per person; the oldest is deleted."""


@dataclass(frozen=True, slots=True)
class PendingFile:
    """The content of a pending file, and its format."""

    data: bytes
    format: str


def store(data: bytes, owner: Organization | Discovery, actor: Actor, format: str) -> str:
    """Store the file. Returns the token by which `load` finds it for this owner and actor. Deletes older
    files."""
    _throw_away_old(actor)
    name = f"{actor.uuid}-{uuid4()}"
    write_whole(_place(name), data)
    return signing.dumps([name, str(owner.uuid), format], salt=_SALT)


def load(token: str, owner: Organization | Discovery, actor: Actor) -> PendingFile | None:
    """Return the file; None if it is deleted, or if the token belongs to another owner or actor."""
    try:
        name, format = _file_behind(token, owner, actor)
        return PendingFile(_place(name).read_bytes(), format)
    except (OSError, ValueError):
        return None


def discard(token: str, owner: Organization | Discovery, actor: Actor) -> None:
    """Delete the file."""
    with suppress(ValueError):
        _place(_file_behind(token, owner, actor)[0]).unlink(missing_ok=True)


def _file_behind(token: str, owner: Organization | Discovery, actor: Actor) -> tuple[str, str]:
    """Return the name of the file, and its format. Raises ValueError for a token of another owner or
    actor."""
    try:
        name, owner_uuid, format = signing.loads(token, salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        raise ValueError("no token") from None
    if owner_uuid != str(owner.uuid) or not name.startswith(f"{actor.uuid}-"):
        raise ValueError("a token of another owner or actor")
    return name, format


def _place(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming" / f"{name}.upload"


def _throw_away_old(actor: Actor) -> None:
    """Make room for a file of the actor."""
    oldest = time.time() - _KEPT_SECONDS
    own: list[tuple[int, Path]] = []
    for path in _place("any").parent.glob("*"):
        with suppress(FileNotFoundError):  # someone else threw it away
            made_at = path.stat()
            if made_at.st_mtime < oldest:
                path.unlink()
            elif path.name.startswith(f"{actor.uuid}-"):
                own.append((made_at.st_mtime_ns, path))
    # One place is for the file that is about to be kept.
    for _made_at, path in sorted(own, reverse=True)[MOST_KEPT - 1 :]:
        path.unlink(missing_ok=True)
