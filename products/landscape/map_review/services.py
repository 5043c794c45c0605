"""Marking what is missing, doubled or wrong on the map of a discovery's products, and settling it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.services import artifacts
from organizations.actors import Actor
from products.models import DataProduct, MapMark, MarkKind
from products.selectors.room_products import products_at
from workshops.contributions.services import Contribution, deciding, of_author, take
from workshops.models import ActionItem, Activity, Question
from workshops.results.quick_captures import services as captures

NO_KIND = gettext_lazy("Choose whether something is missing, duplicated or wrong.")
MARKS = "marks"
"""The item of a review that lists the marks."""
MAP = "map"
"""The item of a review that is the map."""


class Marks(Contribution[MapMark]):
    """Marks of people in a room on the map; facilitators settle them."""

    model = MapMark
    noun = "map_mark"

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return [MARKS]

    def summary(self, row: MapMark) -> str:
        return row.text

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> MapMark:
        discovery = activity.track.workshop.discovery
        fields["product"] = _product(activity, fields["product"])
        return super().add(actor, activity, uuid, discovery=discovery, **fields)

    def check_open(self, row: MapMark) -> None:
        if row.is_settled:
            raise Conflict(_("This is already settled."))


CONTRIBUTION = Marks()


# --- People in the room ---------------------------------------------------------------------------


def add_mark(
    *,
    actor: Actor,
    activity: Activity,
    kind: str,
    text: str,
    product: UUID | None = None,
    uuid: UUID,
) -> MapMark:
    """Adds an observation of someone in the room. Raises as `contributions.take`, Invalid for a kind that
    there is not, and Conflict when the product is gone."""
    if kind not in MarkKind.values:
        raise Invalid(NO_KIND, "kind")
    fields: dict[str, Any] = {"text": text, "kind": kind, "product": product}
    return take(CONTRIBUTION, actor=actor, activity=activity, uuid=uuid, **fields).row


def delete_mark(*, actor: Actor, activity: Activity, uuid: UUID) -> MapMark:
    """Delete one's own mark; a second time changes nothing. Raises as `contributions.take`."""
    with of_author(CONTRIBUTION, "deleted", actor=actor, activity=activity, uuid=uuid) as (own, _operation):
        artifacts.trash(own.row)
    return own.row


def _product(activity: Activity, uuid: UUID | None) -> DataProduct | None:
    if uuid is None:
        return None
    # Locked: a merge or a deletion runs before or after this.
    product = products_at(activity).select_for_update(of=("self",)).filter(uuid=uuid).first()
    if product is None:
        raise Conflict(_("This data product was deleted. Choose another, or none."))
    return product


# --- The facilitator ------------------------------------------------------------------------------


def settle_mark(*, actor: Actor, mark: MapMark, is_settled: bool = True) -> Operation:
    """Mark it as done with, or open it again. Raises NotAllowed, NotFound."""
    with deciding(CONTRIBUTION, "settled" if is_settled else "opened", actor=actor, row=mark) as (
        row,
        current,
    ):
        artifacts.change(row, is_settled=is_settled)
    return current


def remove_mark(*, actor: Actor, mark: MapMark) -> Operation:
    """The mark, settled or not, goes to the trash. Raises NotAllowed, NotFound."""
    with deciding(CONTRIBUTION, "deleted", actor=actor, row=mark) as (row, current):
        artifacts.trash(row)
    return current


def turn_mark(*, actor: Actor, mark: MapMark, into: str) -> tuple[ActionItem | Question, Operation]:
    """Make an "action" or a "question" of the discovery of the mark, which is settled with it; what was made,
    and the operation that undoes both. Raises NotAllowed, NotFound, and Conflict for a settled one."""
    with deciding(CONTRIBUTION, "turned", actor=actor, row=mark) as (row, current):
        CONTRIBUTION.check_open(row)
        title = f"{mark.product.name}: {mark.text}" if mark.product is not None else mark.text
        model = ActionItem if into == "action" else Question
        draft: ActionItem | Question = model(
            discovery=mark.discovery,
            workshop=mark.activity.track.workshop if mark.activity is not None else None,
            activity=mark.activity,
            title=title[:300],
            detail=str(mark.get_kind_display()),
        )
        who = mark.participant.as_author() if mark.participant else ""
        artifact = captures.add(actor=actor, draft=draft, captured_by=who)
        artifacts.change(row, is_settled=True)
    return artifact, current
