"""The fields of a form with their types: Django knows them only as fields."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

F = TypeVar("F", bound=forms.Field)


def as_field(field: forms.Field, kind: type[F]) -> F:
    """The field, which is of this class. Raises TypeError when it is not."""
    if not isinstance(field, kind):
        raise TypeError(f"{type(field).__name__} is no {kind.__name__}")
    return field


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """The field of the form with this name and class. Raises TypeError for another class, KeyError for no
    field."""
    return as_field(form.fields[name], kind)


def label_options(field: forms.Field, label: Callable[[Any], str]) -> None:
    """Have the choices of rows called by `label`. Raises TypeError for a field that offers none."""
    choices: Any = as_field(field, forms.ModelChoiceField)
    choices.label_from_instance = label
