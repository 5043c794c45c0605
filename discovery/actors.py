"""Who acts: an account, a participant of a workshop, an import, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass

from discovery.models import Participant, User
from discovery.models.history import ActorKind


@dataclass(frozen=True, slots=True)
class Actor:
    """`label` is how the actor is named in logs and exports, also when the account or participant is gone."""

    kind: ActorKind
    label: str
    account: User | None = None
    participant: Participant | None = None

    @classmethod
    def of_account(cls, account: User) -> Actor:
        return cls(ActorKind.ACCOUNT, str(account), account=account)

    @classmethod
    def of_participant(cls, participant: Participant) -> Actor:
        label = participant.display_name
        if participant.role_title:
            label = f"{label}, {participant.role_title}"
        return cls(ActorKind.PARTICIPANT, label[:200], participant=participant)

    @classmethod
    def system(cls, label: str) -> Actor:
        """For commands and the demo: trusted, so every permission check lets it pass."""
        return cls(ActorKind.SYSTEM, label)

    @classmethod
    def nobody(cls) -> Actor:
        """A visitor who has not signed in or joined: may do nothing that is checked."""
        return cls(ActorKind.ACCOUNT, "")

    @property
    def is_trusted(self) -> bool:
        return self.kind in (ActorKind.SYSTEM, ActorKind.IMPORT)
