"""Giving a score: the hot path of a workshop, where two hundred people may tap at once.

The request costs three statements: participant with workshop (by the access decorator), one upsert, and the
revision; on PostgreSQL the last two are one message, planned once. What can be scored in a round never
changes after it opened and is kept in memory. In a round of fair shares the upsert itself looks up the share,
which everyone got on arrival (lvt.scoring_shares.services).
"""

import uuid
from dataclasses import dataclass
from typing import NoReturn

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from lvt.models import RoundState, Score, ScoringRound, ShareUseCase
from lvt.scores.selectors import RoundStructure, structure_of
from lvt.scoring_shares.services import keep_shares
from organizations.actors import Actor
from workshops import permissions
from workshops.models import Workshop
from workshops.services.tap_order import last_tap_wins

# The statement itself decides whether a score is late, under the lock of the room: a reveal comes before it
# or after it, never in between. A round that was opened ahead of the workshop takes no score
# outside its time until the room gets to it.
_KEY = ("round_id", "participant_id", "use_case_id", "criterion_id", "late")
_UPSERT_START = """
    INSERT INTO lvt_score AS held
        (uuid, round_id, participant_id, use_case_id, criterion_id, value, device, tap, late, at)
    SELECT %(uuid)s, round.id, %(participant)s, %(use_case)s, %(criterion)s, %(value)s, %(device)s, %(tap)s,
           round.state <> 'open' OR room.state = 'ended', %(now)s
    FROM lvt_scoringround round
    JOIN workshops_activity activity ON activity.id = round.activity_id
    JOIN workshops_workshop room ON room.id = %(workshop)s
    WHERE round.id = %(round)s AND round.deleted_at IS NULL AND (
        activity.opens_at IS NULL OR activity.started_at IS NOT NULL
        OR (activity.opens_at <= %(now)s AND %(now)s < activity.closes_at))
"""
_IN_SHARE = """
    AND EXISTS (
        SELECT 1 FROM lvt_shareusecase share
        WHERE share.round_id = round.id AND share.participant_id = %(participant)s
        AND share.use_case_id = %(use_case)s)
"""
_UPSERT_END = f"""
    {last_tap_wins(_KEY, ("value",), also=("at",))}
    RETURNING late
"""
_UPSERT = _UPSERT_START + _UPSERT_END
_UPSERT_IN_SHARE = _UPSERT_START + _IN_SHARE + _UPSERT_END


@dataclass(frozen=True, slots=True)
class SavedScore:
    """`revision` is the room's after the score; a `late` score is kept and shown to its author, but not
    counted. `why_late` is a sentence, "" for one that counts."""

    revision: int
    late: bool
    why_late: str = ""


def give_score(
    *,
    actor: Actor,
    workshop: Workshop,
    round: uuid.UUID,
    use_case: uuid.UUID,
    criterion: uuid.UUID,
    value: int | None,
    device: str = "",
    tap: int = 0,
) -> SavedScore:
    """Save the answer of the actor, a participant of the workshop; `value` None is "not my field", a skip.

    A score may be given again until the reveal: the last one counts, which among those of one `device` is the
    one with the highest `tap`, in whatever order they arrive. After the reveal, or the end of the workshop,
    it is kept beside the one that counts, as late. Raises NotFound for someone else's workshop, round, use
    case or criterion, Invalid for a value off the criterion's scale, and Conflict for a round ahead of the
    workshop whose deadline has passed, until the room gets to it. In a round of fair shares, a use case of
    someone else's share is NotFound.
    """
    participant = permissions.check_take_part(actor, workshop)
    structure = structure_of(round, use_case)
    if structure.workshop_id != workshop.pk:
        raise NotFound(_("Round not found in your workshop."))
    if use_case not in structure.use_cases:
        raise NotFound(_("This use case isn’t scored in this round."))
    if criterion not in structure.criteria:
        raise NotFound(_("This criterion isn’t scored in this round."))
    criterion_pk, lowest, highest = structure.criteria[criterion]
    if value is not None and not lowest <= value <= highest:
        raise Invalid(
            _("A score is a whole number from %(lowest)s to %(highest)s.")
            % {"lowest": lowest, "highest": highest}
        )
    revision, late = _save_score(
        structure,
        participant=participant.pk,
        use_case=structure.use_cases[use_case],
        criterion=criterion_pk,
        value=value,
        device=device,
        tap=tap,
    )
    return SavedScore(revision, late, _why_late(structure) if late else "")


def _why_late(structure: RoundStructure) -> str:
    if ScoringRound.objects.filter(pk=structure.pk, state=RoundState.OPEN).exists():
        return _("The workshop has ended. This score is saved but not counted.")
    return _("The scores are already revealed. This one is saved but not counted.")


def _save_score(
    structure: RoundStructure, *, participant: int, use_case: int, **score: int | str | None
) -> tuple[int, bool]:
    """Write the score and return the room's revision, and whether it is late. Raises NotFound when the round
    was taken back, Conflict outside its time ahead of the workshop."""
    fields = {
        **score,
        "participant": participant,
        "use_case": use_case,
        "uuid": Score._meta.get_field("uuid").get_db_prep_value(uuid.uuid4(), connection),
        "now": connection.ops.adapt_datetimefield_value(timezone.now()),
        "round": structure.pk,
    }
    statement = _UPSERT_IN_SHARE if structure.has_shares else _UPSERT
    row = live.changed_with(structure.workshop_id, "progress", statement, fields)
    if row is None and structure.has_shares and _is_in_share(structure, participant, use_case):
        row = live.changed_with(structure.workshop_id, "progress", statement, fields)
    revision, late = row or _refuse(structure, participant, use_case)
    return revision, bool(late)


def _is_in_share(structure: RoundStructure, participant: int, use_case: int) -> bool:
    """Return True if the person scores the use case, by now: shares may have been dealt at this very moment.
    Someone without a share gets it."""
    own = ShareUseCase.objects.filter(round=structure.pk, participant=participant)
    if not own.exists():
        with transaction.atomic():
            live.publish_change(structure.workshop_id, "progress")
            scoring_round = (
                ScoringRound.objects.select_related("activity__track").filter(pk=structure.pk).first()
            )
            if scoring_round is not None:
                keep_shares(scoring_round)
    return own.filter(use_case=use_case).exists()


def _refuse(structure: RoundStructure, participant: int, use_case: int) -> NoReturn:
    if not ScoringRound.objects.filter(pk=structure.pk).exists():
        raise NotFound(_("This round was undone. Your screen will show the current one in a moment."))
    share = ShareUseCase.objects.filter(round=structure.pk, participant=participant, use_case=use_case)
    if structure.has_shares and not share.exists():
        raise NotFound(_("This use case isn’t in your share. Someone else scores it."))
    raise Conflict(_("Scoring ahead of the workshop is closed. You can continue when the room gets here."))
