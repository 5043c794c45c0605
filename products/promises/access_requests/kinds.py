"""Requests for access to an output port. They are answered in a special way:
promises/access_requests/services.py."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict
from core.kinds import ArtifactKind, Layout, Lines, LinkedRows, Radios, check_visible, check_year
from core.labels import Text
from discovery.permissions import check_see_discovery
from organizations.actors import Actor
from organizations.models import Person
from organizations.permissions import allows
from products.models import AccessRequest, RequestState
from products.permissions import check_answer_requests
from products.promises.access_requests.policies import (
    REQUEST_TRANSITIONS,
    check_answer,
    check_may_be_asked_for,
    check_request_transition,
)

ANSWER = Layout(Radios("state"), "expires_on", Lines("answer"))
"""The fields that the owner fills."""


class AccessRequestKind(ArtifactKind[AccessRequest]):
    """Everyone who sees a discovery may ask; its editors and the owner of the product answer. A granted
    request ends before it is deleted; where it goes with its port, its rule goes too."""

    model = AccessRequest
    recognized_by = ("who", "purpose")
    extra_file_fields = ("state", "answer", "answered_on")
    on_delete_trash = ("rule",)
    path = "port__product__discovery"
    title = "who"
    page = "products:product_requests"
    anchor = "slot"
    layout = Layout("who", Radios("users"), Lines("purpose", 3), "asked_by", "expires_on")
    help_texts = {
        "who": gettext_lazy("A role, a team or a program, named as in the access rules."),
        "purpose": gettext_lazy("The intended use, and what wouldn’t work without access."),
        "expires_on": gettext_lazy("Leave empty for no end date."),
    }
    empty = {"asked_by": gettext_lazy("Not set")}

    def check_may_edit(self, actor: Actor, artifact: AccessRequest) -> None:
        product = artifact.port.product
        if artifact.pk:
            check_answer_requests(actor, product)
        else:
            check_see_discovery(actor, product.discovery)

    def within_reach(self, actor: Actor, artifact: AccessRequest) -> dict[str, QuerySet[Any]]:
        """People who answer requests may choose who asks; all others ask for themselves."""
        if allows(check_answer_requests, actor, artifact.port.product):
            return {}
        return {"asked_by": self.own_people(actor, artifact)}

    def own_people(self, actor: Actor, artifact: AccessRequest) -> QuerySet[Person]:
        """The person that the actor is, of those whom the request can name."""
        people: QuerySet[Person] = self.choices(artifact)["asked_by"]
        return people.filter(account=actor.account) if actor.account is not None else people.none()

    def offered(self, artifact: AccessRequest) -> dict[str, Iterable[tuple[Any, Text]]]:
        """The states that it may change to now."""
        moves = REQUEST_TRANSITIONS[RequestState(artifact.state)]
        return {"state": [(state.value, move.action) for state, move in moves.items()]}

    def check(self, draft: AccessRequest, before: AccessRequest | None) -> None:
        check_visible(draft.purpose, "purpose")
        check_year(draft.expires_on, "expires_on")
        if before is None:
            check_may_be_asked_for(draft.port)
        elif before.state != RequestState.ASKED and draft.state == before.state:
            raise Conflict(_("This request has been answered and can’t be changed anymore."))

    def check_file_values(
        self, draft: AccessRequest, before: AccessRequest | None, links: LinkedRows
    ) -> None:
        """A new request may come with its answer. One that is there is refused by a file at most: what lets
        someone in comes and goes with a grant and its end, which are shown on the page."""
        if before is None or draft.state == before.state:
            return
        to = RequestState(draft.state)
        check_request_transition(before, to)
        check_answer(before, to, draft.answer, draft.expires_on, timezone.localdate())
        if to != RequestState.REFUSED:
            raise Conflict(
                _("An import can’t grant or end access. Answer the request on the page of its port.")
            )

    def check_may_delete(self, artifact: AccessRequest) -> None:
        if artifact.state == RequestState.GRANTED:
            message = _("%(who)s has access through this request. End the access first.")
            raise Conflict(message % {"who": artifact.who})

    def where(self, artifact: AccessRequest) -> list[object]:
        return [artifact.port.product.discovery.slug, artifact.port.product.uuid]

    def summary(self, artifact: AccessRequest) -> str:
        return f"{artifact.port.product.name}, {artifact.port.name}: {artifact.who}"


ACCESS_REQUEST = AccessRequestKind()
