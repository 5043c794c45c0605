"""Two people change one thing: the changes of each of them, field by field, and a choice where both changed
the same field.

Three versions are compared: the one that the form was opened with (the history has it), what the person
entered, and what someone else saved meanwhile. The form that comes back starts from what is saved, with
the person's own changes in it; so nothing that others changed is overwritten unseen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Model, Q, QuerySet
from django.forms import (
    BaseForm,
    BooleanField,
    ChoiceField,
    Field,
    FileField,
    ModelChoiceField,
    ModelMultipleChoiceField,
)
from django.forms.boundfield import BoundField
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.exceptions import Invalid, Stale
from core.forms.artifacts import ArtifactForm, refuse
from core.kinds import scope_rules
from core.models import Artifact
from core.selectors.earlier_revisions import version_at
from core.selectors.operations import last_changed_by

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that one of the two changed, or both, with its versions in words; `before` is "" when it is not
    known. `answer` names the radio buttons of a choice. `field` is the field of the form that comes back,
    None for what is not one field."""

    label: str
    answer: str
    before: str
    mine: str
    theirs: str
    i_did: bool
    they_did: bool
    field: BoundField | None = None

    @property
    def is_choice(self) -> bool:
        """True if both changed it, each to something else."""
        return self.i_did and self.they_did and self.mine != self.theirs


@dataclass(frozen=True, slots=True)
class StaleEdit:
    """The person `who` saved in between, the differences, and the `form` that saves the changes of both."""

    who: str
    form: ArtifactForm[Any]
    differences: tuple[Difference, ...]

    @property
    def choices(self) -> list[Difference]:
        """Fields that both changed."""
        return [each for each in self.differences if each.is_choice]

    @property
    def theirs(self) -> list[Difference]:
        """Fields that the other person changed alone, or both in the same way."""
        return [each for each in self.differences if each.they_did and not each.is_choice]

    @property
    def mine(self) -> list[Difference]:
        """Fields that the person changed alone."""
        return [each for each in self.differences if each.i_did and not each.they_did]

    @property
    def chosen(self) -> list[str]:
        """The fields that stand beside their choice."""
        return [each.field.name for each in self.choices if each.field]


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """The service refused what the form sent, and the form says why. `status` is that of the answer."""

    status: int


def save_or_refuse(form: BaseForm, save: Callable[[], T]) -> T | RefusedForm:
    """The result of `save` for the valid `form`. An Invalid of the service becomes an error of the form, see
    core.forms.artifacts.refuse."""
    try:
        return save()
    except Invalid as wrong:
        refuse(form, wrong)
        return RefusedForm(wrong.status)


def save_or_compare(
    form: BaseForm, save: Callable[[], T], beside: Callable[[Artifact], Difference] | None = None
) -> T | StaleEdit | RefusedForm:
    """As save_or_refuse; when someone else was quicker, the versions to be shown.

    When they changed nothing that the form asks for, such as the order, there is nothing to show: it is
    saved. `beside` compares what stands beside the form with what is saved. Raises Stale for a form that is
    no artifact's.
    """
    try:
        return save_or_refuse(form, save)
    except Stale as stale:
        if not isinstance(form, ArtifactForm):
            raise
        conflict = compared(form, stale.current, beside)
        if conflict.theirs or conflict.choices or not form.adopt(stale.current.revision):
            return conflict
        return save_or_compare(form, save, beside)


def compared(
    form: ArtifactForm[Any], current: Artifact, beside: Callable[[Artifact], Difference] | None = None
) -> StaleEdit:
    """The valid `form` beside what is saved, `current`, and what it was opened with."""
    current_form, opened = form.again(current), _opened(form, current)
    differences = []
    for name in current_form.fields:
        if name == "revision" or name not in form.cleaned_data:
            continue
        difference = _difference(name, form, current_form, opened, current)
        if difference.i_did:
            current_form.initial[name] = form.entered(name)
        if not current_form.fields[name].widget.is_hidden:
            differences.append(difference)
    if beside is not None:
        differences.append(beside(current))
    who = last_changed_by(current) or _("Someone else")
    return StaleEdit(who, current_form, tuple(each for each in differences if each.i_did or each.they_did))


def _difference(
    name: str,
    form: ArtifactForm[Any],
    current_form: ArtifactForm[Any],
    opened: ArtifactForm[Any] | None,
    current: Artifact,
) -> Difference:
    field = current_form.fields[name]
    mine, theirs = form.entered(name), _initial_value(current_form, name)
    label, answer = str(field.label or name), form.answer_name(name)
    words = in_words(field, mine, current), in_words(field, theirs, current)
    if isinstance(field, FileField):
        # What was chosen is not in the page that comes back: it is chosen again.
        return Difference(label, answer, "", *words, i_did=False, they_did=False)
    if opened is None or name not in opened.fields:
        is_other = not same(field, mine, theirs)
        return Difference(
            label, answer, "", *words, i_did=is_other, they_did=is_other, field=current_form[name]
        )
    before = _initial_value(opened, name)
    i_did, they_did = not same(field, mine, before), not same(field, theirs, before)
    return Difference(
        label, answer, in_words(field, before, current), *words, i_did, they_did, current_form[name]
    )


def _opened(form: ArtifactForm[Any], current: Artifact) -> ArtifactForm[Any] | None:
    """The form as it was opened; None when the history does not say."""
    if form.seen_revision is None:
        return form.again(None)
    version = version_at(current, form.seen_revision)
    if version is None:
        return None
    opened = form.again(version)
    opened.initial.update(opened.linked_at(current, form.seen_revision))
    return opened


def _initial_value(form: ArtifactForm[Any], name: str) -> Any:
    """The value of a field in an unbound form."""
    return form.get_initial_for_field(form.fields[name], name)


def same(field: Field, one: Any, other: Any) -> bool:
    """True if two values of the field, an entered or a displayed one, are the same to a person."""
    left, right = _plain(field, one), _plain(field, other)
    return bool(left == right or str(left) == str(right))


def _plain(field: Field, value: Any) -> Any:
    if isinstance(field, ModelMultipleChoiceField):
        return sorted(str(field.prepare_value(each)) for each in value or ())
    if isinstance(field, ModelChoiceField):
        return "" if value is None else str(field.prepare_value(value))
    if isinstance(field, BooleanField):
        return bool(value)
    if isinstance(value, str):
        # Browsers send their own line ends.
        return "\n".join(value.split("\r\n")).strip()
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)  # a field asks for minutes
    if isinstance(value, list | tuple):
        return [str(each) for each in value] or ""
    return "" if value is None else value


def in_words(field: Field, value: Any, current: Artifact) -> str:
    """A value of `current`, or of an earlier version, as a person reads it; "–" for none."""
    if _plain(field, value) in ("", []):
        return "–"
    if isinstance(field, ModelChoiceField):
        many = value if isinstance(field, ModelMultipleChoiceField) else [value]
        return ", ".join(_label(field, each, current) for each in many)
    if isinstance(field, ChoiceField):
        words = _words(field.choices)
        return ", ".join(
            words.get(str(each), str(each)) for each in (value if isinstance(value, list) else [value])
        )
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return "\n".join(str(each) for each in value)
    return str(formats.localize(value))


def _label(field: ModelChoiceField[Any], value: Any, current: Artifact) -> str:
    """The field's label for a row. It is the name for rows that the field offers to the person, and for those
    of the same scope that it no longer offers. For others, such as a link of an earlier version, it is the
    kind: people who see this artifact may not see them."""
    key = str(field.prepare_value(value))
    if field.queryset is None:
        return key
    name = {field.to_field_name or "pk": key}
    row = (
        field.queryset.filter(**name).first()
        or _rows_near(field.queryset.model, current).filter(**name).first()
    )
    if row:
        return field.label_from_instance(row)
    kind = capfirst(str(field.queryset.model._meta.verbose_name))
    return _("%(kind)s from elsewhere") % {"kind": kind}


def _rows_near(model: type[Model], current: Artifact) -> QuerySet[Any]:
    """The rows of the model that belong to the scope of `current`, deleted ones too; all, where they belong
    to none."""
    ways = _ways(model)
    if not ways:
        return model._base_manager.all()
    here = type(current)._base_manager.filter(pk=current.pk).values_list(*_ways(type(current))).first() or ()
    near = Q(pk=None)
    for way in ways:
        near |= Q(**{f"{way}__in": [pk for pk in here if pk is not None]})
    return model._base_manager.filter(near)


def _ways(model: type[Model]) -> tuple[str, ...]:
    """The lookups of the scopes that a row belongs to."""
    return tuple(path for scope in scope_rules for path in scope.paths(model))


def _words(choices: Any) -> dict[str, str]:
    """The label of each choice by its value, in groups or not."""
    words: dict[str, str] = {}
    for key, label in cast(Iterable[tuple[Any, Any]], choices):
        words |= _words(label) if isinstance(label, list | tuple) else {str(key): str(label)}
    return words
