"""Actors: an account, an import, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.models import ActorKind, Operation
from organizations.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """An account, an import, the system itself, or no one. `label` is how the actor is named in logs and
    exports, also when the account is gone."""

    kind: ActorKind
    label: str
    account: User | None = None

    @classmethod
    def of_account(cls, account: User) -> Actor:
        return cls(ActorKind.ACCOUNT, str(account), account=account)

    @classmethod
    def system(cls, label: str) -> Actor:
        """For commands and the demo: trusted, so every permission check lets it pass."""
        return cls(ActorKind.SYSTEM, label)

    @classmethod
    def nobody(cls) -> Actor:
        """A visitor who has not signed in or joined: may do nothing that is checked."""
        return cls(ActorKind.ACCOUNT, "")

    @property
    def uuid(self) -> UUID | None:
        """The identity of this actor in operations and among editors; None for an actor without a row of its
        own, such as the system or the holder of an anonymous key."""
        return self.account.uuid if self.account is not None else None

    @property
    def author(self) -> str:
        """The identity of this actor in notes, votes and answers; "" for those who take part in nothing."""
        return ""

    def shared_operation(self) -> Operation | None:
        """The operation to which everything belongs that the actor writes; None where each write has one of
        its own."""
        return None

    @property
    def is_trusted(self) -> bool:
        return self.kind in (ActorKind.SYSTEM, ActorKind.IMPORT)
