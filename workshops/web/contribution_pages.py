"""The addresses of what people send from a room, and of what a facilitator decides on it.

They follow from the contribution (contributions.services), as pages of artifacts follow from their kind. A
subclass names the contribution, the activity that takes it, the form that phones send, and what is said then.
"""

from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.labels import Text
from core.models import Artifact
from organizations.actors import Actor
from organizations.web import Request, find, with_toast
from organizations.web.access import View
from workshops.contributions import services as contributions
from workshops.contributions.answers.forms import ContributionForm
from workshops.contributions.services import Contribution, Offer
from workshops.models import Activity, Workshop
from workshops.web import access
from workshops.web.room_responses import check_kind, refused, saved_answer

C = TypeVar("C", bound=Artifact)

LISTED = gettext_lazy("It is on the facilitator’s list")
"""What a phone says of something that waits until it is accepted."""


class ContributionPages(Generic[C]):
    """Pages on which phones send and delete, and the facilitator clears the list."""

    contribution: Contribution[C]
    # The key of the kind of activity.
    activity: ClassVar[str]
    # Its values are the `uuid` and what `send` takes besides.
    form: ClassVar[type[ContributionForm]]
    confirmation: ClassVar[Text]
    declined: ClassVar[Text] = gettext_lazy("Removed from the list")

    def urls(self, prefix: str, one: str, name: str) -> list[URLPattern]:
        """The addresses below that of a workshop: to send and to delete under `prefix`, which names the
        `activity`, and to decide under `one`, which names the `uuid`. Their names begin with `name`."""
        return [
            path(prefix, self.adding, name=f"{name}_add"),
            path(f"{prefix}<uuid:uuid>/delete/", self.dropping, name=f"{name}_drop"),
            path(f"{one}decline/", self.declining, name=f"{name}_decline"),
        ]

    @property
    def adding(self) -> View:
        """The view that takes what a phone sends."""
        return access.contributor(require_POST(self.add))

    @property
    def dropping(self) -> View:
        """The view by which people delete what they sent."""
        return access.contributor(require_POST(self.drop))

    @property
    def declining(self) -> View:
        """The view by which the facilitator takes something off the list."""
        return access.console(require_POST(self.decline))

    def rows(self, workshop: Workshop) -> QuerySet[C]:
        """Contributions of this kind in the workshop."""
        rows: QuerySet[C] = self.contribution.model.objects.filter(activity__track__workshop=workshop)
        return rows.select_related("activity__track__workshop__discovery__domain__organization")

    def send(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> C:
        """Saves what the form holds. Raises as `contributions.take`."""
        return contributions.take(self.contribution, actor=actor, activity=activity, uuid=uuid, **fields).row

    def confirmation_of(self, row: C) -> Text:
        """The phone's message once it is saved."""
        return self.confirmation

    def add(self, request: Request, activity: Activity) -> JsonResponse:
        """Something from a phone. Sent twice under one `uuid`, it is there once."""
        check_kind(activity, self.activity)
        form = self.form(request.POST)
        if not form.is_valid():
            return refused(form)
        fields = {name: value for name, value in form.cleaned_data.items() if name not in ("device", "tap")}
        return saved_answer(activity, str(self.confirmation_of(self.send(request.actor, activity, **fields))))

    def drop(self, request: Request, activity: Activity, **names: UUID) -> JsonResponse:
        """Delete what one sent oneself, which the address names after the activity."""
        (uuid,) = names.values()
        contributions.drop(self.contribution, actor=request.actor, activity=activity, uuid=uuid)
        return saved_answer(activity)

    def decline(self, request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
        """Off the list, and offer to undo it."""
        row = find(self.rows(workshop), uuid=uuid)
        operation = contributions.decline(self.contribution, actor=request.actor, row=row)
        return with_toast(HttpResponse(status=204), str(self.declined), undoes=operation)


class OfferPages(ContributionPages[C]):
    """With a facilitator who accepts it."""

    contribution: Offer[C]
    accepted: ClassVar[Text]

    def urls(self, prefix: str, one: str, name: str) -> list[URLPattern]:
        """And to accept it under `one`."""
        accepting = path(f"{one}accept/", self.accepting, name=f"{name}_accept")
        return [*super().urls(prefix, one, name), accepting]

    @property
    def accepting(self) -> View:
        """The view by which the facilitator accepts something."""
        return access.console(require_POST(self.accept))

    def accept(self, request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
        """One tap: something is made of it."""
        row = find(self.rows(workshop), uuid=uuid)
        operation = contributions.accept(self.contribution, actor=request.actor, row=row)
        return with_toast(HttpResponse(status=204), str(self.accepted), undoes=operation)
