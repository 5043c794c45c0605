"""Reads of single participants."""

from uuid import UUID

from core.selectors.raw_sql import RowPart, WrittenOut
from organizations.models import User
from workshops.models import Activity, MergedParticipant, Participant, Workshop

_WITH_KEY = WrittenOut(
    "SELECT {participant} FROM workshops_participant participant WHERE workshop_id = %s AND join_key = %s",
    participant=RowPart(Participant),
)


def merged_secret(secret: str) -> str | None:
    """The secret of the participant as whom the holder of this one counts since the two were merged; None
    where they were not."""
    merges = MergedParticipant.objects.filter(other__secret=secret)
    return merges.values_list("kept__secret", flat=True).first()


def counting_as(participant: Participant) -> Participant:
    """The participant as whom this one counts: the one who was kept when they were merged, or themselves."""
    while merge := MergedParticipant.objects.select_related("kept").filter(other=participant).first():
        participant = merge.kept
    return participant


def participant_with_secret(secret: str) -> Participant | None:
    """The participant of a personal link, unless they were removed or the workshop's discovery is in the
    trash."""
    participant = (
        Participant.objects.select_related("workshop__discovery")
        .filter(
            secret=secret,
            removed_at=None,
            workshop__deleted_at=None,
            workshop__discovery__deleted_at=None,
        )
        .first()
    )
    if participant is None and (merged := merged_secret(secret)):
        return participant_with_secret(merged)
    return participant


def participant_with_key(workshop: Workshop, join_key: str) -> Participant | None:
    """The participant who came by the form that holds this key; None when no one did."""
    row = _WITH_KEY.first(workshop.pk, join_key)
    return row[0] if row else None


def participant_of_account(workshop: Workshop, account: User) -> Participant | None:
    """The participant as whom an account joined the workshop before."""
    return workshop.participants.filter(account=account, removed_at=None).first()


def removed_account(workshop: Workshop, account: User) -> Participant | None:
    """The participant as whom the account was removed from the workshop."""
    return workshop.participants.filter(account=account, removed_at__isnull=False).first()


def is_known(workshop: Workshop, join_key: str, account: User | None) -> bool:
    """Return True if this form, or this account, joined before: then it is someone who comes back."""
    if join_key and workshop.participants.filter(join_key=join_key).exists():
        return True
    return account is not None and participant_of_account(workshop, account) is not None


def proxy_with_uuid(workshop: Workshop, uuid: str) -> Participant | None:
    """The person without a device of this name in the workshop, with the workshop; None for anyone else."""
    try:
        return workshop.participants.filter(uuid=UUID(uuid), is_proxy=True, removed_at=None).first()
    except ValueError:
        return None


def is_done(activity: Activity, participant: Participant) -> bool:
    """Return True if the participant marked the activity as done."""
    return activity.completions.filter(participant=participant).exists()
