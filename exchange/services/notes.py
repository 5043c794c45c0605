"""Notes from a whiteboard elsewhere become notes of a brainstorm, by the same preview and undo as all that
comes into a discovery."""

from __future__ import annotations

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
from core.incoming.digest import digest_of
from core.incoming.rows import Given, Known, Place, Plan, Problem, Row, Shape
from core.incoming.values import text_of
from core.kinds.rules import check_visible
from core.models import Artifact
from core.naming import looks
from core.services import artifacts
from core.services.incoming import Incoming, Refused, check_unchanged
from core.services.operations import operation
from discovery.models import Discovery
from exchange.services.board_files import TEXT, Written, notes_in
from exchange.services.row_limits import check_how_many, check_lines
from exchange.services.texts import BroughtIn, New, tried
from organizations.actors import Actor
from workshops import policies
from workshops.models import Activity, Note, NoteGroup
from workshops.models.board import NOTE_LENGTH
from workshops.permissions import check_facilitate_workshop
from workshops.selectors.notes import GROUP, WRITE, groups_of, is_revealed, notes_of, phase_of

NOTES = "notes"
_GROUP = Shape(NoteGroup._meta.label, "name", ("name",))
_NOTE = Shape(Note._meta.label, "text", ("text",), names={"group": NoteGroup._meta.label})
_GROUP_LENGTH = NoteGroup._meta.get_field("name").max_length or 0


def lines_file(activity: Activity, lines: str) -> bytes:
    """Lines as a file that is kept until somebody confirmed it."""
    return json.dumps({"activity": str(activity.uuid), "lines": lines}).encode()


def uploaded(activity: Activity, data: bytes, name: str) -> bytes:
    """The file of a board as it is kept until somebody confirmed it."""
    content = base64.b64encode(data).decode()
    return json.dumps({"activity": str(activity.uuid), "name": name, "content": content}).encode()


def lines_in(kept: bytes) -> str:
    """The lines that somebody typed; "" for a file."""
    return str(json.loads(kept).get("lines", ""))


def url_of(discovery: Discovery, kept: bytes, token: str, back: str) -> str:
    """The address at which kept lines are changed, or another file is chosen."""
    activity = Activity.objects.filter(uuid=json.loads(kept)["activity"]).select_related("track__workshop")
    if (board := activity.first()) is None:
        return back
    address = reverse(
        "discovery:notes_bring_in", args=[discovery.slug, board.track.workshop.uuid, board.uuid]
    )
    return f"{address}?{urlencode({'file': token, 'back': back})}"


def import_notes(
    *, actor: Actor, data: bytes, into: Discovery | New, digest: str = "", is_trial: bool = False
) -> BroughtIn:
    """Adds the notes that are not on the board yet, with their groups: all of them or nothing, in one
    operation with one undo. They have no author. Raises as texts.import_text, Invalid for a discovery that is
    not there yet, and Conflict once people vote."""
    if isinstance(into, New):
        raise Invalid(_("You can only add notes to an existing board."))
    kept = json.loads(data)
    activity = _activity_of(into, kept["activity"])
    workshop = activity.track.workshop
    check_facilitate_workshop(actor, workshop)
    board = notes_in(_content(kept), kept.get("name", TEXT[0]), partial(check_lines, actor))
    given, problems = _given(board.notes)
    check_how_many(actor, given)
    with (
        tried(is_trial) as trial,
        operation(actor, "note.imported", summary=activity.title, place=workshop) as done,
    ):
        live.changed(workshop.pk, "activity", "progress")
        held = artifacts.locked(activity)
        policies.check_is_board(held)
        if phase_of(held) not in (WRITE, GROUP):
            raise Conflict(_("People have already voted on these notes, so you can’t add more."))
        plan = _planned(held, given, problems)
        incoming = Incoming(plan, digest_of(plan))
        check_unchanged(incoming, digest)
        if plan.problems:
            raise Refused(plan.problems)
        _write(held, plan)
        trial.came = BroughtIn(into.slug, into.name, plan, incoming.digest, done, left_out=board.left_out)
        trial.end()
    return trial.result


def _activity_of(discovery: Discovery, uuid: str) -> Activity:
    rows = Activity.objects.select_related("track__workshop__discovery__domain__organization")
    activity = rows.filter(uuid=UUID(uuid), track__workshop__discovery=discovery).first()
    if activity is None or activity.track.workshop.deleted_at is not None:
        raise NotFound(_("Board not found."))
    return activity


def _content(kept: dict[str, Any]) -> bytes:
    return kept["lines"].encode() if "lines" in kept else base64.b64decode(kept["content"])


# --- The plan -------------------------------------------------------------------------------------


def _given(notes: Iterable[Written]) -> tuple[list[Given], list[Problem]]:
    """Rows of groups and of notes, and what no note can say."""
    groups: dict[str, Given] = {}
    given, problems = [], []
    for note in notes:
        row = Given(_NOTE.key, note.place, {})
        try:
            row.fields["text"] = _fitting(note.text, NOTE_LENGTH)
            name = _fitting(note.group, _GROUP_LENGTH)
        except Invalid as wrong:
            problems.append(Problem(note.place, None, said=str(wrong)))
            continue
        if name and looks(name) not in groups:
            groups[looks(name)] = Given(_GROUP.key, note.place, {"name": name})
        if name:
            row.named_rows["group"] = groups[looks(name)]
        given.append(row)
    return [*groups.values(), *given], problems


def _fitting(text: str, most: int) -> str:
    said = text_of(text)
    check_visible(said, "")
    if len(said) > most:
        raise Invalid(
            _("This has %(count)s characters. The limit is %(most)s.") % {"count": len(said), "most": most}
        )
    return said


def _planned(activity: Activity, given: Iterable[Given], problems: list[Problem]) -> Plan:
    """The notes that are not on the board yet. Hidden notes of people do not count as there: the plan would
    tell what they say."""
    notes, groups = notes_of(activity), groups_of(activity)
    seen = notes if is_revealed(activity) else notes.filter(author="", participant=None)
    there: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for group in groups:
        there[_GROUP.key, looks(group.name)].append(_known(_GROUP, group))
    for note in seen:
        there[_NOTE.key, looks(note.text)].append(_known(_NOTE, note))
    rows: dict[Given, Row] = {}
    for each in given:
        shape = _GROUP if each.kind == _GROUP.key else _NOTE
        fields: dict[str, Any] = dict(each.fields)
        same = there[shape.key, looks(fields[shape.title])]
        fields |= {name: rows[named] for name, named in each.named_rows.items()}
        rows[each] = Row(each, shape, None, fields, same.pop(0) if same else None)
    gone = tuple(known for left in there.values() for known in left)
    if not rows and not problems:
        problems = [Problem(Place(0), None, said=_("No notes found."))]
    return Plan(tuple(rows.values()), (), gone, tuple(problems))


def _known(shape: Shape, artifact: Artifact) -> Known:
    title = str(getattr(artifact, shape.title))
    return Known(shape.key, artifact.pk, title, None, {}, artifact, str(artifact.uuid))


def _write(activity: Activity, plan: Plan) -> None:
    groups: dict[Row, NoteGroup] = {}
    position = artifacts.next_position(groups_of(activity))
    for row in plan.rows:
        if row.shape is _GROUP:
            groups[row] = (
                row.known.artifact
                if row.known
                else NoteGroup(activity=activity, name=row.fields["name"], position=position + len(groups))
            )
    artifacts.insert_all([group for row, group in groups.items() if row.known is None])
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
