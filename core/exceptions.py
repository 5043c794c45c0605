"""Errors of a request, turned into an answer in one place (organizations.web.middleware).

Each carries a sentence for the person; services and checks raise them, views do not catch them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from core.models import Artifact


class DomainError(Exception):
    """Base. `status` is the HTTP status of its answer, `str()` the sentence shown; `field` names the field
    that is wrong, where it is one. `step` is the name of the address where one goes on, and the words for it,
    where that is another than for all of this status."""

    status = 400
    step: ClassVar[tuple[str, str | Promise] | None] = None

    def __init__(self, message: str | Promise = "", field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(DomainError):
    """The person may see this, but not do it."""

    status = 403


class NotFound(DomainError):
    """The object doesn't exist, or it belongs to someone else: both get the same answer on purpose. Objects
    that aren't found by an address have a message."""

    status = 404

    def __init__(self, message: str | Promise = "", field: str = "") -> None:
        super().__init__(message or _("This doesn’t exist, or it was deleted."), field)


class Conflict(DomainError):
    """The person may do this, but not in the present state."""

    status = 409


class Stale(Conflict):
    """Someone else changed the artifact since the form was opened; `current` is what it is now."""

    def __init__(self, message: str, current: Artifact) -> None:
        super().__init__(message)
        self.current = current


class PageOutdated(DomainError):
    """The page is of another time. Its scripts load it again."""

    status = 410


class Invalid(DomainError):
    """A value that no form lets through reached a service."""

    status = 422


class SentOtherwise(Conflict, Invalid):
    """Something else was sent before under the uuid that the form chose. In a form this is refused like a
    wrong value, and the form chooses another uuid (core.forms.artifacts.refuse)."""

    def __init__(self, message: str | Promise = "") -> None:
        super().__init__(message or _("You already sent this. Save it again to add it as a new one."))


class Later(DomainError):
    """The same request may work `retry_after` seconds later."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMany(Later):
    """More attempts than the limiter grants."""

    status = 429


class Busy(Later):
    """The server makes as much of this as it can just now."""

    status = 503


class DrawingFailed(DomainError):
    """`dot` failed, timed out or is not installed."""

    status = 503


class LayoutFailed(DrawingFailed):
    """The layout program ended on a document, which it had time for."""
