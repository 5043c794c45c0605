"""What somebody uploaded or typed to look at what comes of it, until it is brought in: for an hour, a few of
each person, and for that person alone."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core import signing

from discovery.models import Discovery
from documents.files import write_whole
from organizations.actors import Actor
from organizations.models import Organization

_SALT = "exchange.web.kept_files"
_KEPT_SECONDS = 3600
MOST_KEPT = 3
"""How many files of one person are kept: the oldest goes."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What a file holds, and in which format."""

    data: bytes
    format: str


def store(data: bytes, owner: Organization | Discovery, actor: Actor, format: str) -> str:
    """Store the file. Returns the token by which `load` finds it for this owner and actor. Deletes older
    files."""
    _throw_away_old(actor)
    name = f"{actor.uuid}-{uuid4()}"
    write_whole(_place(name), data)
    return signing.dumps([name, str(owner.uuid), format], salt=_SALT)


def load(token: str, owner: Organization | Discovery, actor: Actor) -> KeptFile | None:
    """The file, None when there is none any more, or the token is not of this owner and actor."""
    try:
        name, format = _read(token, owner, actor)
        return KeptFile(_place(name).read_bytes(), format)
    except (OSError, ValueError):
        return None


def discard(token: str, owner: Organization | Discovery, actor: Actor) -> None:
    """Delete the file."""
    with suppress(ValueError):
        _place(_read(token, owner, actor)[0]).unlink(missing_ok=True)


def _read(token: str, owner: Organization | Discovery, actor: Actor) -> tuple[str, str]:
    """The name of the file, and its format. Raises ValueError for a token that is not of this owner and
    actor."""
    try:
        name, of, format = signing.loads(token, salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        raise ValueError("no token") from None
    if of != str(owner.uuid) or not name.startswith(f"{actor.uuid}-"):
        raise ValueError("a token of another owner or actor")
    return name, format


def _place(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming" / f"{name}.upload"


def _throw_away_old(actor: Actor) -> None:
    """Make room for a file of the actor."""
    before = time.time() - _KEPT_SECONDS
    own: list[tuple[int, Path]] = []
    for path in _place("any").parent.glob("*"):
        with suppress(FileNotFoundError):  # somebody else threw it away
            made_at = path.stat()
            if made_at.st_mtime < before:
                path.unlink()
            elif path.name.startswith(f"{actor.uuid}-"):
                own.append((made_at.st_mtime_ns, path))
    # One place is for the file that is about to be kept.
    for _made_at, path in sorted(own, reverse=True)[MOST_KEPT - 1 :]:
        path.unlink(missing_ok=True)
