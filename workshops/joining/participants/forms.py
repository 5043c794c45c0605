"""Forms of people who join a room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.clean_text import is_visible
from core.forms import PlainForm, field_of
from organizations.models import Side
from workshops.joining.namesakes import without_number
from workshops.models import Participant
from workshops.workshop.models import CODE_ALPHABET, CODE_LENGTH


class CodeForm(PlainForm):
    """A join code as people type it: in lower case, with spaces or dashes."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six letters and digits, shown on the screen in the room."),
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autofocus": True,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "inputmode": "text",
                "enterkeyhint": "go",
                "placeholder": "K7M-2QX",
            }
        ),
    )

    def clean_code(self) -> str:
        """Six characters in upper case. What cannot be a code is refused here, without counting as a
        guess."""
        raw: str = self.cleaned_data["code"]
        code = "".join(character for character in raw.upper() if character.isalnum())
        if len(code) != CODE_LENGTH or not set(code) <= set(CODE_ALPHABET):
            raise forms.ValidationError(
                _("A code has six letters and digits, such as K7M-2QX. Check it again.")
            )
        return code


class DetailsForm(PlainForm):
    """Name and side of a person in the room."""

    display_name = forms.CharField(
        label=_("Your name"),
        error_messages={"required": _("Enter the name that others in the room know you by.")},
        max_length=Participant._meta.get_field("display_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name", "enterkeyhint": "next"}),
    )
    side = forms.ChoiceField(
        label=_("Which side do you speak for?"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a side. The two see things differently, and we show where.")},
    )
    role_title = forms.CharField(
        label=_("Your role"),
        max_length=Participant._meta.get_field("role_title").max_length,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "organization-title",
                "enterkeyhint": "go",
                "placeholder": _("Marketing lead"),
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("display_name", "role_title"):
            # The browser would cut a long name silently; here an error says so, and what was typed is kept.
            self.fields[name].widget.attrs.pop("maxlength", None)

    def clean_display_name(self) -> str:
        """On one line. Raises ValidationError for a name without visible letters."""
        name = " ".join(self.cleaned_data["display_name"].split())
        if not is_visible(name):
            raise forms.ValidationError(self.fields["display_name"].error_messages["required"])
        return name

    def clean_role_title(self) -> str:
        return " ".join(self.cleaned_data["role_title"].split())


class ProxyForm(DetailsForm):
    """The same, of someone without a device."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].label = _("Name")
        self.fields["side"].label = _("Which side do they speak for?")
        self.fields["role_title"].label = _("Role")
        for field in self.fields.values():
            field.widget.attrs.pop("autocomplete", None)


class JoinForm(DetailsForm):
    """`join_key` makes sending the form twice harmless."""

    join_key = forms.CharField(max_length=48, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].widget.attrs["autofocus"] = True


class _PersonField(forms.ModelChoiceField[Participant]):
    def label_from_instance(self, obj: Participant) -> str:
        return f"{obj}, {obj.role_title}" if obj.role_title else str(obj)


class MergeForm(PlainForm):
    """The person in the workshop who is the same as `other`. Someone of their name is offered first."""

    kept = _PersonField(
        Participant.objects.none(), label=_("They are the same person as"), empty_label=_("Choose a person")
    )

    def __init__(self, *args: Any, other: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Participant.objects.filter(workshop=other.workshop_id, removed_at=None).exclude(pk=other.pk)
        field = field_of(self, "kept", forms.ModelChoiceField)
        field.queryset = others.order_by("display_name", "pk")
        name = without_number(other.display_name).casefold()
        self.initial.setdefault(
            "kept",
            next((each.pk for each in others if without_number(each.display_name).casefold() == name), None),
        )
