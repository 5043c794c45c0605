"""The card as people write it on a phone: only the fields that a person in the room can fill, without those
that editors add later."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import KindForm, PlainForm, form_of
from core.kinds import Disclosure, Layout
from lvt.models import UseCase
from lvt.use_cases.kinds import BELIEF, EXAMPLE, USE_CASE, WORKED
from lvt.writing_groups.selectors import ALONE, GROUPS, LARGEST, PAIRS, SMALLEST, USUAL
from workshops.forms.activity_settings import SettingsForm


class RoomCard(KindForm[UseCase]):
    """The card as one sentence; its place in the tree, and an example of its use, stay folded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # On their own phone, "Name" reads as the person's.
        self.fields["name"].label = _("Name of the use case")
        for field in self.fields.values():
            # The browser would cut a long text silently; here it is said, and what was written is kept.
            field.widget.attrs.pop("maxlength", None)


_ON_A_PHONE = Layout(
    "name",
    BELIEF,
    Disclosure(_("Add more"), EXAMPLE, "hypothesis"),
    WORKED,
)


def room_card_form(draft: UseCase, data: QueryDict | None = None, **more: Any) -> RoomCard:
    """The form of a card on a phone: an unsaved one with its discovery, or an existing one."""
    form = form_of(USE_CASE, _ON_A_PHONE, RoomCard)(data, instance=draft, **more)
    assert isinstance(form, RoomCard)  # noqa: S101  narrows the type: its base
    return form


class CardSettings(SettingsForm):
    """Settings for writing cards: alone or together, and the size of groups."""

    together = forms.ChoiceField(
        label=_("Who writes the cards?"),
        choices=((ALONE, _("Individuals")), (PAIRS, _("Pairs")), (GROUPS, _("Groups"))),
        widget=forms.RadioSelect,
        required=False,
        initial=ALONE,
        help_text=_("People are grouped when the activity starts, with business and IT mixed."),
    )
    group_size = forms.IntegerField(
        label=_("People in a group"),
        min_value=SMALLEST,
        max_value=LARGEST,
        initial=USUAL,
        required=False,
        error_messages={
            "min_value": _("A group needs at least %(limit_value)s people. For two, choose Pairs.")
        },
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def clean_together(self) -> str:
        return self.cleaned_data["together"] or ALONE


class SeatForm(PlainForm):
    """`person` goes to the group of `to` (both by uuid), or to a new group alone."""

    person = forms.UUIDField()
    to = forms.UUIDField(required=False)
