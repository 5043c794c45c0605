"""Template tags of the board of notes."""

from collections.abc import Mapping

from django import template
from django.urls import reverse

from workshops.models import Note, NoteGroup
from workshops.registries import note_targets

register = template.Library()


@register.simple_tag
def became_label(key: str) -> str:
    """The kind that a note became, in a word; "" for what no app offers any more."""
    return str(note_targets.get(key).label) if key in note_targets else ""


@register.filter
def writer(note: Note, names: Mapping[int | None, str] | None) -> str:
    """The author of a note, of the `names` by the keys of participants; "" for no one who is named."""
    return names.get(note.participant_id, "") if names else ""


@register.simple_tag
def turn_url(note: Note | str, group: NoteGroup | str, target: str, code: str) -> str:
    """The address by which the console asks to turn a note, or else a group, into the `target`
    (registries.note_targets)."""
    if isinstance(note, Note):
        return reverse("discovery:note_turn", args=[code, note.uuid, target])
    assert isinstance(group, NoteGroup)  # noqa: S101 - the dialog is about one of the two
    return reverse("discovery:note_group_turn", args=[code, group.uuid, target])
