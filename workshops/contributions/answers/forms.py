"""Answers of people, and the settings of a facilitator for them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import clean_text, is_visible
from core.exceptions import Invalid
from core.forms import PlainForm
from core.labels import Text
from workshops.contributions.consent.selectors import CONSENTS_FROM, MOST_FINGERS
from workshops.forms.activity_settings import SettingsForm
from workshops.models import Activity
from workshops.policies import EMPTY, check_fits

_ONE_WORD = 40
_WORDS = 300


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """Content of one answer, and its slot."""

    slot: str = ""
    number: int | None = None
    text: str = ""
    choices: Sequence[str] = ()


class ContributionForm(PlainForm):
    """Base of what the outbox of a device sends (js/outbox.js): `device` and `tap` order what comes from
    one."""

    device = forms.CharField(required=False, validators=[RegexValidator(r"^[0-9a-f]{0,32}$")])
    tap = forms.IntegerField(required=False, min_value=0, max_value=10**16)

    def order(self) -> tuple[str, int]:
        """The device and its count."""
        return self.cleaned_data["device"], self.cleaned_data["tap"] or 0


class AnswerForm(ContributionForm):
    """Base of the answer forms of activity kinds; `activity` is what is answered."""

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data)
        self.activity = activity
        self.prepare(activity.settings)

    def prepare(self, settings: Mapping[str, Any]) -> None:
        """Leave the fields that the activity's settings ask for."""

    @abstractmethod
    def content(self) -> AnswerContent:
        """The answer; for a valid form only."""


def visible(text: str, sentence: Text) -> str:
    """The text of a field, which someone can see. Raises ValidationError with the sentence."""
    if not is_visible(text):
        raise forms.ValidationError(str(sentence))
    return text


class Sentence(forms.CharField):
    """A text of at most `most` characters, on one line if not `in_lines`; `empty` asks for it."""

    def __init__(self, most: int, *, empty: Text = EMPTY, in_lines: bool = False) -> None:
        super().__init__()
        self.most, self.empty, self.in_lines = most, empty, in_lines

    def clean(self, value: Any) -> str:
        """Raises ValidationError for a text that no one can see, or one that is too long."""
        cleaned = visible(self.to_python(value) or "", self.empty).strip()
        text = cleaned if self.in_lines else " ".join(cleaned.split())
        try:
            check_fits(text, self.most)
        except Invalid as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return text


# --- A scale --------------------------------------------------------------------------------------

LOWEST, HIGHEST = 0, 10


class ScaleSettings(SettingsForm):
    """From which number to which, and what the ends mean."""

    low = forms.IntegerField(
        label=gettext_lazy("Scale from"),
        min_value=0,
        max_value=1,
        initial=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    high = forms.IntegerField(
        label=gettext_lazy("Scale to"),
        min_value=2,
        max_value=HIGHEST,
        initial=5,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    low_label = forms.CharField(
        label=gettext_lazy("Meaning of the lowest number"), max_length=60, required=False
    )
    high_label = forms.CharField(
        label=gettext_lazy("Meaning of the highest number"), max_length=60, required=False
    )

    def clean_low(self) -> int:
        low: int | None = self.cleaned_data["low"]
        return 1 if low is None else low

    def clean_high(self) -> int:
        return self.cleaned_data["high"] or 5


@dataclass(frozen=True, slots=True)
class AnswerScale:
    """The scale that settings describe."""

    low: int
    high: int
    low_label: str
    high_label: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> AnswerScale:
        return cls(
            int(settings.get("low", 1)),
            int(settings.get("high", 5)),
            str(settings.get("low_label", "")),
            str(settings.get("high_label", "")),
        )

    @property
    def request(self) -> str:
        """The sentence that asks for one of its numbers."""
        return _("Choose a number from %(low)s to %(high)s on your phone.") % {
            "low": self.low,
            "high": self.high,
        }

    @property
    def points(self) -> range:
        return range(self.low, self.high + 1)

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Each number, with what it means; of those between the ends nothing is said."""
        ends = {self.low: self.low_label, self.high: self.high_label}
        return tuple((str(point), ends.get(point, "")) for point in self.points)


def scale_field(scale: AnswerScale) -> forms.IntegerField:
    """A number on the scale."""
    off = _("Choose a number from %(low)s to %(high)s.") % {"low": scale.low, "high": scale.high}
    messages = {"required": off, "invalid": off, "min_value": off, "max_value": off}
    return forms.IntegerField(min_value=scale.low, max_value=scale.high, error_messages=messages)


# --- Poll -----------------------------------------------------------------------------------------

ONE, SEVERAL, SCALE, WORDS = "one", "several", "scale", "words"


class LinesField(forms.CharField):
    """Short texts, one per line; cleans to the list of them, each once, and shows such a list."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = clean_text(super().clean(value)).split("\n")
        return list(dict.fromkeys(line.strip() for line in lines if is_visible(line)))


class PollSettings(ScaleSettings):
    """Type of question: one of some options, several, a number, or words."""

    form = forms.ChoiceField(
        label=gettext_lazy("Type of answer"),
        choices=[
            (ONE, gettext_lazy("One option")),
            (SEVERAL, gettext_lazy("One or more options")),
            (SCALE, gettext_lazy("A number on a scale")),
            (WORDS, gettext_lazy("Their own words")),
        ],
        initial=ONE,
        widget=forms.RadioSelect,
    )
    options = LinesField(
        label=gettext_lazy("Options"), help_text=gettext_lazy("One per line, 2 to 12."), required=False
    )
    field_order = ("form", "options", "low", "high", "low_label", "high_label")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        options = cleaned.get("options", [])
        if cleaned.get("form") in (ONE, SEVERAL) and not 2 <= len(options) <= 12:
            self.add_error("options", _("Enter 2 to 12 options, one per line."))
        elif any(len(option) > 120 for option in options):
            self.add_error("options", _("An option can have up to 120 characters."))
        return cleaned


class QuickQuestionForm(PlainForm):
    """A poll in as few words as it can be asked with while the room waits."""

    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    options = LinesField(
        label=gettext_lazy("Options"), help_text=gettext_lazy("One per line, 2 to 6."), max_length=1000
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean_options(self) -> list[str]:
        options: list[str] = self.cleaned_data["options"]
        if not 2 <= len(options) <= 6:
            raise forms.ValidationError(_("Enter 2 to 6 options, one per line."))
        if any(len(option) > 120 for option in options):
            raise forms.ValidationError(_("An option can have up to 120 characters."))
        return options


class PollForm(AnswerForm):
    """One answer to a poll of any form."""

    def prepare(self, settings: Mapping[str, Any]) -> None:
        self.form = settings.get("form", ONE)
        if self.form == SCALE:
            self.fields["number"] = scale_field(AnswerScale.of(settings))
        elif self.form == WORDS:
            self.fields["text"] = forms.CharField(max_length=_WORDS, error_messages={"required": EMPTY})
        else:
            options = [(option, option) for option in settings.get("options", [])]
            message = _("This option no longer exists. Choose again.")
            self.fields["choices"] = forms.MultipleChoiceField(
                choices=options,
                error_messages={"invalid_choice": message, "required": _("Choose at least one option.")},
            )

    def clean_choices(self) -> list[str]:
        choices = list(dict.fromkeys(self.cleaned_data["choices"]))
        if self.form == ONE and len(choices) > 1:
            raise forms.ValidationError(_("Choose one option."))
        return choices

    def clean_text(self) -> str:
        return visible(self.cleaned_data["text"], EMPTY)

    def content(self) -> AnswerContent:
        data = self.cleaned_data
        return AnswerContent(
            number=data.get("number"), text=data.get("text", ""), choices=tuple(data.get("choices", ()))
        )


# --- Check-in -------------------------------------------------------------------------------------

WORD = "word"


class CheckInSettings(ScaleSettings):
    """One word or a number, and whether the stage shows them while they come in."""

    form = forms.ChoiceField(
        label=gettext_lazy("Check-in format"),
        choices=[(WORD, gettext_lazy("With one word")), (SCALE, gettext_lazy("With a number on a scale"))],
        initial=WORD,
        widget=forms.RadioSelect,
    )
    at_once = forms.BooleanField(
        label=gettext_lazy("Show answers on the stage as they come in, before the reveal"),
        required=False,
    )
    field_order = ("form", "at_once", "low", "high", "low_label", "high_label")


class CheckInForm(AnswerForm):
    """One word, or a number."""

    def prepare(self, settings: Mapping[str, Any]) -> None:
        self.form = settings.get("form", WORD)
        if self.form == SCALE:
            self.fields["number"] = scale_field(AnswerScale.of(settings))
        else:
            asks = {"required": _("Write a word.")}
            self.fields["text"] = forms.CharField(max_length=_ONE_WORD, error_messages=asks)

    def clean_text(self) -> str:
        return " ".join(visible(self.cleaned_data["text"], _("Write a word.")).split())

    def content(self) -> AnswerContent:
        return AnswerContent(number=self.cleaned_data.get("number"), text=self.cleaned_data.get("text", ""))


# --- Return on time invested ----------------------------------------------------------------------


class RotiForm(AnswerForm):
    """The worth of the time from 1 to 5, and what would have made it better."""

    text = forms.CharField(max_length=_WORDS, required=False)

    def prepare(self, settings: Mapping[str, Any]) -> None:
        self.fields["number"] = scale_field(AnswerScale(1, 5, "", ""))

    def content(self) -> AnswerContent:
        return AnswerContent(number=self.cleaned_data["number"], text=self.cleaned_data["text"])


# --- Consent --------------------------------------------------------------------------------------

PROPOSAL_LENGTH = 1000
_FINGERS = AnswerScale(0, MOST_FINGERS, "", "")


class ConsentSettings(SettingsForm):
    """The proposal; it can be typed on the console as well."""

    proposal = forms.CharField(
        label=gettext_lazy("Proposal"),
        help_text=gettext_lazy(
            "The text everyone is asked to consent to. You can also enter it during the workshop."
        ),
        max_length=PROPOSAL_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "said"}),
    )

    def clean_proposal(self) -> str:
        """People consent to words: once someone answered they change by a new round only."""
        proposal: str = self.cleaned_data["proposal"]
        before = self.activity.settings.get("proposal", "")
        is_kept = self.activity.pk is not None  # not while an agenda is laid out from a template
        if proposal != before and is_kept and self.activity.answers.exists():
            raise forms.ValidationError(
                _(
                    "People have already answered this wording. To change it, use “Revise the proposal and "
                    "ask again” on the console."
                )
            )
        return proposal


class ProposalForm(PlainForm):
    """The proposal for a round; `round` is the one that the facilitator saw."""

    proposal = forms.CharField(
        max_length=PROPOSAL_LENGTH,
        error_messages={"required": gettext_lazy("Enter your proposal.")},
    )
    round = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ConsentForm(AnswerForm):
    """Fingers from 0 to 5, and the objection behind 0 to 2; `round` is the one that the person saw. Fingers
    count as they are tapped; `with_reason` is sent by the button that sends the objection."""

    round = forms.IntegerField(min_value=1)
    text = forms.CharField(max_length=_WORDS, required=False)
    with_reason = forms.BooleanField(required=False)

    def prepare(self, settings: Mapping[str, Any]) -> None:
        self.fields["number"] = scale_field(_FINGERS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number = cleaned.get("number")
        is_objection = number is not None and number < CONSENTS_FROM
        if is_objection and cleaned["with_reason"] and not is_visible(cleaned.get("text", "")):
            self.add_error("text", _("Explain your objection. With 0, 1 or 2 fingers, a reason is required."))
        return cleaned

    def content(self) -> AnswerContent:
        number: int = self.cleaned_data["number"]
        text = self.cleaned_data["text"] if number < CONSENTS_FROM else ""
        return AnswerContent(slot=str(self.cleaned_data["round"]), number=number, text=text)
