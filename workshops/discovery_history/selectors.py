"""Reads of who did what, when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy

from core.models import Operation
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.operations import standing, tracked_models, union, who_did
from core.selectors.request_cache import one_reading
from discovery.models import Discovery
from workshops.models import Workshop


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An operation in words. `who` names its actor, and says so when that is a claim of a file. `room` is the
    name of its workshop, "" without one. `can_undo`: nothing is in the way; permissions say who
    may do it."""

    operation: Operation
    words: str
    who: str
    room: str
    is_undone: bool
    can_undo: bool


def operations_of(discovery: Discovery) -> QuerySet[Operation]:
    """Operations of the discovery, newest first."""
    return Operation.objects.filter(scope_uuid=discovery.uuid).select_related("undoes", "undone_by")


def timeline(operations: Iterable[Operation]) -> list[TimelineEntry]:
    """The operations of one page, each with whether it can be undone. A handful of queries, however many
    there are."""
    operations = list(operations)
    undoable = _undoable(operations)
    with one_reading():
        return _entries(operations, undoable)


def _entries(operations: list[Operation], undoable: frozenset[int]) -> list[TimelineEntry]:
    uuids = {operation.room_uuid for operation in operations if operation.room_uuid is not None}
    rooms = dict(Workshop.everything.filter(uuid__in=uuids).values_list("uuid", "name")) if uuids else {}
    return [
        TimelineEntry(
            operation,
            in_words(operation.verb),
            who_did(operation),
            "" if operation.room_uuid is None else rooms.get(operation.room_uuid, ""),
            hasattr(operation, "undone_by"),
            operation.pk in undoable,
        )
        for operation in operations
    ]


def by_moment(entries: Iterable[TimelineEntry]) -> list[list[list[TimelineEntry]]]:
    """The entries in their order: what one person did in the same minute of the clock, with nothing of
    anyone else between, and of that what they did again and again is grouped."""

    def moment(entry: TimelineEntry) -> tuple[object, ...]:
        by = entry.operation
        return entry.who, by.actor_kind, by.actor_uuid, by.at.replace(second=0, microsecond=0)

    def deed(entry: TimelineEntry) -> tuple[object, ...]:
        return entry.words, entry.room, entry.is_undone

    return [
        [list(again) for _deed, again in groupby(together, deed)]
        for _moment, together in groupby(entries, moment)
    ]


# Verbs that the noun and the action alone do not say well.
_SAID = {
    "activity.answered_anonymously": gettext_lazy("Answered anonymously"),
    "activity.closed_ahead": gettext_lazy("Closed ahead of the workshop"),
    "activity.moved_on": gettext_lazy("Next step of the activity"),
    "activity.opened_ahead": gettext_lazy("Opened ahead of the workshop"),
    "activity.recorded": gettext_lazy("Answers of the room recorded"),
    "activity.slide_shown": gettext_lazy("Slide of the activity shown"),
    "activity.taken_in": gettext_lazy("Proposal added to the agenda"),
    "agreement.set": gettext_lazy("Agreement with a person set"),
    "body.standard_added": gettext_lazy("Standard governance bodies added"),
    "breakout.assigned": gettext_lazy("Moved to another breakout room"),
    "breakout.dealt": gettext_lazy("People divided among the breakout rooms"),
    "breakout.room_added": gettext_lazy("Breakout room added"),
    "breakout.room_changed": gettext_lazy("Breakout room changed"),
    "breakout.room_deleted": gettext_lazy("Breakout room deleted"),
    "check_in_link.made": gettext_lazy("Link to a follow-up created"),
    "check_in_link.revoked": gettext_lazy("Link to a follow-up revoked"),
    "check_ins.set": gettext_lazy("Days of follow-ups set"),
    "delta.action_made": gettext_lazy("Action added to the Data Mesh delta"),
    "delta.begun": gettext_lazy("Data Mesh delta started"),
    "demo.dated": gettext_lazy("Demo prepared"),
    "device.paired": gettext_lazy("Device paired"),
    "device.unpaired": gettext_lazy("Device unpaired"),
    "duty.standard_added": gettext_lazy("Standard responsibilities added"),
    "feed.made": gettext_lazy("Link to a feed created"),
    "feed.withdrawn": gettext_lazy("Link to a feed withdrawn"),
    "groups.changed": gettext_lazy("Person moved to another group"),
    "groups.shuffled": gettext_lazy("Groups shuffled"),
    "guests.forgotten": gettext_lazy("Guests erased"),
    "handover.completed": gettext_lazy("Handover: sections of a version regenerated"),
    "handover.frozen": gettext_lazy("Handover: version frozen"),
    "handover.pdf_requested": gettext_lazy("Handover: file of a version requested"),
    "handover_link.made": gettext_lazy("Link to a handover version created"),
    "handover_link.revoked": gettext_lazy("Link to a handover version revoked"),
    "note.turned": gettext_lazy("Note converted"),
    "note_group.dissolved": gettext_lazy("Group of notes ungrouped"),
    "note_group.named": gettext_lazy("Group of notes named"),
    "onboarding.begun": gettext_lazy("Onboarding started"),
    "operation.undone": gettext_lazy("Undone"),
    "organization.limited": gettext_lazy("Limit of hypotheses in progress set"),
    "overlap.compared_again": gettext_lazy("Overlap to compare again"),
    "participant.let_in": gettext_lazy("Let back in"),
    "participant.nudged": gettext_lazy("Nudged"),
    "participant.took_over": gettext_lazy("Started entering for themselves"),
    "product.answered": gettext_lazy("Question about a data product answered"),
    "product.connected": gettext_lazy("Connections of a data product changed"),
    "product.designed": gettext_lazy("Data product designed from a use case"),
    "product.filled": gettext_lazy("Data product filled in"),
    "product.unused": gettext_lazy("Consumer removed from a data product"),
    "product.used": gettext_lazy("Consumer added to a data product"),
    "ranking.focused": gettext_lazy("Use case of the ranking highlighted"),
    "results.mailed": gettext_lazy("Results sent by email"),
    "results.shared": gettext_lazy("Results shared by link"),
    "results.withdrawn": gettext_lazy("Link to the results withdrawn"),
    "role.standard_added": gettext_lazy("Standard roles added"),
    "seat.led": gettext_lazy("Lead of a governance body chosen"),
    "section_review.answered": gettext_lazy("Answered in the review"),
    "section_review.asked": gettext_lazy("Asked to review the report"),
    "section_review.withdrawn": gettext_lazy("Review request withdrawn"),
    "strategy.begun": gettext_lazy("Data strategy started"),
    "suitability.begun": gettext_lazy("Assessment of Data Mesh started"),
    "use_case.users_said": gettext_lazy("Users of a use case set"),
    "workshop.camera_moved": gettext_lazy("Part of a drawing shown"),
    "workshop.closed_to_observers": gettext_lazy("Link for observers withdrawn"),
    "workshop.code_hidden": gettext_lazy("Join code hidden on the stage"),
    "workshop.code_shown": gettext_lazy("Join code shown on the stage"),
    "workshop.eyes_released": gettext_lazy("Devices released"),
    "workshop.eyes_up": gettext_lazy("Eyes up: devices paused"),
    "workshop.gathered": gettext_lazy("Everyone called together"),
    "workshop.handed_over": gettext_lazy("Facilitation handed over"),
    "workshop.message_shown": gettext_lazy("Message to all"),
    "workshop.message_withdrawn": gettext_lazy("Message withdrawn"),
    "workshop.moved": gettext_lazy("Next activity"),
    "workshop.opened_to_observers": gettext_lazy("Link for observers created"),
    "workshop.rooms_opened": gettext_lazy("Back to the breakout rooms"),
    "workshop.spotlight_shown": gettext_lazy("Shown on every screen"),
    "workshop.spotlight_stopped": gettext_lazy("Removed from the screens"),
}


# Nouns for which pages have another word.
_NOUNS = {
    "api_key": gettext_lazy("API key"),
    "asset": gettext_lazy("Data asset"),
    "bodies": gettext_lazy("Governance bodies"),
    "body": gettext_lazy("Governance body"),
    "check_in": gettext_lazy("Follow-up"),
    "check_in_link": gettext_lazy("Link to a follow-up"),
    "check_ins": gettext_lazy("Follow-ups"),
    "delta": gettext_lazy("Data Mesh delta"),
    "duties": gettext_lazy("Responsibilities"),
    "duty": gettext_lazy("Responsibility"),
    "flow": gettext_lazy("Governance flow"),
    "look": gettext_lazy("Look of documents"),
    "method": gettext_lazy("Scoring method"),
    "round": gettext_lazy("Scoring round"),
    "seat": gettext_lazy("Seat in a governance body"),
    "slo": gettext_lazy("Promise (SLO)"),
}


def in_words(verb: str) -> str:
    """ "goal.added" as "Goal added"."""
    if verb in _SAID:
        return str(_SAID[verb])
    noun, _dot, action = verb.partition(".")
    return f"{words_of_noun(noun)} {action.replace('_', ' ')}".strip()


def words_of_noun(noun: str) -> str:
    """ "parking_lot_item" as "Parking lot item"."""
    return str(_NOUNS[noun]) if noun in _NOUNS else noun.replace("_", " ").capitalize()


def _undoable(operations: list[Operation]) -> frozenset[int]:
    """The keys of the operations that services.undo would accept, for a whole page at once: they changed
    something and were not undone, each of their changes is the latest of its artifact, and the histories of
    these artifacts tell what was before."""
    candidates = [
        operation.pk
        for operation in operations
        if not hasattr(operation, "undone_by") and not operation.has_lost_rows
    ]
    return _undoable_of(" ".join(map(str, candidates)))


@cached_while_unchanged
def _undoable_of(keys: str) -> frozenset[int]:
    """Asks the histories of all models, of which there are more than a hundred."""
    candidates = [int(key) for key in keys.split()]
    models = {model._meta.label: model for model in tracked_models()}
    # The last row of each artifact in each operation, and the rows that need an earlier one to be undone.
    last: dict[tuple[str, UUID, int], int] = {}
    changes: set[tuple[str, UUID, int, int]] = set()
    touched: dict[str, set[UUID]] = defaultdict(set)
    for label, operation, uuid, history, kind, deleted_at in union(
        model.history.filter(operation__in=candidates)
        .order_by()
        .values_list(Value(label), "operation_id", "uuid", "history_id", "history_type", "deleted_at")
        for label, model in models.items()
    ):
        touched[label].add(uuid)
        last[label, uuid, operation] = max(history, last.get((label, uuid, operation), history))
        if kind != "+" and deleted_at is None:
            changes.add((label, uuid, operation, history))
    rows: dict[tuple[str, UUID], list[tuple[int, int, int | None]]] = defaultdict(list)
    for label, uuid, *row in union(
        models[label]
        .history.filter(uuid__in=uuids)
        .order_by()
        .values_list(Value(label), "uuid", "history_id", "operation_id", "operation__undoes_id")
        for label, uuids in touched.items()
    ):
        rows[label, uuid].append((row[0], row[1], row[2]))
    overtaken = {
        operation
        for (label, uuid, operation), history in last.items()
        if standing(
            (later, undoes)
            for number, later, undoes in rows[label, uuid]
            if number > history and later != operation
        )
    }
    untold = {
        operation for label, uuid, operation, history in changes if history == min(rows[label, uuid])[0]
    }
    return frozenset(operation for _label, _uuid, operation in last) - overtaken - untold
