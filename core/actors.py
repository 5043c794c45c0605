"""The actor of a write, as far as the write needs it."""

from typing import Protocol
from uuid import UUID

from core.models import ActorKind, Operation


class Actor(Protocol):
    """`label` is how the actor is named in logs and exports. `uuid` names the actor among others; it
    is None for one without a row, such as the system."""

    @property
    def kind(self) -> ActorKind: ...

    @property
    def label(self) -> str: ...

    @property
    def uuid(self) -> UUID | None: ...

    def shared_operation(self) -> Operation | None:
        """The one operation to which everything belongs that the actor writes; None where each write has its
        own. Called in the transaction of the write."""
