"""Imports notes of another whiteboard into a brainstorm, with the same preview and undo as other imports."""

import base64
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid, NotFound
from core.imports.preview_digest import digest_of
from core.imports.rows import ImportPlan, InputRow, Place, Problem, Row, RowShape, SavedRow
from core.imports.values import text_of
from core.kinds import check_visible
from core.models import Artifact
from core.name_comparison import looks
from core.services import artifacts, operation
from core.services.imports import Incoming, Refusal, check_unchanged
from discovery.models import Discovery
from exchange.services.discovery_text import ImportResult, NewDiscovery, trial_scope
from exchange.services.row_limits import check_how_many, check_lines
from exchange.services.whiteboard_files import TEXT, BoardNote, read_notes
from organizations.actors import Actor
from workshops import policies
from workshops.contributions.models import NOTE_LENGTH
from workshops.contributions.notes.selectors import GROUP, WRITE, groups_of, is_revealed, notes_of, phase_of
from workshops.models import Activity, Note, NoteGroup
from workshops.permissions import check_facilitate_workshop

NOTES = "notes"
_GROUP = RowShape(NoteGroup._meta.label, "name", ("name",))
_NOTE = RowShape(Note._meta.label, "text", ("text",), names={"group": NoteGroup._meta.label})
_GROUP_LENGTH = NoteGroup._meta.get_field("name").max_length or 0


def lines_file(activity: Activity, lines: str) -> bytes:
    """Return lines as a pending file, to be confirmed after the preview."""
    return json.dumps({"activity": str(activity.uuid), "lines": lines}).encode()


def board_file(activity: Activity, data: bytes, name: str) -> bytes:
    """Return the file of a board as a pending file, to be confirmed after the preview."""
    content = base64.b64encode(data).decode()
    return json.dumps({"activity": str(activity.uuid), "name": name, "content": content}).encode()


def lines_in(file_data: bytes) -> str:
    """Return the pasted lines of a pending file; "" for an uploaded file."""
    return str(json.loads(file_data).get("lines", ""))


def url_of(discovery: Discovery, file_data: bytes, token: str, back: str) -> str:
    """Return the address of the page that changes pending lines, or takes another file."""
    activity = Activity.objects.filter(uuid=json.loads(file_data)["activity"]).select_related(
        "track__workshop"
    )
    if (board := activity.first()) is None:
        return back
    address = reverse(
        "discovery:notes_bring_in", args=[discovery.slug, board.track.workshop.uuid, board.uuid]
    )
    return f"{address}?{urlencode({'file': token, 'back': back})}"


def import_notes(
    *, actor: Actor, data: bytes, into: Discovery | NewDiscovery, digest: str = "", is_trial: bool = False
) -> ImportResult:
    """Add the notes that aren't on the board yet, with their groups: all or nothing, in one operation with
    one undo. The notes have no author. Raises the errors of discovery_text.import_text, Invalid for a new
    discovery, and Conflict once people vote."""
    if isinstance(into, NewDiscovery):
        raise Invalid(_("You can only add notes to an existing board."))
    content = json.loads(data)
    activity = _activity_of(into, content["activity"])
    workshop = activity.track.workshop
    check_facilitate_workshop(actor, workshop)
    board = read_notes(_content(content), content.get("name", TEXT[0]), partial(check_lines, actor))
    rows, problems = _rows_of(board.notes)
    check_how_many(actor, rows)
    with (
        trial_scope(is_trial) as trial,
        operation(actor, "note.imported", summary=activity.title, place=workshop) as import_operation,
    ):
        live.publish_change(workshop.pk, "activity", "progress")
        locked_activity = artifacts.locked(activity)
        policies.check_is_board(locked_activity)
        if phase_of(locked_activity) not in (WRITE, GROUP):
            raise Conflict(_("People have already voted on these notes, so you can’t add more."))
        plan = _planned(locked_activity, rows, problems)
        incoming = Incoming(plan, digest_of(plan))
        check_unchanged(incoming, digest)
        if plan.problems:
            raise Refusal(plan.problems)
        _write(locked_activity, plan)
        trial.outcome = ImportResult(
            into.slug, into.name, plan, incoming.digest, import_operation, left_out=board.left_out
        )
        trial.end()
    return trial.result


def _activity_of(discovery: Discovery, uuid: str) -> Activity:
    rows = Activity.objects.select_related("track__workshop__discovery__domain__organization")
    activity = rows.filter(uuid=UUID(uuid), track__workshop__discovery=discovery).first()
    if activity is None or activity.track.workshop.deleted_at is not None:
        raise NotFound(_("Board not found."))
    return activity


def _content(content: dict[str, Any]) -> bytes:
    return content["lines"].encode() if "lines" in content else base64.b64decode(content["content"])


# --- The plan -------------------------------------------------------------------------------------


def _rows_of(notes: Iterable[BoardNote]) -> tuple[list[InputRow], list[Problem]]:
    """Return incoming rows of groups and notes, and problems of notes that don't fit."""
    groups: dict[str, InputRow] = {}
    note_rows, problems = [], []
    for note in notes:
        row = InputRow(_NOTE.key, note.place, {})
        try:
            row.fields["text"] = _fitting(note.text, NOTE_LENGTH)
            name = _fitting(note.group, _GROUP_LENGTH)
        except Invalid as error:
            problems.append(Problem(note.place, None, message=str(error)))
            continue
        if name and looks(name) not in groups:
            groups[looks(name)] = InputRow(_GROUP.key, note.place, {"name": name})
        if name:
            row.named_rows["group"] = groups[looks(name)]
        note_rows.append(row)
    return [*groups.values(), *note_rows], problems


def _fitting(text: str, most: int) -> str:
    cleaned = text_of(text)
    check_visible(cleaned, "")
    if len(cleaned) > most:
        raise Invalid(
            _("This has %(count)s characters. The limit is %(most)s.") % {"count": len(cleaned), "most": most}
        )
    return cleaned


def _planned(activity: Activity, incoming_rows: Iterable[InputRow], problems: list[Problem]) -> ImportPlan:
    """Return a plan with the notes that aren't on the board yet. Hidden notes of people don't count as
    existing: the plan would disclose them."""
    notes, groups = notes_of(activity), groups_of(activity)
    visible_notes = notes if is_revealed(activity) else notes.filter(author="", participant=None)
    existing: dict[tuple[str, str], list[SavedRow]] = defaultdict(list)
    for group in groups:
        existing[_GROUP.key, looks(group.name)].append(_saved_row(_GROUP, group))
    for note in visible_notes:
        existing[_NOTE.key, looks(note.text)].append(_saved_row(_NOTE, note))
    rows: dict[InputRow, Row] = {}
    for incoming_row in incoming_rows:
        shape = _GROUP if incoming_row.kind == _GROUP.key else _NOTE
        fields: dict[str, Any] = dict(incoming_row.fields)
        same = existing[shape.key, looks(fields[shape.title])]
        fields |= {name: rows[target] for name, target in incoming_row.named_rows.items()}
        rows[incoming_row] = Row(incoming_row, shape, None, fields, same.pop(0) if same else None)
    absent = tuple(row for remaining in existing.values() for row in remaining)
    if not rows and not problems:
        problems = [Problem(Place(0), None, message=_("No notes found."))]
    return ImportPlan(tuple(rows.values()), (), absent, tuple(problems))


def _saved_row(shape: RowShape, artifact: Artifact) -> SavedRow:
    title = str(getattr(artifact, shape.title))
    return SavedRow(shape.key, artifact.pk, title, None, {}, artifact, str(artifact.uuid))


def _write(activity: Activity, plan: ImportPlan) -> None:
    groups: dict[Row, NoteGroup] = {}
    position = artifacts.next_position(groups_of(activity))
    for row in plan.rows:
        if row.shape is _GROUP:
            groups[row] = (
                row.existing.artifact
                if row.existing
                else NoteGroup(activity=activity, name=row.fields["name"], position=position + len(groups))
            )
    artifacts.insert_all([group for row, group in groups.items() if row.existing is None])
    artifacts.insert_all(
        [
            Note(
                activity=activity,
                author="",
                text=row.fields["text"],
                group=groups[row.fields["group"]] if "group" in row.fields else None,
            )
            for row in plan.added
            if row.shape is _NOTE
        ]
    )
