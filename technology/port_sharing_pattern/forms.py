"""The decision aid as a form: three questions, the pattern that follows, and the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import ArtifactForm, field_of
from technology.models import SharingChoice, SharingPattern
from technology.port_sharing_pattern import rules as sharing

_ANSWERS = (
    ("", gettext_lazy("Not set yet")),
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
)


class _AnswerField(forms.TypedChoiceField):
    """Yes, no, or open."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=_ANSWERS,
            coerce={"yes": True, "no": False}.get,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class SharingForm(ArtifactForm[SharingChoice]):
    """Without a chosen pattern, the one that follows from the answers is taken. A pattern that departs from
    them is allowed: the reason explains it."""

    is_simple_reporting = _AnswerField(
        label=gettext_lazy("Do consumers need it for simple reporting only?"),
        help_text=gettext_lazy("Tables and charts with a moderate amount of data, read occasionally."),
    )
    is_same_platform = _AnswerField(
        label=gettext_lazy("Do they work on the same platform as the data?"),
        help_text=gettext_lazy("Only relevant for more than simple reporting."),
    )
    needs_locality = _AnswerField(
        label=gettext_lazy("Do they need the data nearby?"),
        help_text=gettext_lazy(
            "Only relevant if they work elsewhere. Reasons are speed, data volume or legal requirements."
        ),
    )

    class Meta:
        model = SharingChoice
        fields = (
            "is_simple_reporting",
            "is_same_platform",
            "needs_locality",
            "pattern",
            "reason",
            "cautions",
        )
        widgets = {
            "pattern": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 3}),
            "cautions": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"pattern": gettext_lazy("Sharing method")}
        help_texts = {
            "reason": gettext_lazy("One or two sentences: who needs what, and why this way."),
            "cautions": gettext_lazy("For a copy only: who enforces the rules there, and how."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = field_of(self, "pattern", forms.ChoiceField)
        field.choices = [("", _("Recommended by the answers above")), *SharingPattern.choices]
        field.required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "pattern" in cleaned and not cleaned["pattern"]:
            advice = sharing.advise(
                cleaned.get("is_simple_reporting"),
                cleaned.get("is_same_platform"),
                cleaned.get("needs_locality"),
            )
            if advice.pattern is None:
                self.add_error("pattern", _("Choose one, or answer the questions above."))
            else:
                cleaned["pattern"] = advice.pattern.value
        return cleaned

    @property
    def seen_choice(self) -> int:
        """The revision of the choice that was seen, 0 when there was none."""
        return self.seen_revision or 0
