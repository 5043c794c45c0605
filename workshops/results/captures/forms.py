"""Forms for actions, questions, risks and the parking lot: one dialog for all of them, and the field that
names the owner of an action.
"""

import uuid
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _, pgettext

from core.forms import KindForm, PlainForm, SuggestingInput, field_of, form_of, refusals_in, suggest
from core.kinds import ArtifactKind, Layout, Quote, check_visible, check_year
from discovery.models import Discovery
from workshops.models import ActionItem, Decision, Level, Likelihood
from workshops.results.captures.selectors import kinds_of_streams, owner_suggestions, person_named
from workshops.results.outcomes.kinds import ACTION, PARKING_LOT, QUESTION, RISK

_SHORT = {"rows": 2, "class": "said"}
_DATE = {"type": "date"}

KINDS = {
    "parking_lot": _("Parking lot"),
    "action": _("Action"),
    "question": _("Question"),
    "risk": _("Risk"),
    "decision": _("Decision"),
}
_ARTIFACTS: dict[str, ArtifactKind[Any]] = {
    "parking_lot": PARKING_LOT,
    "action": ACTION,
    "question": QUESTION,
    "risk": RISK,
}
# What an artifact gets later, and the owner of an action, who is asked for by name.
_NOT_ASKED = {"title", "is_settled", "state", "answer", "owner", "owner_name"}
# The fields that a kind has besides its sentence.
FIELDS = {
    key: tuple(name for name in kind.field_names if name not in _NOT_ASKED)
    for key, kind in _ARTIFACTS.items()
} | {"decision": ("reason", "decided_by", "dissent", "link")}
FIELDS["action"] = ("responsible", *FIELDS["action"])
_TITLE_OF_DECISION = Decision._meta.get_field("title").max_length or 0


def _owner(discovery: Discovery, name: str) -> dict[str, Any]:
    """Who is meant: the person of the organization with this name, else the name as it was typed."""
    person = person_named(discovery, name)
    return {"owner": person, "owner_name": "" if person else name}


def _streams(discovery: Discovery) -> list[tuple[str, Any]]:
    return [("", pgettext("stream", "None"))] + [
        (kind.value, kind.label) for kind in kinds_of_streams(discovery)
    ]


class CaptureForm(PlainForm):
    """The dialog: what it is, and the fields of that kind. Fields of other kinds may hold anything.

    `uuid` is chosen with the empty form, so that the same form sent twice captures one thing. `kinds` are
    those that the person may capture.
    """

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect, initial="parking_lot")
    title = forms.CharField(
        label=_("Summary"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "said", "autocomplete": "off", "enterkeyhint": "done"}),
    )
    responsible = forms.CharField(label=_("Owner"), max_length=120, required=False, widget=SuggestingInput)
    due = forms.DateField(
        label=_("Due date"), required=False, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    stream = forms.ChoiceField(label=_("Stream"), required=False)
    likelihood = forms.TypedChoiceField(
        label=_("Likelihood"),
        choices=Likelihood.choices,
        coerce=int,
        empty_value=None,
        required=False,
        initial=Level.MEDIUM,
        widget=forms.RadioSelect,
    )
    impact = forms.TypedChoiceField(
        label=_("Impact"),
        choices=Level.choices,
        coerce=int,
        empty_value=None,
        required=False,
        initial=Level.MEDIUM,
        widget=forms.RadioSelect,
    )
    mitigation = forms.CharField(
        label=_("Mitigation"), max_length=4000, required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=4000,
        widget=forms.Textarea(attrs=_SHORT),
        error_messages={"required": _("Enter a reason, so that no one has to ask again.")},
    )
    decided_by = forms.CharField(label=_("Decided by"), max_length=200, required=False)
    dissent = forms.CharField(
        label=_("Dissent and reasons"), max_length=4000, required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    detail = forms.CharField(
        label=_("Details"), max_length=4000, required=False, widget=forms.Textarea(attrs=_SHORT)
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        discovery: Discovery,
        kinds: Iterable[str],
        kind: str = "",
        people: Iterable[str] = (),
    ) -> None:
        super().__init__(data, auto_id="capture_%s")
        self.discovery = discovery
        self.others = {key: self._others(key) for key in _ARTIFACTS}
        self.kinds = [key for key in KINDS if key in set(kinds)]
        choices = [(key, KINDS[key]) for key in self.kinds]
        field_of(self, "kind", forms.ChoiceField).choices = choices
        field_of(self, "stream", forms.ChoiceField).choices = _streams(discovery)
        self.initial["uuid"] = uuid.uuid4()
        if kind in self.kinds:
            self.initial["kind"] = kind
        suggest(self, "responsible", people)

    def _others(self, key: str) -> list[BoundField]:
        """The fields of the kind that this form doesn't declare."""
        kind_fields = form_of(_ARTIFACTS[key]).base_fields
        names = [name for name in FIELDS[key] if name not in self.base_fields]
        self.fields.update({name: deepcopy(kind_fields[name]) for name in names})
        return [self[name] for name in names]

    @property
    def chosen(self) -> str:
        """The kind that is shown as chosen."""
        value = str(self["kind"].value() or "")
        return value if value in self.kinds else self.kinds[0]

    def full_clean(self) -> None:
        """Clean the fields of the chosen kind; an error in a field of another kind does not count."""
        every, kind = self.fields, self.data.get(self.add_prefix("kind"), "")
        names = {"uuid", "kind", "title", *FIELDS.get(kind, ())}
        self.fields = {name: field for name, field in every.items() if name in names}
        try:
            super().full_clean()
        finally:
            self.fields = every

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        with refusals_in(self):
            check_visible(cleaned.get("title", ""), "title")
        with refusals_in(self):
            check_year(cleaned.get("due"), "due")
        if cleaned.get("kind") == "decision" and len(cleaned.get("title", "")) > _TITLE_OF_DECISION:
            self.add_error(
                "title",
                _("A decision can have up to %(count)s characters here. Put the rest below.")
                % {"count": _TITLE_OF_DECISION},
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """The arguments of the service for the chosen kind."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in ("uuid", "title", *FIELDS[cleaned["kind"]])}
        for name in {"likelihood", "impact"} & values.keys():
            values[name] = values[name] or Level.MEDIUM
        if "responsible" in values:
            values |= _owner(self.discovery, values.pop("responsible"))
        return values


ACTION_LAYOUT = Layout(Quote("title", 1), "responsible", "due", "stream", "state", Quote("detail"))
"""People type a name; it may be that of a person of the organization, or of anyone else."""


class ActionForm(KindForm[ActionItem]):
    """The form of an action: its owner is named in one field."""

    asked_in = dict.fromkeys(("owner", "owner_name"), "responsible")
    responsible = forms.CharField(label=_("Owner"), max_length=120, required=False, widget=SuggestingInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].initial = self.instance.responsible_name
        suggest(self, "responsible", owner_suggestions(self.instance.discovery))

    def clean(self) -> dict[str, Any]:
        """Names the owner; the mark of one who was deleted stays until the action has another."""
        action, name = self.instance, self.cleaned_data.get("responsible")
        if name is not None and not (action.is_left_behind and name == action.responsible_name):
            for field, value in _owner(action.discovery, name).items():
                setattr(action, field, value)
        return super().clean()

    def values(self) -> dict[str, Any]:
        values = super().values()
        del values["responsible"]
        return {**values, "owner": self.instance.owner, "owner_name": self.instance.owner_name}


NewActionForm = form_of(
    ACTION, Layout(Quote("title", 1), "responsible", "due", "stream", Quote("detail")), ActionForm
)
