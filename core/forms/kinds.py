"""The form of a kind of artifact: its fields, choices and rules are those that the kind declares."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import copy
from functools import cache
from typing import Any, ClassVar, TypeVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator, construct_instance
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.actors import Actor
from core.clean_text import in_one_line
from core.exceptions import DomainError, Invalid
from core.forms.artifacts import ArtifactForm, PlainForm, refuse, was_sent_before
from core.forms.field_casts import as_field, field_of, label_options
from core.kinds import (
    ArtifactKind,
    Layout,
    Lines,
    OnEdit,
    Radios,
    attributes,
    check_title,
    field_names,
    helper_of,
    kind_of,
    kind_of_model,
    named_of,
    names_in,
)
from core.labels import Text, as_label
from core.models import Artifact
from core.selectors.earlier_revisions import Link

M = TypeVar("M", bound=Artifact)


# The same on every phone: a keypad with digits, and any number of decimals that the database keeps.
_NUMBER = {"inputmode": "decimal", "step": "any", "class": "short"}


class KindForm(ArtifactForm[M]):
    """The form of an artifact, or of a new one: then `instance` is an unsaved one that knows its parent. It
    offers what is within reach of the `actor`."""

    kind: ClassVar[ArtifactKind[Any]]
    layout: ClassVar[Layout]
    adds = True

    def __init__(self, data: Any = None, *, instance: M, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self._before = copy(instance) if instance.pk else None
        if self._before is None:
            for name in names_in(self.layout, OnEdit):
                del self.fields[name]
        for name, attrs in attributes(self.layout).items():
            if name in self.fields:
                self.fields[name].widget.attrs.update(attrs)
        near = self.kind.within_reach(actor, instance) if actor is not None else {}
        for name, rows in (self.kind.choices(instance) | near).items():
            if name in self.fields:
                self._choose_from(name, rows)
        for name, label in self.kind.empty.items():
            column, field = self.kind.column(name), self.fields.get(name)
            if column is not None and column.choices and isinstance(field, forms.ChoiceField):
                field.choices = [("", label), *column.choices]
        for name, options in self.kind.offered(instance).items():
            if name in self.fields:
                self._offer(name, options)
        for name, link in self.links.items():
            if name in self.fields:
                self._name_linked(name, link)

        for name, field in self.fields.items():
            if isinstance(field, forms.DecimalField) and (value := self.initial.get(name)) is not None:
                self.initial[name] = f"{value.normalize():f}"  # without the zeros that the database adds

    @property
    def others(self) -> models.QuerySet[Any]:
        """The siblings of the artifact, without what this form added if it was sent before."""
        others = self.kind.siblings(self.instance)
        with suppress(forms.ValidationError):
            if uuid := forms.UUIDField(required=False).clean(self.data.get("uuid")):
                return others.exclude(uuid=uuid)
        return others

    def _offer(self, name: str, choices: Iterable[tuple[Any, Text]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.IntegerField):
            number = field
            widget = number.widget if isinstance(number.widget, forms.RadioSelect) else None
            field = self.fields[name] = forms.TypedChoiceField(coerce=int, empty_value=None, widget=widget)
            field.label, field.help_text, field.required = number.label, number.help_text, number.required
        options = [("", self.kind.empty_label(name)), *choices]
        as_field(field, forms.ChoiceField).choices = options

    def _choose_from(self, name: str, rows: models.QuerySet[Any]) -> None:
        field = field_of(self, name, forms.ModelChoiceField)
        is_empty = not field.required and not rows.exists()
        registered = named_of(rows.model)
        if is_empty and not self._stays_empty(name, rows.model):
            del self.fields[name]
            return
        is_worded = registered is not None and registered.words is not None
        if not is_worded and (kind := kind_of_model(rows.model)) is not None:
            is_grouped = kind.has_parents and name not in self.links
            label = _with_parent if kind.has_parents and not is_grouped else kind.option
            label_options(field, label)
            if is_grouped:
                field.iterator = _ByParent
        field.queryset = rows
        empty = self.kind.empty_label(name)
        field.empty_label = None if empty is None else str(empty)
        if is_empty and registered is not None and registered.nothing_yet:
            field.help_text = str(registered.nothing_yet)

    def _stays_empty(self, name: str, model: type[models.Model]) -> bool:
        """Return True if the field is shown although there is nothing to choose: the form tells the next
        step, the artifact names something that is gone, or the form has no other field."""
        column = self.kind.column(name)
        names_one = column is not None and getattr(self.instance, column.attname) is not None
        says_what_to_do = (registered := named_of(model)) is not None and bool(registered.nothing_yet)
        return says_what_to_do or names_one or field_names(self.layout) == (name,)

    def _name_linked(self, name: str, link: Link) -> None:
        """Ticks what the artifact names; leaves the field out while there is nothing to name."""
        field = field_of(self, name, forms.ModelChoiceField)
        rows = field.queryset
        if rows is None or not rows.exists():
            del self.fields[name]
        elif self._before is not None:
            self.initial[name] = list(rows.filter(pk__in=link.rows(self._before).values(link.other)))

    def linked(self) -> dict[str, list[Artifact]]:
        """Chosen artifacts by the names of the fields that are rows of other models."""
        return {name: self.cleaned_data[name] for name in self.links if name in self.fields}

    @cached_property
    def helper(self) -> FormHelper:
        """Layout of the form for crispy-forms."""
        return helper_of(self.layout)

    def clean(self) -> dict[str, Any]:
        """Asks the kind's rules about the artifact as it would become."""
        super().clean()
        uuid = self.cleaned_data.pop("uuid", None)
        if uuid is not None:
            self.instance.uuid = uuid
        for name in self.links:
            if name in self.cleaned_data:
                self.cleaned_data[name] = list(self.cleaned_data[name])
        if uuid is not None and was_sent_before(self, self.kind.model):
            return self.cleaned_data
        # A rule that saw no value of a field that could not be read would speak of another one.
        if all(isinstance(self.fields.get(name), forms.CharField) for name in self.errors):
            self._ask_rules()
        return self.cleaned_data

    def _ask_rules(self) -> None:
        draft = self._draft()
        try:
            self.kind.complete(draft)
            check_title(self.kind.title, draft, self._before)
            self.kind.check(draft, self._before)
        except DomainError as wrong:
            if not wrong.field and not isinstance(wrong, Invalid):
                raise  # nothing that a field could say otherwise
            refuse(self, wrong)

    def _draft(self) -> M:
        """The artifact as it would become. A text that is too long is part of it, too: rules that ask whether
        anything is said see that something is."""
        draft: M = construct_instance(self, copy(self.instance), self._meta.fields)
        for name in self.errors:
            if self.kind.column(name) is not None:
                setattr(draft, name, self.fields[name].to_python(self[name].data))
        return draft


class LinkForm(PlainForm):
    """One more of what the artifact can name in its links called `name`. What it names already is not
    offered, and is taken when the form is sent twice."""

    def __init__(self, *args: Any, artifact: Artifact, name: str, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = kind_of(artifact)
        rows = (kind.choices(artifact) | kind.within_reach(actor, artifact))[name]
        linked = kind.links[name].rows(artifact)
        self.fields[kind.links[name].other] = forms.ModelChoiceField(
            rows if self.is_bound else rows.exclude(pk__in=linked.values(kind.links[name].other)),
            label=as_label(rows.model._meta.verbose_name),
            empty_label=_("Choose one"),
        )

    @property
    def chosen(self) -> Artifact:
        """The chosen artifact."""
        (artifact,) = self.cleaned_data.values()
        return cast(Artifact, artifact)


class _ByParent(ModelChoiceIterator[Any]):
    """Options in groups: such as hypotheses under their goal."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        by_parent: dict[Artifact, list[Any]] = defaultdict(list)
        for row in self.queryset:
            by_parent[kind_of(row).parent(row)].append(self.choice(row))
        for parent, choices in by_parent.items():
            yield (_option(parent), choices)


def _with_parent(row: Artifact) -> str:
    """The option in a list without groups, such as "Engagement rate (Higher success)"."""
    name, parent = (in_one_line(_option(each), 200) for each in (row, kind_of(row).parent(row)))
    return f"{name} ({parent})"


def _option(artifact: Artifact) -> str:
    kind = kind_of_model(type(artifact))
    return kind.option(artifact) if kind else str(artifact)


@cache
def form_of(
    kind: ArtifactKind[M], layout: Layout | None = None, base: type[KindForm[M]] = KindForm
) -> type[KindForm[M]]:
    """The class of the kind's form. With a `layout` of its own it asks for the fields of that one; `base`
    adds what a page needs besides."""
    layout = layout or kind.layout
    names = field_names(layout)
    meta = {
        "model": kind.model,
        "fields": [name for name in names if name not in kind.links],
        "labels": kind.labels,
        "help_texts": kind.help_texts,
        "widgets": {
            **dict.fromkeys(names_in(layout, Lines), forms.Textarea),
            **dict.fromkeys(names_in(layout, Radios), forms.RadioSelect),
        },
        "formfield_callback": staticmethod(_form_field),
    }
    links = {name: link for name, link in kind.links.items() if name in names}
    body: dict[str, Any] = {name: _link_field(kind, name, link) for name, link in links.items()}
    body |= {"kind": kind, "layout": layout, "links": links, "field_order": names}
    body |= {"Meta": type("Meta", (), meta), "__module__": type(kind).__module__}
    return type(f"{kind.model.__name__}Form", (base,), body)


def _link_field(kind: ArtifactKind[Any], name: str, link: Link) -> forms.Field:
    model = link.model._meta.get_field(link.other).related_model
    return forms.ModelMultipleChoiceField(
        queryset=cast("type[Artifact]", model)._default_manager.none(),
        required=False,
        label=kind.labels.get(name),
        help_text=kind.help_texts.get(name, ""),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="uuid",
    )


def _form_field(column: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    if isinstance(column, models.DateField):
        options["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(column, models.TimeField):
        options["widget"] = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    elif isinstance(column, models.DecimalField):
        options["widget"] = forms.NumberInput(attrs=_NUMBER)
    elif isinstance(column, models.URLField):
        options["assume_scheme"] = "https"
    field = column.formfield(**options)
    if options.get("widget") is forms.RadioSelect and not column.blank:
        field.choices = column.choices  # type: ignore[union-attr]  # a ChoiceField
    return field
