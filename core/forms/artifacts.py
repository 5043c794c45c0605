"""The base of the forms of all artifacts."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from typing import Any, ClassVar, Generic, Self, TypeVar, cast
from uuid import uuid4

from django import forms
from django.db import connection
from django.db.models import IntegerField
from django.http import QueryDict

from core.clean_text import clean_text
from core.exceptions import DomainError, Invalid, SentOtherwise
from core.forms.field_casts import label_options
from core.kinds import LIMIT_WORDS, named_of
from core.models import Artifact
from core.selectors.earlier_revisions import Link, linked_at

A = TypeVar("A", bound=Artifact)


class CleanMixin:
    """Values are cleaned before they are validated or looked up: text fields lose control characters, so
    that a name of control characters alone counts as missing; a value that cannot be the key of a row is
    refused as a choice."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """As Django's. Fields are made fit here, since some forms make more of them once they are made."""
        speak_plainly(self.fields.values())
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _wrap_clean(field)
            elif type(field) in (forms.CharField, forms.EmailField):
                _wrap_to_python(field)
        super().full_clean()  # type: ignore[misc]  # of the form that this is mixed into


def speak_plainly(fields: Iterable[forms.Field]) -> None:
    """Let the fields say in words of people what their limits are."""
    for field in fields:
        field.error_messages = {**LIMIT_WORDS, **field.error_messages}


def _wrap_to_python(field: forms.Field) -> None:
    plain = field.to_python

    def to_python(value: Any) -> Any:
        return plain(clean_text(value) if isinstance(value, str) else value)

    field.to_python = to_python  # type: ignore[method-assign]  # the field is this form's own copy


def _wrap_clean(field: forms.ModelChoiceField[Any]) -> None:
    plain = field.clean

    def clean(value: Any) -> Any:
        for key in value if isinstance(value, (list, tuple)) else [value]:
            if not _may_be_key(field, key):
                params = {"value": key, "pk": key}
                raise forms.ValidationError(
                    field.error_messages["invalid_choice"], code="invalid_choice", params=params
                )
        return plain(value)

    field.clean = clean  # type: ignore[method-assign]  # as above


def _may_be_key(field: forms.ModelChoiceField[Any], key: Any) -> bool:
    """Return True if the database can be asked for the key: numbers have 64 bits there, and a list with a
    larger one fails."""
    if field.queryset is None:
        return True
    meta = field.queryset.model._meta
    of_rows = meta.get_field(field.to_field_name) if field.to_field_name else meta.pk
    if not isinstance(of_rows, IntegerField):
        return True
    low, high = connection.ops.integer_field_range(of_rows.get_internal_type())
    try:
        return low <= int(key) <= high
    except (TypeError, ValueError):
        return True  # the field says what is wrong with it


def _say_in_words(field: forms.ModelChoiceField[Any]) -> None:
    """Call the rows of the choice as `named_of` says of their model."""
    registered = named_of(field.queryset.model) if field.queryset is not None else None
    if registered is not None and registered.words is not None:
        label_options(field, registered.words(field))


def refuse(form: forms.BaseForm, wrong: DomainError) -> None:
    """Adds the error of a rule or a service to the form: to the field that it names, or in which the form
    asks for that, or else to the form as a whole. A field that has an error already gets no second one. A
    form that was sent before with other values gets a new uuid, so that it adds something new when sent
    again."""
    if isinstance(wrong, SentOtherwise):
        data = cast(QueryDict, form.data).copy()
        data[form.add_prefix("uuid")] = str(uuid4())
        form.data = data
    asked_in: Mapping[str, str] = getattr(form, "asked_in", {})
    name = asked_in.get(wrong.field, wrong.field)
    if name not in form.errors:
        form.add_error(name if name in form.fields else None, str(wrong))


@contextmanager
def refusals_in(form: forms.BaseForm) -> Iterator[None]:
    """For the `clean` of a form: what a rule refuses within stands in the form, as `refuse` says."""
    try:
        yield
    except Invalid as wrong:
        refuse(form, wrong)


def was_sent_before(form: forms.BaseForm, model: type[Artifact]) -> bool:
    """True if the artifact that the form adds exists already: then no rule compares it with itself, and the
    service answers as it did then."""
    with suppress(forms.ValidationError):
        uuid = forms.UUIDField(required=False).clean(form.data.get(form.add_prefix("uuid")))
        return uuid is not None and model.everything.filter(uuid=uuid).exists()
    return False


class PlainForm(CleanMixin, forms.Form):
    """A form that does not belong to an artifact."""


class ArtifactForm(CleanMixin, forms.ModelForm[A], Generic[A]):
    """A form of one artifact, new or existing. It never saves: `values` go to a service.

    An existing artifact's form carries the revision that the person saw. Hand `changes` to the service, and
    a change that someone made meanwhile raises Stale, which organizations.web.form_pages answers.

    Django's forms write what was entered into their `instance`, so this one works on a copy: the view and the
    service see the artifact as it is saved.

    `links` are the fields that are stored as rows of another model, not as columns, so that the version which
    the person saw can be read from the history.
    """

    links: ClassVar[Mapping[str, Link]] = {}
    # Whether it adds an artifact, of which an empty form chooses the uuid.
    adds: ClassVar[bool] = False
    # The fields in which it asks for columns that it shows in another way, by their names.
    asked_in: ClassVar[Mapping[str, str]] = {}
    # The fields in which the person keeps what someone else saved.
    their_fields: tuple[str, ...] = ()

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    _made_with: dict[str, Any]

    def __new__(cls, *_args: Any, **kwargs: Any) -> Self:
        form = super().__new__(cls)
        form._made_with = {name: value for name, value in kwargs.items() if name not in ("data", "files")}
        return form

    def __init__(self, data: QueryDict | None = None, *, instance: A | None = None, **kwargs: Any) -> None:
        super().__init__(data, instance=copy(instance), **kwargs)
        if self.instance.pk:
            self.fields["revision"].initial = self.instance.revision
        else:
            del self.fields["revision"]
            if self.adds:
                self._choose_uuid()
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _say_in_words(field)

    def _choose_uuid(self) -> None:
        """Let the empty form choose the uuid of what it adds: the same form sent twice adds one thing."""
        self.fields["uuid"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
        self.initial["uuid"] = self.instance.uuid

    @property
    def seen_revision(self) -> int | None:
        """The revision that the person saw: None for a new artifact, 0 when there was none of it yet."""
        return self.cleaned_data["revision"] or 0 if "revision" in self.fields else None

    def values(self) -> dict[str, Any]:
        """The person's entries by field name, and the uuid that an empty form chose."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def changes(self) -> dict[str, Any]:
        """The arguments of a service that changes the artifact: its `values`, and the `revision` as seen."""
        return {"revision": self.seen_revision, **self.values()}

    def entered(self, name: str) -> Any:
        """The person's entry in one field, as it is saved."""
        return self.cleaned_data[name]

    def again(self, instance: A | None) -> Self:
        """A new form for `instance`, another version of the artifact; for None, the form as it was opened."""
        made_with = self._made_with
        if instance is not None:
            made_with = {name: value for name, value in made_with.items() if name != "initial"}
            made_with["instance"] = instance
        return type(self)(None, **made_with)

    def adopt(self, revision: int) -> bool:
        """Take `revision` as the one that the person saw, if the artifact of this form has it now."""
        if self.seen_revision is None or self.instance.revision != revision or self.seen_revision == revision:
            return False
        self.cleaned_data["revision"] = revision
        return True

    def linked_at(self, artifact: A, revision: int) -> dict[str, Any]:
        """The rows of other models that the fields showed when `artifact` had the `revision`."""
        linked: dict[str, Any] = {}
        for name, link in self.links.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelMultipleChoiceField) and field.queryset is not None:
                linked[name] = list(field.queryset.filter(pk__in=linked_at(link, artifact, revision)))
        return linked

    def answer_name(self, name: str) -> str:
        """Name of the input that chooses between two versions of a field: "mine" or "theirs"."""
        return f"stays-{self.add_prefix(name)}"

    def full_clean(self) -> None:
        if self.is_bound:
            answers = {name: self.data.get(self.answer_name(name)) for name in self.fields}
            self.their_fields = tuple(name for name, answer in answers.items() if answer == "theirs")
            for name in self.their_fields:
                # Django ignores what is sent for a disabled field.
                self.fields[name].disabled = True
        super().full_clean()

    @property
    def kept_answers(self) -> list[str]:
        """The names of the hidden inputs that keep an answer "theirs" while other fields have errors."""
        return [self.answer_name(name) for name in self.their_fields]
