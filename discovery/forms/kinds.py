"""The form of a kind of artifact: its fields, choices and rules are those that the kind declares."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, ClassVar, TypeVar

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.forms.models import construct_instance
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from discovery.exceptions import DomainError, Invalid
from discovery.forms.artefacts import ArtefactForm
from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, field_names, helper_of, names_on_edit
from discovery.models import Artefact, Person

M = TypeVar("M", bound=Artefact)


# The same on every phone: a keypad with digits, and any number of decimals that the database keeps.
_NUMBER = {"inputmode": "decimal", "step": "any", "class": "short"}


class KindForm(ArtefactForm[M]):
    """The form of an artifact, or of a new one: then `instance` is an unsaved one that knows its parent."""

    kind: ClassVar[ArtifactKind[Any]]
    layout: ClassVar[Layout]

    def __init__(self, data: Any = None, *, instance: M, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self._before = copy(instance) if instance.pk else None
        if self._before is None:
            for name in names_on_edit(self.layout):
                del self.fields[name]
        for name, rows in self.kind.choices(instance).items():
            if name in self.fields:
                self._choose_from(name, rows)

        for name, field in self.fields.items():
            if isinstance(field, forms.DecimalField) and (value := self.initial.get(name)) is not None:
                self.initial[name] = f"{value.normalize():f}"  # without the zeros that the database adds

    def _choose_from(self, name: str, rows: models.QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
        field.queryset = rows
        label = self.kind.empty_label(name)
        field.empty_label = None if label is None else str(label)
        if rows.model is Person and not rows.exists():
            field.help_text = _("Nobody can be chosen yet: add people on the page of the organization.")

    @cached_property
    def helper(self) -> FormHelper:
        """How crispy-forms lays the form out."""
        return helper_of(self.layout)

    def clean(self) -> dict[str, Any]:
        """Asks the kind's rules about the artifact as it would become."""
        super().clean()
        try:
            self.kind.check(construct_instance(self, copy(self.instance), self._meta.fields), self._before)
        except DomainError as wrong:
            if not wrong.field and not isinstance(wrong, Invalid):
                raise  # nothing that a field could say otherwise
            # Of a field that has an error already, the rule saw no value.
            if wrong.field not in self.errors:
                self.add_error(wrong.field if wrong.field in self.fields else None, str(wrong))
        return self.cleaned_data


@cache
def form_of(kind: ArtifactKind[M], layout: Layout | None = None) -> type[KindForm[M]]:
    """The class of the kind's form; with a `layout` of its own, it asks for the fields of that one."""
    layout = layout or kind.layout
    meta = {
        "model": kind.model,
        "fields": field_names(layout),
        "labels": kind.labels,
        "help_texts": kind.help_texts,
        "formfield_callback": staticmethod(_form_field),
    }
    name, module = f"{kind.model.__name__}Form", type(kind).__module__
    body = {"kind": kind, "layout": layout, "Meta": type("Meta", (), meta), "__module__": module}
    return type(name, (KindForm,), body)


def _form_field(column: models.Field[Any, Any], **given: Any) -> forms.Field | None:
    if isinstance(column, models.DateField):
        given["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(column, models.DecimalField):
        given["widget"] = forms.NumberInput(attrs=_NUMBER)
    return column.formfield(**given)
