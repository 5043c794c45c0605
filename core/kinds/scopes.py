"""Rules of kinds about the owners of their artifacts, and about rows that many of them name, such as people.
The app that has these models registers both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField

from core.labels import Text
from core.registry import Registry


def _none(model: type[Model]) -> Iterable[str]:
    """The lookups to a scope whose rows are named everywhere."""
    return ()


@dataclass(frozen=True, slots=True)
class ScopeRules:
    """`check_may_edit(actor, scope)` raises NotAllowed or NotFound for an actor who must not write what
    belongs to a scope. `paths(model)` are the lookups that lead from rows of the model to the primary key of
    their scope; beside an artifact, rows of another scope are not named. The key is the label of the scope's
    model."""

    key: str
    check_may_edit: Callable[[Any, Any], None]
    paths: Callable[[type[Model]], Iterable[str]] = _none


@dataclass(frozen=True, slots=True)
class NamedByMany:
    """Rows that fields of many kinds name; the key is the label of their model.

    `within(scope)` are those that artifacts of the scope can name, and `empty` is what the choice of none is
    called. A field without anything to choose is shown where `nothing_yet` says what to do about it. Kinds
    give the options their words, unless `words` makes of the field what it calls a row.
    """

    key: str
    within: Callable[[Any], QuerySet[Any]]
    empty: Text
    nothing_yet: Text = ""
    words: Callable[[ModelChoiceField[Any]], Callable[[Any], str]] | None = None


scope_rules: Registry[ScopeRules] = Registry("what artifacts belong to")
named_by_many: Registry[NamedByMany] = Registry("rows that many kinds name")


def named_of(model: type[Any] | None) -> NamedByMany | None:
    """The registration of the rows of a model; None where there is none."""
    label = model._meta.label if model is not None else ""
    return named_by_many.get(label) if label in named_by_many else None
