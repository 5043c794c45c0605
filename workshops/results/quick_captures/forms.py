"""The dialog *Capture*, with the kinds whose display offers them there, and the field that names the owner of
an action.
"""

import uuid
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Any, cast

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import Field
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import KindForm, PlainForm, SuggestingInput, field_of, form_of, refusals_in, suggest
from core.kinds import (
    ArtifactKind,
    Capture,
    Layout,
    Quote,
    artifact_kinds,
    check_visible,
    exclude,
    field_names,
    written_out_kinds,
)
from core.labels import as_label
from discovery.models import Discovery
from organizations.actors import Actor
from workshops.models import ActionItem, CapturedOutcome
from workshops.results.decisions.kinds import DECISION
from workshops.results.outcomes.kinds import ACTION
from workshops.results.quick_captures.selectors import owner_suggestions, person_named


def _owner(discovery: Discovery, name: str) -> dict[str, Any]:
    """The owner fields for the name: the person of the organization with it, else the name as it was
    typed."""
    person = person_named(discovery, name)
    return {"owner": person, "owner_name": "" if person else name}


def captured_kinds() -> dict[str, ArtifactKind[Any]]:
    """The kinds that the dialog offers, by their keys in it, in their order."""
    declared = ((kind.display.capture, kind) for kind in (*artifact_kinds, *written_out_kinds))
    entries = [(capture, kind) for capture, kind in declared if capture is not None]
    entries.sort(key=lambda each: each[0].place)
    return {capture.key or kind.noun: kind for capture, kind in entries}


def kinds_of_guests() -> list[str]:
    """The keys of the kinds that people in a room add: outcomes of the room, but no decisions."""
    kinds = captured_kinds().items()
    return [key for key, kind in kinds if issubclass(kind.model, CapturedOutcome)]


def labels_of_kinds() -> dict[str, str]:
    """The labels of the kinds that the dialog offers, by their keys."""
    return {key: _label(kind) for key, kind in captured_kinds().items()}


def letters_of_kinds() -> str:
    """The letters that choose the kinds, for js/capture.js: "parking_lot:p action:a"."""
    return " ".join(f"{key}:{_capture(kind).letter}" for key, kind in captured_kinds().items())


def _capture(kind: ArtifactKind[Any]) -> Capture:
    return cast(Capture, kind.display.capture)


def _label(kind: ArtifactKind[Any]) -> str:
    return str(_capture(kind).label) or as_label(kind.model._meta.verbose_name)


def _definition(column: Field[Any, Any]) -> object:
    """Equal for columns of the same type, name and length, such as those of an abstract model."""
    return column.deconstruct()[1:]


@cache
def _form_of(kind: ArtifactKind[Any]) -> type[KindForm[Any]]:
    """The form with the fields that the dialog asks for besides the title."""
    return form_of(kind, exclude(kind.layout, kind.title, *_capture(kind).without))


class CaptureForm(PlainForm):
    """The dialog: the kind, its title, and other fields of its layout. Fields of other kinds may hold
    anything.

    `uuid` is chosen with the empty form, so that the same form sent twice captures one thing. `kinds` are the
    keys of those that the person may capture. Fields that name rows, such as people, offer those within reach
    of the `actor`. In a room and on paired devices it is None, and these fields are left out.
    """

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Summary"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "said", "autocomplete": "off", "enterkeyhint": "done"}),
    )
    responsible = forms.CharField(label=_("Owner"), max_length=120, required=False, widget=SuggestingInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        discovery: Discovery,
        kinds: Iterable[str],
        kind: str = "",
        people: Iterable[str] = (),
        actor: Actor | None = None,
    ) -> None:
        super().__init__(data, auto_id="capture_%s")
        self.discovery = discovery
        self._like: dict[str, object] = {}
        self.kinds = {key: each for key, each in captured_kinds().items() if key in set(kinds)}
        self.columns = {key: self._add_fields(key, each, actor) for key, each in self.kinds.items()}
        choices = [(key, _label(each)) for key, each in self.kinds.items()]
        field_of(self, "kind", forms.ChoiceField).choices = choices
        self.initial.update(uuid=uuid.uuid4(), kind=kind if kind in self.kinds else choices[0][0])
        suggest(self, "responsible", people)

    def _add_fields(self, key: str, kind: ArtifactKind[Any], actor: Actor | None) -> dict[str, str]:
        """Add the fields of the kind. Returns the names of its columns by those of the fields: kinds with the
        same column share a field, others of the same name have one each."""
        own = _form_of(kind)(instance=kind.new(self.discovery), actor=actor)
        columns = {"responsible": "owner_name"} if kind is ACTION else {}
        for column in map(kind.column, field_names(own.layout)):
            if column is None or column.name not in own.fields or (actor is None and column.is_relation):
                continue
            is_free = column.name not in self.fields or self._like.get(column.name) == _definition(column)
            name = column.name if is_free else f"{key}_{column.name}"
            if name not in self.fields:
                self._like[name] = _definition(column)
                self.fields[name] = field = own.fields[column.name]
                field.initial = own.initial.get(column.name)
                field.required = field.required and not column.has_default()
            columns[name] = column.name
        if kind is DECISION:
            reason = _("Enter a reason, so that no one has to ask again.")
            self.fields["reason"].error_messages["required"] = reason
        return columns

    @property
    def parts(self) -> list[tuple[tuple[int, ...], list[BoundField]]]:
        """The fields of one kind or of several, with the numbers of these kinds: 2 is the second. Fields of
        the most kinds are the last."""
        parts: dict[tuple[int, ...], list[BoundField]] = {}
        for name in dict.fromkeys(chain.from_iterable(self.columns.values())):
            numbers = (number for number, names in enumerate(self.columns.values(), 1) if name in names)
            parts.setdefault(tuple(numbers), []).append(self[name])
        return sorted(parts.items(), key=lambda each: len(each[0]))

    @property
    def letters(self) -> str:
        """As letters_of_kinds; a letter of a kind that isn't offered does nothing."""
        return letters_of_kinds()

    def full_clean(self) -> None:
        """Clean the fields of the chosen kind; an error in a field of another kind does not count."""
        every, kind = self.fields, self.data.get(self.add_prefix("kind"), "")
        names = {"uuid", "kind", "title", *self.columns.get(kind, ())}
        self.fields = {name: field for name, field in every.items() if name in names}
        try:
            super().full_clean()
        finally:
            self.fields = every

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        with refusals_in(self):
            check_visible(cleaned.get("title", ""), "title")
        if kind := self.kinds.get(cleaned.get("kind", "")):
            self.asked_in = {kind.title: "title"} | {
                column: name for name, column in self.columns[cleaned["kind"]].items()
            }
            most = getattr(kind.column(kind.title), "max_length", None)
            if most is not None and len(cleaned.get("title", "")) > most:
                message = _("Use at most %(most)s characters here. Put the rest below.")
                self.add_error("title", message % {"most": most})
        return cleaned

    @property
    def chosen(self) -> ArtifactKind[Any]:
        """The kind that the person chose."""
        return self.kinds[self.cleaned_data["kind"]]

    def values(self) -> dict[str, Any]:
        """The values of the chosen kind by the names of its columns. Empty fields have the default of their
        column."""
        kind, cleaned = self.chosen, self.cleaned_data
        values = {"uuid": cleaned["uuid"], kind.title: cleaned["title"]}
        for name, column in self.columns[cleaned["kind"]].items():
            if cleaned[name] not in EMPTY_VALUES or not kind.model._meta.get_field(column).has_default():
                values[column] = cleaned[name]
        return values | _owner(self.discovery, values["owner_name"]) if kind is ACTION else values


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
