"""Checks the values of JSON fields, because a database accepts anything and pages don't.

Rules of pages alone, such as the current choices, are not checked here: the code that reads the values checks
them.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models import Side
from workshops.registries import activity_kinds
from workshops.room.quick_questions.selectors import (
    KEPT_IN_USE,
    LEFT_IN_ROOMS,
    LEFT_PAUSED,
    LEFT_RUNNING,
    WAS_GATHERED,
)

# Of the settings of an activity, those that are other than the form of its kind says, or in none.
_LISTS = frozenset({"earlier", "options", LEFT_IN_ROOMS})
_NUMBERS = frozenset({"slide", LEFT_RUNNING, LEFT_PAUSED})
_HIGHEST = 100_000


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def are_texts(value: Any) -> bool:
    """Return True for a list of texts."""
    return isinstance(value, list) and all(map(_is_text, value))


def are_groups(value: Any) -> bool:
    """Return True for a list of lists of texts."""
    return isinstance(value, list) and all(map(are_texts, value))


def are_sides(value: Any) -> bool:
    """Return True for an object that maps each key to a side, business or IT."""
    return isinstance(value, dict) and all(_is_text(each) and each in Side.values for each in value.values())


def are_named_texts(value: Any) -> bool:
    """Return True for an object that maps each key to a text."""
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def is_list(value: Any) -> bool:
    """Return True for a list."""
    return isinstance(value, list)


def is_object(value: Any) -> bool:
    """Return True for an object."""
    return isinstance(value, dict)


def wrong_setting(kind: str, settings: Mapping[str, Any]) -> str:
    """Return the first problem of the settings of an activity of this kind, "" for none. None is an empty
    field of its form, and no value of services."""
    form = activity_kinds.get(kind).settings_form if kind in activity_kinds else None
    fields = {} if form is None else form.base_fields
    for name, value in settings.items():
        if (value is not None or name in KEPT_IN_USE) and not _is_setting(name, value, fields.get(name)):
            return _("“%(name)s” isn’t a setting of this activity.") % {"name": name[:40]}
    return ""


def _is_setting(name: str, value: Any, field: forms.Field | None) -> bool:
    if isinstance(field, forms.BooleanField) or name == WAS_GATHERED:
        return isinstance(value, bool)
    if isinstance(field, forms.IntegerField) or name in _NUMBERS:
        return _is_number(value, field)
    if isinstance(field, forms.MultipleChoiceField) or name in _LISTS:
        return are_texts(value)
    return _is_text(value)


def _is_number(value: Any, field: forms.Field | None) -> bool:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _HIGHEST:
        return False
    try:
        if field is not None:
            field.run_validators(value)
    except ValidationError:
        return False
    return True
