"""What the forms of all artefacts have in common."""

from __future__ import annotations

from collections import Counter
from copy import copy
from typing import Any, Generic, TypeVar

from django import forms
from django.db import connection
from django.db.models import IntegerField
from django.http import QueryDict

from discovery.models import Artefact, Person
from discovery.naming import looks
from discovery.text import clean_text

A = TypeVar("A", bound=Artefact)


class CleanMixin:
    """What is sent is made fit before it is validated or asked for: text fields lose control characters, so
    that a name of nothing else is missing; a choice that can be no key of a row is none of the choices."""

    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """As Django's. Fields are made fit here, since some forms make more of them once they are made."""
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                _wrap_clean(field)
            elif type(field) in (forms.CharField, forms.EmailField):
                _wrap_to_python(field)
        super().full_clean()  # type: ignore[misc]  # of the form that this is mixed into


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
                said = {"value": key, "pk": key}
                raise forms.ValidationError(
                    field.error_messages["invalid_choice"], code="invalid_choice", params=said
                )
        return plain(value)

    field.clean = clean  # type: ignore[method-assign]  # as above


def _may_be_key(field: forms.ModelChoiceField[Any], key: Any) -> bool:
    """Whether the database can be asked for it: numbers have 64 bits there; a list of larger ones fails."""
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


def _tell_people_apart(field: forms.ModelChoiceField[Any]) -> None:
    """Of people who look the same by name, the choice says what their business cards say, too."""

    counts: Counter[str] = Counter()

    def label(person: Any) -> str:
        # Counted when the first choice is drawn: forms choose their rows after they are made.
        if not counts and field.queryset is not None:
            counts.update(looks(name) for name in field.queryset.values_list("name", flat=True))
        is_double = counts[looks(person.name)] > 1
        return f"{person} ({person.role_title})" if is_double and person.role_title else str(person)

    if field.queryset is not None and field.queryset.model is Person:
        field.label_from_instance = label  # type: ignore[method-assign,assignment]  # the field is this form's own copy


class PlainForm(CleanMixin, forms.Form):
    """A form that is no artefact's."""


class ArtefactForm(CleanMixin, forms.ModelForm[A], Generic[A]):
    """A form of one artefact, new or existing. It never saves: `values` go to a service.

    An existing artefact's form carries the revision that the person saw; hand `seen` to the service as
    `revision`, and a change that somebody made meanwhile raises Stale (discovery.web.form_pages answers it).

    Django's forms write what was entered into their `instance`, so this one works on a copy: the view and the
    service see the artefact as it is saved.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=True)

    def __init__(self, data: QueryDict | None = None, *, instance: A | None = None, **kwargs: Any) -> None:
        super().__init__(data, instance=copy(instance), **kwargs)
        if self.instance.pk:
            self.fields["revision"].initial = self.instance.revision
        else:
            del self.fields["revision"]
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                _tell_people_apart(field)

    @property
    def seen(self) -> int | None:
        """The revision that the person saw; None for a new artefact."""
        return self.cleaned_data.get("revision")

    def values(self) -> dict[str, Any]:
        """What the person entered, by field name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}
