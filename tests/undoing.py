"""Every service that changes artifacts, called with whatever is there: for tests that take it all back.

A service is offered when all that it must be given can be chosen by the types of its parameters; a new one
comes along by itself.
"""

from __future__ import annotations

import contextlib
import enum
import importlib
import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction

from core.exceptions import DomainError
from core.kinds.base import ArtifactKind, artifact_kinds
from core.models import Artifact, Operation
from core.models.history import UnattributedChange
from core.selectors.operations import models_touched, tracked_models
from core.services import kinds
from exchange.format.document_tables import exchanged, label_of
from organizations.actors import Actor
from tests.apps import WITH_ROOMS, modules_of, name_of
from tests.factories import SYSTEM
from workshops import policies
from workshops.actors import RoomActor
from workshops.models import AgendaTemplate, Participant

# What is no change of a discovery by somebody at work: undo itself, what makes or brings a whole discovery,
# and the frame of every write; and what is erased for good, which no undo brings back.
_NOT_OFFERED = frozenset(
    {
        *("artifacts", "discoveries", "operations", "organization", "undo"),
        *("anonymizing", "erasure", "retention", "trash"),
        "kinds",  # offered for each kind of artifact
    }
)


# What services answer to what no form sends, such as a field that they do not take.
_NO_FORM_SENDS = (IntegrityError, KeyError, ObjectDoesNotExist, TypeError, UnattributedChange, ValueError)


class _CannotBeChosen(Exception):
    """Nothing that is there fits a parameter."""


class _NotUndone(Exception):
    """What was done is not to be taken back, or was nothing."""


def services() -> dict[str, Callable[..., Any]]:
    """The public functions of all services that act for somebody, by their names."""
    by_name: dict[str, Callable[..., Any]] = {}
    for path in modules_of("services", apps=WITH_ROOMS):
        module = name_of(path)
        if _NOT_OFFERED & {*module.split(".")[1:]}:
            continue
        for name, function in vars(importlib.import_module(module)).items():
            is_own = inspect.isfunction(function) and function.__module__ == module
            if is_own and not name.startswith("_") and _acts(function):
                by_name[f"{module}.{name}"] = function
    for kind in artifact_kinds:
        for each in (*_writes(kind), *(each for name in kind.links for each in _linking(kind, name))):
            by_name[f"core.services.kinds.{each.__name__}"] = each
    return dict(sorted(by_name.items()))


def _writes(kind: ArtifactKind[Any]) -> Iterator[Callable[..., Any]]:
    """What can be done with artifacts of the kind, as services of their own."""
    parent = kind.model._meta.get_field(kind.paths[0].split("__")[0]).related_model

    def add(*, actor: Actor, parent: Any, text: str, number: Decimal) -> None:
        columns = [
            column for name in kind.field_names if (column := kind.column(name)) and not column.choices
        ]
        texts = {each.name: text for each in columns if isinstance(each, models.CharField) and not each.blank}
        numbers = {each.name: number for each in columns if isinstance(each, models.DecimalField)}
        days = {each.name: date(2026, 1, 1) for each in columns if isinstance(each, models.DateField)}
        kinds.add(actor=actor, draft=kind.new(parent, **{kind.title: text} | texts | numbers | days))

    def change(*, actor: Actor, artifact: Any, **fields: Any) -> None:
        kinds.change(actor=actor, artifact=artifact, **fields)

    def delete(*, actor: Actor, artifact: Any) -> None:
        kinds.delete(actor=actor, artifact=artifact)

    def reorder(*, actor: Actor, parent: Any, order: Sequence[UUID]) -> None:
        kinds.reorder(kind, actor=actor, parent=parent, order=order)

    written = {add: kind.noun, change: kind.noun, delete: kind.noun}
    if kind.is_ordered:
        written[reorder] = kind.nouns
    for function, noun in written.items():
        function.__name__ = f"{function.__name__}_{noun}"
        function.__annotations__ |= {"artifact": kind.model, "parent": parent}
        yield typing.cast("Callable[..., Any]", function)


def _linking(kind: ArtifactKind[Any], name: str) -> Iterator[Callable[..., Any]]:
    """What can be done with the links of a kind called `name`."""
    links = kind.links[name].model

    def link(*, actor: Actor, artifact: Any, other: Any) -> None:
        kinds.link(actor=actor, artifact=artifact, name=name, other=other)

    def unlink(*, actor: Actor, artifact: Any, row: Any) -> None:
        kinds.unlink(actor=actor, artifact=artifact, row=row)

    others = links._meta.get_field(kind.links[name].other).related_model
    for function, hint in ((link, {"other": others}), (unlink, {"row": links})):
        function.__name__ = f"{function.__name__}_{kind.noun}_{name}"
        function.__annotations__ |= {"artifact": kind.model} | hint
        yield typing.cast("Callable[..., Any]", function)


def _acts(function: Callable[..., Any]) -> bool:
    parameter = inspect.signature(function).parameters.get("actor")
    return parameter is not None and parameter.kind is parameter.KEYWORD_ONLY


def attempt(function: Callable[..., Any], number: int) -> list[Operation]:
    """Call the service with what is there, chosen by `number`. The operations to take back, in their order;
    none when the service refuses, or nothing fits it, or what it does stays: then nothing has happened."""
    before = Operation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            function(**_Chooser(number).arguments(function))
            done = list(Operation.objects.filter(pk__gt=before).order_by("pk"))
            if not done or not all(policies.may_be_undone(each) and models_touched(each) for each in done):
                raise _NotUndone
            return done
    except (DomainError, _CannotBeChosen, _NotUndone, *_NO_FORM_SENDS):
        return []


class _Chooser:
    def __init__(self, number: int) -> None:
        self.number = number

    def arguments(self, function: Callable[..., Any]) -> dict[str, Any]:
        hints = typing.get_type_hints(function)
        parameters = inspect.signature(function).parameters
        given: dict[str, Any] = {"actor": SYSTEM}
        if {"activity", "uuid"} <= parameters.keys() and parameters[
            "uuid"
        ].default is inspect.Parameter.empty:
            given = self.own(function.__name__)
        for name, parameter in parameters.items():
            if name in given or name == "revision":
                continue
            if parameter.kind is parameter.VAR_KEYWORD:
                given |= self.fields(given)
            elif parameter.default is parameter.empty or (self.number % 2 and not _is_bare(hints[name])):
                given[name] = self.value(name, hints[name], given)
        return given

    def own(self, service: str) -> dict[str, Any]:
        """A row that somebody in the room gave, such as the note that delete_note takes back, and who."""
        thing = service.rpartition("_")[2]
        for model in tracked_models():
            fields = {field.name for field in model._meta.concrete_fields}
            if model.__name__.lower().endswith(thing) and {"author", "activity"} <= fields:
                people = {str(each.uuid): each for each in Participant.objects.all()}
                rows = list(model.objects.filter(**{"author__in": people}).order_by("pk"))
                if rows:
                    row: Any = rows[self.number % len(rows)]
                    actor = RoomActor.of_participant(people[row.author])
                    return {"actor": actor, "activity": row.activity, "uuid": row.uuid}
        raise _CannotBeChosen

    def value(self, name: str, hint: Any, given: dict[str, Any]) -> Any:
        """Something for the parameter `name` of the type `hint`."""
        if typing.get_origin(hint) in (types.UnionType, typing.Union):
            hint = typing.get_args(hint)[0]
        inner = typing.get_args(hint)
        if typing.get_origin(hint) in (Sequence, Collection, Iterable, list, tuple) and inner:
            return self.several(name, inner[0], given)
        if not isinstance(hint, type):
            raise _CannotBeChosen
        if issubclass(hint, Artifact):
            return self.row(hint, given)
        if issubclass(hint, enum.Enum):
            return list(hint)[self.number % len(hint)]
        if issubclass(hint, bool):
            return bool(self.number % 2)
        simple: dict[type, Any] = {str: f"Said {self.number}", int: 1, Decimal: Decimal(self.number)}
        if hint not in simple:
            raise _CannotBeChosen
        return simple[hint]

    def several(self, name: str, hint: Any, given: dict[str, Any]) -> list[Any]:
        if hint is UUID and name == "order":
            return self.order(given)
        for kind in typing.get_args(hint) or (hint,):
            with contextlib.suppress(_CannotBeChosen):
                if isinstance(kind, type) and issubclass(kind, Artifact):
                    return [self.row(kind, given)]
        raise _CannotBeChosen

    def row(self, model: type[Artifact], given: dict[str, Any]) -> Artifact:
        """One that is there: of what was chosen already, if some hangs on that."""
        if model._meta.abstract:
            below = [each for each in tracked_models() if issubclass(each, model)]
            model = below[self.number % len(below)]
        if label_of(model) not in exchanged() and model is not AgendaTemplate:
            raise _CannotBeChosen
        there = model.objects.order_by("pk")
        for chosen in list(given.values()):
            for field in model._meta.concrete_fields:
                if isinstance(chosen, Artifact) and field.related_model is type(chosen):
                    near = there.filter(**{field.name: chosen})
                    there = near if near.exists() else there
        others = [each for each in there if each not in given.values()]
        if not others:
            raise _CannotBeChosen
        return others[self.number % len(others)]

    def order(self, given: dict[str, Any]) -> list[UUID]:
        """The children of what was chosen that have an order, in another one."""
        parent = next(each for each in given.values() if isinstance(each, Artifact))
        for siblings in _siblings(parent):
            uuids = list(siblings.values_list("uuid", flat=True))
            if len(uuids) > 1 and self.number % 3 == 0:
                return uuids[::-1]
            if len(uuids) > 1:
                return [*uuids[1:], uuids[0]]
        raise _CannotBeChosen

    def fields(self, given: dict[str, Any]) -> dict[str, Any]:
        """Another text for a field of what was chosen."""
        chosen = next((each for each in given.values() if isinstance(each, Artifact)), None)
        texts = [field.name for field in _texts(chosen)] if chosen is not None else []
        if not texts:
            raise _CannotBeChosen
        return {texts[self.number % len(texts)]: f"Changed {self.number}"}


def _is_bare(hint: Any) -> bool:
    """Whether nothing could be chosen for it."""
    return hint is Any or hint is UUID or UUID in typing.get_args(hint)


def _siblings(parent: Artifact) -> Iterator[models.QuerySet[Any]]:
    for relation in parent._meta.related_objects:
        child = relation.related_model
        if issubclass(child, Artifact) and any(f.name == "position" for f in child._meta.concrete_fields):
            yield child.objects.filter(**{relation.field.name: parent}).order_by("position", "pk")


def _texts(artifact: Artifact) -> Iterator[models.Field[Any, Any]]:
    for field in artifact._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        if is_text and field.editable and not field.choices and field.name not in ("slug", "key", "code"):
            yield field
