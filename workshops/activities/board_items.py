"""Notes and groups on a board: fragments that everyone of an audience is sent, so they hold nothing personal.
js/board.js puts notes into their groups, and each phone's own dots onto them.

Written out instead of a template per note, because a board of a thousand is drawn while a room waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, ngettext

from discovery.templatetags.components import icon
from workshops.contributions.notes.selectors import GROUP, NOTES, VOTE, phase_of, rules_of
from workshops.models import Activity, Note, NoteGroup
from workshops.registries import note_targets

_NOTHING = SafeString("")
# So much of a note names its buttons to those who hear the page.
_SPOKEN = 60


@dataclass(frozen=True, slots=True)
class BoardLook:
    """Options of a board's items for an audience. `code` is the join code in their addresses."""

    activity: Activity
    audience: str
    code: str
    may_move: bool
    may_vote: bool
    has_tools: bool
    votes_on_notes: bool
    most: int
    # Words and drawings that are the same on every item.
    move: str
    more: SafeString
    minus: SafeString
    plus: SafeString


def look_of(activity: Activity, audience: str) -> BoardLook:
    """The look of the activity's board for "console", "room" or "stage" in its present phase."""
    rules = rules_of(activity)
    phase = phase_of(activity)
    groups_now = phase == GROUP and (audience == "console" or (audience == "room" and rules.everybody_groups))
    return BoardLook(
        activity=activity,
        audience=audience,
        code=activity.track.workshop.code,
        may_move=groups_now,
        may_vote=phase == VOTE and audience == "room",
        has_tools=audience == "console",
        votes_on_notes=rules.votes_on == NOTES,
        most=rules.most,
        move=_("Move to …"),
        more=icon("more"),
        minus=icon("minus"),
        plus=icon("plus"),
    )


def draw_note(look: BoardLook, note: Note, group: NoteGroup | None) -> SafeString:
    """A note; `group` is the one that it is in, unless that lies in the trash."""
    spoken = note.text if len(note.text) <= _SPOKEN else f"{note.text[:_SPOKEN]} …"
    tools = _NOTHING
    if look.may_move:
        tools = format_html(
            '<button class="button quiet small" type="button" data-act="move" aria-label="{}">{}</button>',
            _("Move to … “%(note)s”") % {"note": spoken},
            look.move,
        )
    if look.has_tools:
        if look.may_move:
            pick = format_html(
                '<input class="pick" type="checkbox" data-pick aria-label="{}">',
                _("Select “%(note)s”") % {"note": spoken},
            )
            tools = pick + tools
        tools += _tools("discovery:note_tools", look, note.uuid, _("Note"), spoken)
        tools = format_html('<div class="note-tools">{}</div>', tools)
    if look.may_vote and (group is None or look.votes_on_notes):
        tools += _dots(look, note.uuid, spoken)
    became = _NOTHING
    if note.became_kind and note.became_kind in note_targets:
        became = format_html('<span class="chip good">{}</span>', note_targets.get(note.became_kind).label)
    foot = format_html('<div class="board-foot">{}{}</div>', became, tools) if became or tools else _NOTHING
    return format_html(
        '<article class="board-note note-card" data-note="{}" data-group="{}">'
        '<p class="said" dir="auto">{}</p>{}</article>',
        note.uuid,
        group.uuid if group is not None else "",
        note.text,
        foot,
    )


def draw_group(look: BoardLook, group: NoteGroup) -> SafeString:
    """The head of a group: its name, or where grouping goes on the field for it."""
    name = group.name or _("Unnamed group")
    head = _naming(look, group) if look.may_move else format_html('<h3 dir="auto">{}</h3>', name)
    tools = (
        _tools("discovery:note_group_tools", look, group.uuid, _("Group"), name)
        if look.has_tools
        else _NOTHING
    )
    if look.may_vote and not look.votes_on_notes:
        tools += _dots(look, group.uuid, name)
    return format_html(
        '<header class="board-head" data-board-group="{}" data-name="{}">{}{}</header>',
        group.uuid,
        name,
        head,
        tools,
    )


def draw_board(
    look: BoardLook, groups: Iterable[NoteGroup], notes: Iterable[Note]
) -> list[tuple[str, SafeString]]:
    """All items of the board. The groups come first: a facilitator who moves a note needs their names before
    the last note has loaded."""
    groups_by_key = {group.pk: group for group in groups}
    items = [(str(group.uuid), draw_group(look, group)) for group in groups_by_key.values()]
    items += [
        (str(note.uuid), draw_note(look, note, groups_by_key.get(note.group_id) if note.group_id else None))
        for note in notes
    ]
    return items


def without_a_name(groups: int) -> str:
    """The warning before the vote about groups without a name; "" where there are none."""
    if not groups:
        return ""
    words = ngettext("%(count)s group has no name.", "%(count)s groups have no name.", groups)
    return words % {"count": groups}


def _naming(look: BoardLook, group: NoteGroup) -> SafeString:
    if look.audience == "console":
        url = reverse("discovery:note_group_name", args=[look.code, group.uuid])
        sends = format_html('hx-post="{}" hx-swap="none"', url)
    else:
        url = reverse("discovery:board_group_name", args=[look.code, look.activity.uuid, group.uuid])
        sends = format_html(
            'data-contribute="{}" data-activity="{}" data-contribute-key="name:{}" data-contribute-keep{}',
            url,
            look.activity.uuid,
            group.uuid,
            SafeString(" data-anonymous") if look.activity.is_anonymous else _NOTHING,
        )
    return format_html(
        '<form class="board-name" {}><input type="hidden" name="revision" value="{}">'
        '<input type="text" name="name" value="{}" maxlength="120" required autocomplete="off" dir="auto" '
        'placeholder="{}" aria-label="{}"><button class="button small" type="submit">{}</button></form>',
        sends,
        group.revision,
        group.name,
        _("Name this group"),
        _("Name of the group"),
        _("Save"),
    )


def _tools(view: str, look: BoardLook, uuid: UUID, title: str, spoken: str) -> SafeString:
    return format_html(
        '<button class="button quiet icon-only small push" type="button" data-dialog="dialog" '
        'data-dialog-title="{}" hx-get="{}" hx-target="#dialog-body" aria-label="{}">{}</button>',
        title,
        reverse(view, args=[look.code, uuid]),
        _("More actions for %(name)s") % {"name": spoken},
        look.more,
    )


def _dots(look: BoardLook, uuid: UUID, spoken: str) -> SafeString:
    return format_html(
        '<div class="board-dots" data-vote="{}">'
        '<button class="button icon-only" type="button" data-act="less" aria-disabled="true" aria-label="{}">'
        "{}</button>"
        '<b class="num" data-dots>0</b>'
        '<button class="button icon-only" type="button" data-act="more" aria-disabled="true" aria-label="{}">'
        "{}</button>"
        "</div>",
        uuid,
        _("Remove a dot from “%(name)s”") % {"name": spoken},
        look.minus,
        _("Add a dot to “%(name)s”") % {"name": spoken},
        look.plus,
    )
