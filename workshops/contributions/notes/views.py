"""The board of a brainstorm: what people in the room send, and the facilitator's tools."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from core.models import Artifact, Operation
from discovery.models import Discovery
from organizations.web import Request, page, with_toast, with_trigger
from workshops.contributions.answers.views import check_sent
from workshops.contributions.artifact_dots.views import dots_from_phone
from workshops.contributions.notes import services as notes
from workshops.contributions.notes.forms import (
    GroupNameForm,
    MoveNoteForm,
    MoveNotesForm,
    NoteForm,
    NoteTextForm,
    TurnForm,
)
from workshops.contributions.notes.selectors import (
    GROUP,
    became,
    group_in,
    like_notes,
    note_in,
    phase_of,
    turned_notes,
)
from workshops.contributions.votes import services as votes
from workshops.models import Activity, Note, NoteGroup, Workshop
from workshops.registries import NoteTarget, note_targets
from workshops.services import note_groups
from workshops.web import access, activity_of, saved_answer

# --- The room: all of it through the outbox of the device (js/contribute.js) ----------------------


@access.contributor
@require_POST
def add(request: Request, activity: Activity) -> JsonResponse:
    """Put a note on the board."""
    form = NoteForm(request.POST)
    check_sent(form)
    result = notes.add_note(
        actor=request.actor,
        activity=activity,
        uuid=form.cleaned_data["uuid"],
        text=form.cleaned_data["text"],
    )
    return saved_answer(activity, revision=result.revision)


@access.contributor
@require_POST
def change(request: Request, activity: Activity, note: UUID) -> JsonResponse:
    """Another text for a note of one's own."""
    form = NoteTextForm(request.POST)
    check_sent(form)
    result = notes.change_note(
        actor=request.actor,
        activity=activity,
        uuid=note,
        text=form.cleaned_data["text"],
        revision=form.cleaned_data["revision"],
    )
    return saved_answer(activity, revision=result.revision)


@access.contributor
@require_POST
def delete(request: Request, activity: Activity, note: UUID) -> JsonResponse:
    """Delete one's own note."""
    result = notes.delete_note(actor=request.actor, activity=activity, uuid=note)
    return saved_answer(activity, revision=result.revision)


@access.contributor
@require_POST
def move(request: Request, activity: Activity) -> JsonResponse:
    """Put a note into a group, or out of it."""
    form = MoveNoteForm(request.POST)
    check_sent(form)
    values = form.cleaned_data
    revision = note_groups.move_note(
        actor=request.actor,
        activity=activity,
        note=values["note"],
        group=values["group"],
        is_new=values["new"],
    )
    return saved_answer(activity, revision=revision)


@access.contributor
@require_POST
def name(request: Request, activity: Activity, group: UUID) -> JsonResponse:
    """Say what a group is called."""
    return saved_answer(activity, revision=_rename_group(request, activity, group))


@access.contributor
@require_POST
def vote(request: Request, activity: Activity) -> JsonResponse:
    """Dots from a phone."""
    return dots_from_phone(request, activity, votes.give_dots)


def _rename_group(request: Request, activity: Activity, group: UUID) -> int:
    form = GroupNameForm(request.POST)
    check_sent(form)
    values = form.cleaned_data
    return note_groups.name_group(
        actor=request.actor, activity=activity, group=group, name=values["name"], revision=values["revision"]
    )


# --- The console ----------------------------------------------------------------------------------


@access.console
@require_POST
def console_move(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """The facilitator moves notes into a group, or out of it. Several are moved back by one undo."""
    form = MoveNotesForm(request.POST)
    check_sent(form)
    values, is_suggested = form.cleaned_data, "suggested" in request.POST
    moved = note_groups.move_notes(
        actor=request.actor,
        activity=activity_of(workshop, activity),
        notes=values["note"],
        group=values["group"],
        is_new=values["new"],
        only_loose=is_suggested,
    )
    if len(values["note"]) == 1 and not is_suggested:
        return HttpResponse(status=204)
    words = ngettext("%(count)s note moved", "%(count)s notes moved", moved.notes) % {"count": moved.notes}
    return _closing(words, moved.operation)


@access.console
@require_POST
def console_name(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """The facilitator names a group of notes."""
    group = _group(workshop, uuid)
    _rename_group(request, group.activity, group.uuid)
    return HttpResponse(status=204)


@access.console
@require_safe
def note(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Show the actions on a note, as a dialog."""
    note = _note(workshop, uuid)
    context: dict[str, Any] = {
        "note": note,
        "author": None if note.activity.is_anonymous else note.participant,
        "turned": _turned([note]),
    }
    return _tools(request, workshop, note.activity, context)


@access.console
@require_safe
def group(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Show the actions on a group, as a dialog."""
    group = _group(workshop, uuid)
    is_grouping = phase_of(group.activity) == GROUP
    context: dict[str, Any] = {
        "group": group,
        "turned": _turned(turned_notes(group)),
        "may_dissolve": is_grouping,
        "like": like_notes(group) if is_grouping else [],
    }
    return _tools(request, workshop, group.activity, context)


@access.console
@require_POST
def note_delete(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Take a note off the board, and offer to undo it."""
    operation = notes.remove_note(actor=request.actor, note=_note(workshop, uuid))
    return _closing(_("Note deleted"), operation)


@access.console
@require_POST
def group_dissolve(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Take a group apart; its notes stay."""
    operation = note_groups.dissolve_group(actor=request.actor, group=_group(workshop, uuid))
    return _closing(_("Ungrouped"), operation)


@access.console
@require_POST
def note_turn(request: Request, workshop: Workshop, uuid: UUID, target: str) -> HttpResponse:
    """Make an artifact of a note."""
    note = _note(workshop, uuid)
    note_target = notes.target_of(target)
    parent = _parent(request, workshop.discovery, note_target)
    _artifact, operation = notes.turn_note(actor=request.actor, note=note, target=target, parent=parent)
    return _closing(_became(note_target), operation)


@access.console
@require_POST
def group_turn(request: Request, workshop: Workshop, uuid: UUID, target: str) -> HttpResponse:
    """Make an artifact of a group."""
    group = _group(workshop, uuid)
    note_target = notes.target_of(target)
    parent = _parent(request, workshop.discovery, note_target)
    _artifact, operation = notes.turn_group(actor=request.actor, group=group, target=target, parent=parent)
    return _closing(_became(note_target), operation)


def _note(workshop: Workshop, uuid: UUID) -> Note:
    note = note_in(workshop, uuid)
    if note is None:
        raise NotFound(_("This note doesn’t exist, or it was deleted."))
    return note


def _group(workshop: Workshop, uuid: UUID) -> NoteGroup:
    group = group_in(workshop, uuid)
    if group is None:
        raise NotFound(_("This group doesn’t exist, or it was ungrouped."))
    return group


def _parent(request: Request, discovery: Discovery, target: NoteTarget) -> str:
    """The parent of the new artifact, one of those that the dialog offered. Raises Invalid."""
    form = TurnForm(request.POST, target=target, parents=target.parents(discovery) if target.parents else [])
    check_sent(form)
    return str(form.cleaned_data.get("parent", ""))


def _turned(notes: list[Note]) -> list[tuple[str, Artifact, str]]:
    """The artifacts that the notes became, without those in the trash: label, artifact, address."""
    turned = [(note_targets.get(note.became_kind), artifact) for note in notes if (artifact := became(note))]
    return [(str(target.label), artifact, target.url(artifact)) for target, artifact in turned]


def _became(target: NoteTarget) -> str:
    return _("Added: %(what)s") % {"what": target.label}


def _tools(request: Request, workshop: Workshop, activity: Activity, context: dict[str, Any]) -> HttpResponse:
    at_once, below, not_yet = [], [], []
    for target in sorted(note_targets, key=lambda each: each.order):
        parents = target.parents(workshop.discovery) if target.parents else []
        if parents:
            below.append((target, parents))
        elif target.parents and target.parent_is_needed:
            not_yet.append(str(target.label))
        else:
            at_once.append(target)
    common = {
        "workshop": workshop,
        "activity": activity,
        "at_once": at_once,
        "below": below,
        "not_yet": not_yet,
    }
    return page(request, "workshops/activities/brainstorm/tools.html", context | common)


def _closing(message: str, operation: Operation | None) -> HttpResponse:
    """The dialog closes, and a toast offers to undo what was done."""
    return with_trigger(with_toast(HttpResponse(status=204), message, undoes=operation), "dialog:close")
