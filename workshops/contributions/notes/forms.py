"""Forms of a board: what people write on it and do with it, and the settings of a facilitator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.forms import PlainForm, field_of
from workshops.contributions.answers.forms import ContributionForm, visible
from workshops.contributions.models import NOTE_LENGTH
from workshops.contributions.notes.selectors import BOTH, EVERYBODY, FACILITATORS, NOTES, BoardRules
from workshops.forms.activity_settings import DotsSettings, number_field
from workshops.models import Activity
from workshops.policies import EMPTY
from workshops.registries import NoteTarget

_RULES = BoardRules()


class BrainstormSettings(DotsSettings):
    """The question, and the rules of writing, grouping and voting (notes.selectors.BoardRules)."""

    rules = _RULES
    too_many = gettext_lazy("The limit per item can’t be higher than the dots per person.")

    notes_each = number_field(
        gettext_lazy("Maximum notes per person"),
        _RULES.notes_each,
        200,
        gettext_lazy("Set it high, so that no one holds back."),
    )
    late_notes = forms.BooleanField(
        label=gettext_lazy("People may add notes after the reveal"), initial=False, required=False
    )
    grouped_by = forms.ChoiceField(
        label=gettext_lazy("Notes are grouped by"),
        choices=[
            (EVERYBODY, gettext_lazy("Everyone together")),
            (FACILITATORS, gettext_lazy("The facilitator")),
        ],
        initial=EVERYBODY,
        required=False,
        widget=forms.RadioSelect,
    )
    votes_on = forms.ChoiceField(
        label=gettext_lazy("People vote on"),
        choices=[
            (BOTH, gettext_lazy("Groups and ungrouped notes")),
            (NOTES, gettext_lazy("Individual notes")),
        ],
        initial=BOTH,
        required=False,
        widget=forms.RadioSelect,
    )
    dots = number_field(gettext_lazy("Dots per person"), _RULES.dots, 50)
    most = number_field(gettext_lazy("Maximum dots per person on one item"), _RULES.most, 50)

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        for name in ("grouped_by", "votes_on"):
            self.initial.setdefault(name, getattr(_RULES, name))


# --- What the room sends --------------------------------------------------------------------------


class NoteTextForm(ContributionForm):
    """Text of a note; `revision` is the one that its author saw."""

    revision = forms.IntegerField(required=False)
    text = forms.CharField(error_messages={"required": EMPTY})

    def clean_text(self) -> str:
        text = visible(self.cleaned_data["text"], EMPTY)
        if len(text) > NOTE_LENGTH:
            raise forms.ValidationError(
                _(
                    "A note can have up to %(most)s characters. This has %(length)s. Shorten it or split "
                    "it in two."
                )
                % {"most": NOTE_LENGTH, "length": len(text)}
            )
        return text


class NoteForm(NoteTextForm):
    """A new note, under the uuid that its author's device gave it."""

    uuid = forms.UUIDField()


class MoveForm(PlainForm):
    """The group that something goes into; none takes it out, `new` makes the group. The names are those that
    js/board.js sends, also for what is no note."""

    group = forms.UUIDField(required=False)
    new = forms.BooleanField(required=False)


class MoveNoteForm(MoveForm):
    """A note, and the group that it goes into."""

    note = forms.UUIDField()


class NotesField(forms.Field):
    """Notes by their uuids: several values, or one with blanks between them."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[UUID]:
        words = " ".join(map(str, value or ())).split()
        if not words:
            raise forms.ValidationError(_("Select at least one note."))
        try:
            return list(dict.fromkeys(UUID(each) for each in words))
        except ValueError:
            raise forms.ValidationError(_("This couldn’t be read. Reload the page.")) from None


class MoveNotesForm(MoveForm):
    """Notes that a facilitator selected, and the group that they go into."""

    note = NotesField()


class GroupNameForm(PlainForm):
    """Name of a group."""

    name = forms.CharField(
        label=gettext_lazy("Name of the group"),
        max_length=120,
        error_messages={
            "required": gettext_lazy("Enter a name for the group."),
            "max_length": gettext_lazy("A name can have up to 120 characters."),
        },
    )
    revision = forms.IntegerField(required=False)


# --- Turning a note into something ----------------------------------------------------------------


class TurnForm(PlainForm):
    """The artifact that a note becomes, and the one above it where that is asked for."""

    parent = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, target: NoteTarget, parents: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        field = field_of(self, "parent", forms.ChoiceField)
        if target.parents is None:
            del self.fields["parent"]
            return
        field.required = target.parent_is_needed
        field.choices = [("", "–"), *parents]
        field.error_messages["required"] = _("Choose what it belongs to.")
        field.error_messages["invalid_choice"] = _("This no longer exists. Choose another one.")


# --- Dots -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots for an item; `order` counts up on `device`, which is empty where no one may know it."""

    item: UUID
    dots: int
    device: str
    order: int


def parse_dots(data: Mapping[str, str]) -> Dots:
    """The dots in what was posted: `item` (a uuid), `dots` (a whole number), and what orders them (`device`,
    `tap`). Not a Django form: this is the hot path. Raises Invalid for anything else."""
    dots, device, tap = data.get("dots", ""), data.get("device", ""), data.get("tap") or "0"
    numbers = all(text.isascii() and text.isdigit() and len(text) <= 16 for text in (dots, tap))
    is_device = len(device) <= 32 and all(letter in "0123456789abcdef" for letter in device)
    if not (numbers and is_device):
        raise Invalid(_("This vote couldn’t be read. Reload the page and try again."))
    try:
        item = UUID(data.get("item", ""))
    except ValueError:
        raise Invalid(_("This vote is for something that isn’t on the board. Reload the page.")) from None
    return Dots(item, int(dots), device, int(tap))
