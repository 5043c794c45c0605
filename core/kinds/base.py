"""A kind of artifact: what is true of it, declared once, as a ModelAdmin declares what the admin shows.

Forms (forms.kinds), writes (services.kinds) and pages (organizations.web.kind_pages) follow from it.
docs/extending.md leads through a new one; the attributes and methods are explained here.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model, Q, QuerySet, TextField, URLField
from django.urls import reverse

from core.clean_text import in_one_line
from core.kinds.display_fields import Display
from core.kinds.layout import Layout, field_names
from core.kinds.scopes import named_of, scope_rules
from core.labels import Text
from core.models import Artifact
from core.registry import Registry
from core.selectors.earlier_revisions import Link

M = TypeVar("M", bound=Artifact)
LinkedRows = Mapping[str, Iterable[Artifact]]
"""What the links of an artifact name, by their names."""


class ArtifactKind(Generic[M]):
    """One kind of artifact. A subclass sets `model`, `path` and `layout`, and what differs from the usual.

    `path` leads from the artifact up to its scope, the discovery or organization that it belongs to, as a
    lookup: "product__discovery". Its first step is the parent: an artifact is added below it, ordered among
    its siblings, and deleted and restored with it. Where an artifact belongs to one of several things, there
    is a path for each.

    Who acts is asked about by the app that says who may what in a scope (core.kinds.scopes): `actor` is what
    that app calls one.
    """

    model: type[M]
    path: str | tuple[str, ...]
    layout: Layout
    # Where surfaces show which fields; by default all of the layout.
    display: Display = Display()
    # The field that names the artifact to people. One that is named after its person, such as a seat, isn't
    # listed as left behind when the person is deleted.
    title: str = "name"
    # Texts of the form, by field: other labels and help texts than the model's, and the label of the empty
    # choice; None where there is none.
    labels: Mapping[str, Text] = {}
    help_texts: Mapping[str, Text] = {}
    empty: Mapping[str, Text | None] = {}
    # Fields that are rows of another model, which name other artifacts, such as the measures of a use case.
    # The rows are deleted with it; `kinds.link` and `kinds.unlink` write one at a time.
    links: Mapping[str, Link] = {}
    # Rows that are deleted with the artifact besides its children, by related name or by the field that names
    # one: links that lead to it, or the rule of an access. And rows that lose the named fields then, by
    # related name.
    on_delete_trash: tuple[str, ...] = ()
    on_delete_clear: Mapping[str, tuple[str, ...]] = {}
    # Fields whose value parts siblings into groups, each with an order of its own, such as the plane of
    # capabilities.
    grouped_by: tuple[str, ...] = ()
    # Whether `check` reads siblings: then two writes below one parent come one after the other.
    looks_at_siblings: bool = False
    # What texts and spreadsheets hold besides the fields of the form, such as a state; and what tells an
    # artifact from its siblings in them, where that is not its title, such as the day of a measured value.
    # Nothing: there is one.
    extra_file_fields: tuple[str, ...] = ()
    recognized_by: tuple[str, ...] | None = None
    # Fields that services write, and that programs read.
    read_only: tuple[str, ...] = ()
    # Fields that are percentages: 0.6 in one of them, where 60 may be meant, is asked about when it comes in.
    percents: tuple[str, ...] = ()
    # Whether rows that were changed in a spreadsheet or in a text are read again (exchange).
    comes_back = True

    # The page on which people read the artifacts, by the name of its address. Each is an element there: its
    # id is `anchor`, by default the noun of the kind, and its uuid. The search then finds it by its title.
    page: str = ""
    anchor: str = ""

    # --- What a kind may say in code ----------------------------------------------------------------

    def complete(self, draft: M) -> None:
        """Sets what follows from other fields of the draft, before its rules are asked: such as the domain,
        which is that of the discovery."""

    def check(self, draft: M, before: M | None) -> None:
        """The rules of the artifact. `draft` is an unsaved copy as it is to become, `before` is what is
        saved, None for a new one. Raises Invalid with the name of the field, or Conflict."""

    def check_file_values(self, draft: M, before: M | None, links: LinkedRows) -> None:
        """The rules of what only files say (`extra_file_fields`), and of what services check besides: `links`
        are the rows of its links. Raises as `check`."""

    def check_move(self, draft: M, before: M) -> None:
        """Checks a step of a saved artifact, such as to its next state, where people take steps in a list;
        not for values that a file takes over from before. Raises as `check`."""

    def check_whole(self, artifact: M, before: M | None) -> None:
        """The rules that look at others, such as a limit: asked of what was written, once all that came with
        it is there. `before` is what was saved, None for a new one. Raises as `check`."""

    def settled(self, artifact: M) -> dict[str, Any]:
        """Columns that follow from what belongs to an artifact, by their names: asked once all of it came
        from a file. Raises as `check`."""
        return {}

    def check_may_edit(self, actor: Any, artifact: M) -> None:
        """Editors of the discovery write, or facilitators of the organization, as that says whose it is
        (core.kinds.scopes). Raises NotAllowed or NotFound."""
        scope = self.scope(artifact)
        scope_rules.get(scope._meta.label).check_may_edit(actor, scope)

    def check_may_delete(self, artifact: M) -> None:
        """Raises Conflict for what something has to happen to first, such as the end of an access that was
        granted. It is not asked when what the artifact belongs to is deleted."""

    def choices(self, artifact: M) -> dict[str, QuerySet[Any]]:
        """The rows that the fields of the artifact can name; of those that many kinds name, such as people,
        what its discovery or organization has."""
        chosen_from: dict[str, QuerySet[Any]] = {}
        for name in self.field_names:
            column = self.column(name)
            registered = named_of(column.related_model) if isinstance(column, ForeignKey) else None
            if registered is not None:
                chosen_from[name] = registered.within(self.scope(artifact))
        return chosen_from

    def within_reach(self, actor: Any, artifact: M) -> dict[str, QuerySet[Any]]:
        """Rows that the actor can choose, by field: forms offer no others, and writes refuse others. Rows
        that the artifact names already stay unchecked."""
        return {}

    def offered(self, artifact: M) -> dict[str, Iterable[tuple[Any, Text]]]:
        """The choices of a field in words: for a column of which the form offers only some, such as the
        streams of the discovery, and for numbers that each mean something, such as levels of maturity."""
        return {}

    def summary(self, artifact: M) -> str:
        """Summary of a write in the history."""
        return str(getattr(artifact, self.title))

    def option(self, artifact: M) -> str:
        """Label of the artifact as an option among others, on one line."""
        return in_one_line(str(artifact))

    def url(self, artifact: M) -> str:
        """Address of the page that shows it; "" where no page does. Search results lead there, and so do
        notes that became it, and lists of items whose owner was deleted."""
        if not self.page:
            return ""
        page = reverse(self.page, args=self.where(artifact))
        return f"{page}#{self.anchor or self.noun}-{artifact.uuid}"

    def where(self, artifact: M) -> list[object]:
        """Arguments of the address of its page: by default the slug of its scope. An artifact on the page of
        its parent has [scope.slug, parent.uuid]."""
        scope: Any = self.scope(artifact)
        return [scope.slug]

    def room(self, artifact: M) -> Artifact | None:
        """The workshop in whose room it was written, for the history."""
        return None

    def notify(self, verb: str, artifact: M) -> None:
        """Tells live rooms of a write; called first in its transaction."""

    # --- What follows -------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """Names the kind among all kinds."""
        return self.model._meta.label

    @property
    def noun(self) -> str:
        """Names the kind in addresses and verbs of operations, by default from the model: "use_case"."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.model.__name__).lower()

    @property
    def has_url(self) -> bool:
        """True if a page shows its artifacts."""
        return bool(self.page) or type(self).url is not ArtifactKind.url

    @property
    def nouns(self) -> str:
        """Names several: in the verb of a new order, and where that order is sent."""
        return f"{self.noun}s"

    @property
    def paths(self) -> tuple[str, ...]:
        """The ways up; most kinds have one."""
        return (self.path,) if isinstance(self.path, str) else self.path

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that people fill."""
        return field_names(self.layout)

    @cached_property
    def at_length(self) -> frozenset[str]:
        """The fields for surfaces where people read at their own pace: text of several lines, web addresses,
        and those that its display names."""
        in_rows = {self.title, *self.display.chips, *self.display.sentences}
        columns = (self.column(name) for name in self.field_names if name not in in_rows)
        texts = (column.name for column in columns if isinstance(column, TextField | URLField))
        return frozenset((*texts, *self.display.at_length))

    @property
    def is_ordered(self) -> bool:
        """True if siblings have an order of their own."""
        return any(column.name == "position" for column in self.model._meta.concrete_fields)

    def column(self, name: str) -> Field[Any, Any] | None:
        """The column of the model with this name; None when it has none."""
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        return field if isinstance(field, Field) else None

    def empty_label(self, name: str) -> Text | None:
        """Label of the empty choice of the field; None where a row has to be chosen."""
        if name in self.empty:
            return self.empty[name]
        column = self.column(name)
        if column is None or not column.null:
            return None
        registered = named_of(column.related_model)
        return registered.empty if registered is not None else "–"

    @property
    def root(self) -> type[Model]:
        """The model that its artifacts belong to: Discovery or Organization."""
        root: type[Model] = self.model
        for step in self.paths[0].split("__"):
            root = _model_at(root, step)
        return root

    @cached_property
    def parent_models(self) -> dict[str, type[Model]]:
        """Models of parents below the discovery or organization, by the name of the field."""
        names = [path.partition("__")[0] for path in self.paths if "__" in path]
        return {name: _model_at(self.model, name) for name in names}

    @property
    def has_parents(self) -> bool:
        """True if artifacts have a parent below their discovery or organization."""
        return bool(self.parent_models)

    def path_of(self, artifact: M) -> str:
        """The way up from this artifact."""
        *others, last = self.paths
        return next((path for path in others if _reached(artifact, path.rpartition("__")[0])), last)

    def scope(self, artifact: M) -> Artifact:
        """The discovery or organization that the artifact belongs to."""
        return cast(Artifact, _reached(artifact, self.path_of(artifact)))

    def within(self, scope: Artifact, artifact: M) -> M:
        """The artifact, which belongs to `scope` and asks no query for it."""
        *above, last = self.path_of(artifact).split("__")
        holder: Any = artifact
        for step in above:
            holder = getattr(holder, step)
        setattr(holder, last, scope)
        return artifact

    def parent(self, artifact: M) -> Artifact:
        """The parent of the artifact."""
        return cast(Artifact, getattr(artifact, self.path_of(artifact).split("__")[0]))

    def above(self, artifact: M) -> list[Artifact]:
        """The parents of the artifact, from the nearest up to the one below its discovery or organization."""
        steps = self.path_of(artifact).split("__")
        return [_reached(artifact, "__".join(steps[:count])) for count in range(1, len(steps))]

    def new(self, parent: Artifact, **fields: Any) -> M:
        """An unsaved artifact that belongs to `parent`."""
        hangs_on = (path.split("__")[0] for path in self.paths)
        name = next(each for each in hangs_on if isinstance(parent, _model_at(self.model, each)))
        return self.model(**{name: parent}, **fields)

    def siblings(self, artifact: M) -> QuerySet[M]:
        """All artifacts below the same parent, in their order; those of the same group, where there are
        groups."""
        names = (self.path_of(artifact).split("__")[0], *self.grouped_by)
        rows = self.model._default_manager.filter(**{name: getattr(artifact, name) for name in names})
        return cast("QuerySet[M]", rows)

    def below(self, scope: Artifact) -> QuerySet[M]:
        """The artifacts of the discovery or organization; none whose parent was deleted."""
        return rows_below(self.model, self.paths, scope)

    def parents(self, scope: Artifact) -> QuerySet[Any]:
        """Possible parents of artifacts of this kind, where they are rows of one model."""
        (path,) = self.paths
        step, _, rest = path.partition("__")
        return rows_below(_model_at(self.model, step), (rest,), scope)


def _reached(artifact: Artifact, path: str) -> Any:
    """The value at the end of the path from the artifact; None where a step leads nowhere."""
    value: Any = artifact
    for step in filter(None, path.split("__")):
        value = None if value is None else getattr(value, step)
    return value


def _model_at(model: type[Model], name: str) -> type[Any]:
    return cast("type[Any]", model._meta.get_field(name).related_model)


def rows_below(model: type[Any], paths: Iterable[str], scope: Artifact) -> QuerySet[Any]:
    """The rows of `model` from which one of the `paths` leads to `scope`, over rows that are not deleted."""
    reach, above = Q(), set()
    for path in paths:
        steps = path.split("__")
        on_the_way = ["__".join(steps[:count]) for count in range(1, len(steps))]
        reach |= Q(**{path: scope}, **{f"{each}__deleted_at": None for each in on_the_way})
        above |= set(on_the_way)
    rows = model._default_manager.filter(reach)
    return cast("QuerySet[Any]", rows.select_related(*sorted(above)) if above else rows)


class WrittenOutKind(ArtifactKind[M]):
    """A kind of artifact that pages do not follow from: functions write it. It says what files hold of one,
    and by which rules it comes back from them."""


artifact_kinds: Registry[ArtifactKind[Any]] = Registry("kinds of artifacts")
written_out_kinds: Registry[WrittenOutKind[Any]] = Registry("kinds of artifacts that functions write")


def hanging_on(model: type[Model]) -> Mapping[str, ArtifactKind[Any]]:
    """The kinds whose artifacts can belong to one of `model`, by related name."""
    return _hanging_on(model, len(artifact_kinds))


@cache
def _hanging_on(model: type[Model], _kinds: int) -> Mapping[str, ArtifactKind[Any]]:
    """Looked up once while no kind is added: pages ask for each row."""
    hanging: dict[str, ArtifactKind[Any]] = {}
    for kind in artifact_kinds:
        for name, parent in kind.parent_models.items():
            if parent is model:
                field = cast("ForeignKey[Any, Any]", kind.model._meta.get_field(name))
                hanging[str(field.remote_field.get_accessor_name())] = kind
    return MappingProxyType(hanging)


def kind_of(artifact: M) -> ArtifactKind[M]:
    """The kind of the artifact, written out or not. Raises KeyError for a model without one."""
    return kind_of_label(artifact._meta.label)


def kind_of_label(label: str) -> ArtifactKind[Any]:
    """The kind whose model has the label, written out or not. Raises KeyError for a model without one."""
    return (written_out_kinds if label in written_out_kinds else artifact_kinds).get(label)


def kind_of_model(model: type[Model]) -> ArtifactKind[Any] | None:
    """The kind of the model's artifacts; None for a model without one."""
    label = model._meta.label
    return artifact_kinds.get(label) if label in artifact_kinds else None
