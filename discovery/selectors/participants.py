"""Reads of single participants."""

from __future__ import annotations

from discovery.models import Activity, Participant, User, Workshop


def participant_with_secret(secret: str) -> Participant | None:
    """Whom a personal link names, unless they were removed or the workshop's discovery is in the trash."""
    return (
        Participant.objects.select_related("workshop__discovery")
        .filter(
            secret=secret,
            removed_at=None,
            workshop__deleted_at=None,
            workshop__discovery__deleted_at=None,
        )
        .first()
    )


def participant_of_account(workshop: Workshop, account: User) -> Participant | None:
    """The participant as whom an account joined the workshop before."""
    return workshop.participants.filter(account=account, removed_at=None).first()


def is_done(activity: Activity, participant: Participant) -> bool:
    """Whether the participant said that they are done with the activity."""
    return activity.completions.filter(participant=participant).exists()
