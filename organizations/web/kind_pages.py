"""The pages on which the artifacts of a kind are added, changed, deleted and ordered.

A subclass names its kind and says in words what it does; `urls` gives the addresses. `InPlace` opens forms
where the artifact stands, `Dialog` on a page of their own or in a dialog, `OrganizationDialog` for what
belongs to an organization.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.exceptions import NotFound
from core.forms import ArtifactForm, KindForm, form_of
from core.kinds import ArtifactKind, Layout
from core.labels import Text
from core.models import Artifact, Operation
from core.selectors.deletion_messages import deletion_in_words
from core.services import kinds
from organizations.actors import Actor
from organizations.web.form_pages import form_methods, form_view, posted, redirect_with_toast
from organizations.web.in_place import PagePart, edit_in_place
from organizations.web.page_scopes import View, name_of, page_scopes
from organizations.web.requests import Request, sent_order
from organizations.web.url_objects import find

M = TypeVar("M", bound=Artifact)
Save = Callable[[], object]


class KindPages(ABC, Generic[M]):
    """The base of both ways. A view gets the discovery or organization of its address, and the other
    names of the address in their order: the last one is the artifact's, or its parent's where it is added
    or ordered."""

    kind: ArtifactKind[M]
    # The fields of a page that does not ask for all of them.
    layout: Layout | None = None
    # The class of a form that does more than its kind says.
    form: type[KindForm[M]] = KindForm
    # The headings of the two forms, and what is said after a write. %(name)s is the artifact, in `add_title`
    # what it belongs to; `added` has none.
    add_title: Text
    edit_title: Text = gettext_lazy("Edit “%(name)s”")
    added: Text = gettext_lazy("Added")
    saved: Text = gettext_lazy("Saved")
    # Whether who looks for something to do is offered to add one; not where another page leads to the form.
    is_action: bool = True
    # What else people type who look for that; they don't read it.
    words: tuple[str, ...] = ()
    deleted: Text = gettext_lazy("Deleted: %(name)s")

    @property
    def add_url_name(self) -> str:
        """The name of the address that adds one."""
        return f"{type(self).__module__.partition('.')[0]}:{self.kind.noun}_add"

    def urls(
        self, below: str, one: str, *, edit: str | None = "", is_sortable: bool = True
    ) -> list[URLPattern]:
        """The addresses: to add and to order under `below`, to change and to delete under `one`. Where `one`
        is a page of the artifact, it is changed at `edit` below it; None for what is only added and deleted.
        What is shown in the order in which it was added is not `is_sortable`."""
        noun = self.kind.noun
        if self.is_action and not self.kind.has_parents:
            added_to[self.kind.root].append(self)
        ordered = [path(f"{below}order/", self.access(require_POST(self.order)), name=f"{noun}_order")]
        edits = [path(f"{one}{edit}", self.access(form_methods(self.edit)), name=f"{noun}_edit")]
        return [
            path(f"{below}add/", self.access(form_methods(self.add)), name=f"{noun}_add"),
            *(ordered if self.kind.is_ordered and is_sortable else ()),
            *(() if edit is None else edits),
            path(f"{one}delete/", self.access(require_POST(self.delete)), name=f"{noun}_delete"),
        ]

    # --- What pages may say otherwise ---------------------------------------------------------------

    def access(self, view: View) -> View:
        """The view with its access declared: for those who write what belongs to the kind's scope."""
        return page_scopes.get(name_of(self.kind.root)).writers(view)

    def scope(self, place: Any) -> Artifact:
        """The scope of the kind's artifacts, from what the address names first."""
        scope: Artifact = place
        return scope

    def draft(self, request: Request, place: Any, *names: Any) -> M:
        """The draft for the form of a new artifact. Raises NotFound."""
        scope = self.scope(place)
        parent = find(self.kind.parents(scope), uuid=names[-1]) if names else scope
        draft = self.kind.within(scope, self.kind.new(parent))
        self._check_address(draft, names)
        return draft

    def initial(self, request: Request, draft: M) -> dict[str, Any]:
        """Further initial values of the form of a new artifact, such as those of its links."""
        return {}

    def artifact(self, place: Any, *names: Any) -> M:
        """The artifact that the address names. Raises NotFound."""
        scope = self.scope(place)
        artifact = self.kind.within(scope, find(self.kind.below(scope), uuid=names[-1]))
        self._check_address(artifact, names[:-1])
        return artifact

    def save_new(self, actor: Actor, draft: M, **links: Any) -> M:
        """Writes a new artifact. A page whose artifact has services of its own calls those, here and in
        `save_changed`."""
        return kinds.add(actor=actor, draft=draft, **links)

    def save_changed(self, actor: Actor, artifact: M, revision: int | None, **fields: Any) -> M:
        return kinds.change(actor=actor, artifact=artifact, revision=revision, **fields)

    # --- The views ----------------------------------------------------------------------------------

    def add(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        draft = self.draft(request, place, *names.values())
        self.kind.check_may_edit(request.actor, draft)
        form = form_of(self.kind, self.layout, self.form)(
            posted(request),
            instance=draft,
            actor=request.actor,
            initial=self.initial(request, draft),
        )
        return self.show_add(
            request,
            place,
            form,
            lambda: self.save_new(request.actor, form.instance, **form.linked()),
        )

    def edit(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        artifact = self.artifact(place, *names.values())
        self.kind.check_may_edit(request.actor, artifact)
        form = form_of(self.kind, self.layout, self.form)(
            posted(request), instance=artifact, actor=request.actor
        )
        return self.show_edit(
            request,
            place,
            form,
            lambda: self.save_changed(request.actor, artifact, form.seen_revision, **form.values()),
        )

    def delete(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        artifact = self.artifact(place, *names.values())
        operation = kinds.delete(actor=request.actor, artifact=artifact)
        message = deletion_in_words(operation, artifact, _with_name(self.deleted, artifact))
        return self.show_deleted(request, place, artifact, message, operation)

    def order(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        draft = self.draft(request, place, *names.values())
        order = sent_order(request, self.kind.nouns)
        kinds.reorder(self.kind, actor=request.actor, parent=self.kind.parent(draft), order=order)
        # The page is in the new order already, by the script that moved things.
        return HttpResponse(status=204)

    # --- How they answer ----------------------------------------------------------------------------

    @abstractmethod
    def show_add(self, request: Request, place: Any, form: ArtifactForm[M], save: Save) -> HttpResponse:
        """The form of a new artifact; once it is valid, `save` it."""

    @abstractmethod
    def show_edit(self, request: Request, place: Any, form: ArtifactForm[M], save: Save) -> HttpResponse:
        """The form of an artifact; once it is valid, `save` it."""

    @abstractmethod
    def show_deleted(
        self, request: Request, place: Any, artifact: M, message: str, operation: Operation
    ) -> HttpResponse:
        """The answer after the artifact was deleted by the operation."""

    def _check_address(self, artifact: M, names: tuple[Any, ...]) -> None:
        """Raises NotFound for an address that names what the artifact does not belong to."""
        if not {*names} <= {each.uuid for each in self.kind.above(artifact)}:
            raise NotFound


def _with_name(text: Text, artifact: Artifact) -> str:
    return str(text) % {"name": artifact}


# The pages that add something to a scope itself, and not below something else of it, by the model of the
# scope. `urls` enters them.
added_to: dict[type[Model], list[KindPages[Any]]] = defaultdict(list)


class InPlace(KindPages[M]):
    """Forms that open in a part of a discovery's page, which is shown again after each write."""

    @abstractmethod
    def part(self, request: Request, place: Any, artifact: M) -> PagePart:
        """The part of the page in which the artifact stands, or will stand."""

    def add_slot(self, draft: M) -> str:
        """The element in which the form of a new artifact opens."""
        return "slot-add"

    def slot(self, artifact: M) -> str:
        """The element in which the form of the artifact opens."""
        return f"slot-{artifact.uuid}"

    def show_add(self, request: Request, place: Any, form: ArtifactForm[M], save: Save) -> HttpResponse:
        draft = form.instance
        return edit_in_place(
            request,
            place,
            form,
            save,
            part=self.part(request, place, draft),
            slot=self.add_slot(draft),
            title=_with_name(self.add_title, self.kind.parent(draft)),
            message=str(self.added),
        )

    def show_edit(self, request: Request, place: Any, form: ArtifactForm[M], save: Save) -> HttpResponse:
        artifact = form.instance
        return edit_in_place(
            request,
            place,
            form,
            save,
            part=self.part(request, place, artifact),
            slot=self.slot(artifact),
            title=_with_name(self.edit_title, artifact),
            message=str(self.saved),
        )

    def show_deleted(
        self, request: Request, place: Any, artifact: M, message: str, operation: Operation
    ) -> HttpResponse:
        return self.part(request, place, artifact).answer(request, message, undoes=operation)


class Dialog(KindPages[M]):
    """Forms on a page of their own, which open in a dialog of the page that links to them."""

    # What the button says that saves a new artifact.
    add_label: Text = ""

    @abstractmethod
    def back(self, place: Any, artifact: M) -> str:
        """Address of the page after a write."""

    def show_add(self, request: Request, place: Any, form: ArtifactForm[M], save: Save) -> HttpResponse:
        title = _with_name(self.add_title, self.kind.parent(form.instance))
        label, message = str(self.add_label), str(self.added)
        return self._form(request, place, form, save, title=title, message=message, save_label=label)

    def show_edit(self, request: Request, place: Any, form: ArtifactForm[M], save: Save) -> HttpResponse:
        title = _with_name(self.edit_title, form.instance)
        return self._form(request, place, form, save, title=title, message=str(self.saved))

    def _form(
        self, request: Request, place: Any, form: ArtifactForm[M], save: Save, **words: Any
    ) -> HttpResponse:
        back = self.back(place, form.instance)
        return form_view(request, form, save, back=back, **words, **{name_of(place): place})

    def show_deleted(
        self, request: Request, place: Any, artifact: M, message: str, operation: Operation
    ) -> HttpResponse:
        return redirect_with_toast(request, self.back(place, artifact), message, undoes=operation)


class OrganizationDialog(Dialog[M]):
    """Dialogs of artifacts of an organization."""

    saved = gettext_lazy("Saved.")
