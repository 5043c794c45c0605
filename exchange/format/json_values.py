"""Fields that hold JSON: what may be in each, for a database takes anything there and pages do not.

What only a page may say, such as which choices there are today, is not checked here: the code that reads it
checks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.models.people import Side
from workshops.registries import activity_kinds
from workshops.selectors.quick_questions import (
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
    """Whether the value is a list of texts."""
    return isinstance(value, list) and all(map(_is_text, value))


def are_groups(value: Any) -> bool:
    """Whether the value is a list of lists of texts."""
    return isinstance(value, list) and all(map(are_texts, value))


def are_sides(value: Any) -> bool:
    """Whether the value gives a side, business or IT, to each key."""
    return isinstance(value, dict) and all(_is_text(each) and each in Side.values for each in value.values())


def are_named_texts(value: Any) -> bool:
    """Whether the value gives a text to each key."""
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def is_list(value: Any) -> bool:
    """Whether the value is a list."""
    return isinstance(value, list)


def is_object(value: Any) -> bool:
    """Whether the value is an object."""
    return isinstance(value, dict)


def wrong_setting(kind: str, settings: Mapping[str, Any]) -> str:
    """What is wrong with the settings of an activity of this kind, "" for nothing. None is a field of its
    form that was left empty, and nothing that services keep."""
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
