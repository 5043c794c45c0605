"""The Data Mesh delta: visits, and what was scored on each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Stale
from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.default_language import in_language_of
from organizations.actors import Actor
from process.models import DeltaDimension, DeltaScore, DeltaVisit
from process.shipped import DIMENSIONS
from workshops.models import ActionItem
from workshops.results.quick_captures import services as captures


def begin_delta(*, actor: Actor, discovery: Discovery) -> Operation:
    """Add the shipped dimensions that the delta does not have and, when there is none, the first visit, of
    today. Raises NotAllowed or NotFound."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "delta.begun", summary=discovery.name, place=discovery) as current:
        with in_language_of(discovery):
            shipped = [
                {
                    "stream": each.stream,
                    "key": each.key,
                    "name": str(each.name),
                    "description": str(each.description),
                }
                for each in DIMENSIONS
            ]
        artifacts.add_missing(DeltaDimension, "key", shipped, discovery=discovery)
        if not DeltaVisit.objects.filter(discovery=discovery).exists():
            _first_visit(discovery)
    return current


def add_visit(*, actor: Actor, draft: DeltaVisit) -> DeltaVisit:
    """Look at the delta again. What was wanted on the visit before its date is wanted still, with the
    actions that came of it; where the domain is today is to be said again. Raises as kinds.add."""
    discovery = draft.discovery
    permissions.check_edit_discovery(actor, discovery)
    with kinds.writing(actor, "added", draft):
        artifacts.locked(discovery)
        if existing := kinds.added_already(draft, discovery_id=discovery.pk):
            return existing
        visits = DeltaVisit.objects.filter(discovery=discovery, held_on__lte=draft.held_on)
        last = visits.order_by("held_on", "pk").last()
        visit = kinds.insert(draft)
        scores = DeltaScore.objects.filter(visit=last, dimension__deleted_at=None) if last else ()
        for score in scores:
            if score.wanted is not None or score.action_id is not None:
                artifacts.add(
                    DeltaScore,
                    visit=visit,
                    dimension_id=score.dimension_id,
                    wanted=score.wanted,
                    action_id=score.action_id,
                )
    return visit


def score_dimension(
    *, actor: Actor, visit: DeltaVisit, dimension: DeltaDimension, revision: int | None = None, **fields: Any
) -> DeltaScore:
    """Say where the domain is and wants to be; `fields` are the fields of the kind.

    `revision` is that of the score that the person saw, None when there was none. Raises Stale when someone
    scored it since, Invalid for numbers out of range and a dimension of another discovery.
    """
    permissions.check_edit_discovery(actor, visit.discovery)
    with operation(actor, "delta.scored", summary=dimension.name, place=visit.discovery):
        # Two who score it first at once: the second waits here, and then sees the first.
        artifacts.locked(visit)
        artifacts.locked(dimension)
        current = DeltaScore.objects.filter(visit=visit, dimension=dimension).first()
        if current is None:
            return kinds.insert(DeltaScore(visit=visit, dimension=dimension, **fields))
        if revision is None:
            raise Stale(_("Someone else changed this score while you were editing."), current)
        return kinds.update(current, revision=revision, **fields)


def record_dimension(*, actor: Actor, dimension: DeltaDimension, numbers: Mapping[str, int]) -> DeltaScore:
    """Records a room's scores of a dimension on the latest visit; without one, on the first, of today.
    `numbers` are by field of the score: others of it stay. Raises Invalid for numbers out of range."""
    discovery = dimension.discovery
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "delta.scored", summary=dimension.name, place=discovery):
        artifacts.locked(discovery)
        visit = DeltaVisit.objects.filter(discovery=discovery).last() or _first_visit(discovery)
        current = DeltaScore.objects.filter(visit=visit, dimension=dimension).first()
        if current is None:
            return kinds.insert(DeltaScore(visit=visit, dimension=dimension, **numbers))
        return kinds.update(artifacts.locked(current), **numbers)


def _first_visit(discovery: Discovery) -> DeltaVisit:
    with in_language_of(discovery):
        name = _("Discovery")
    return artifacts.add(DeltaVisit, discovery=discovery, name=name, held_on=timezone.localdate())


def make_action(*, actor: Actor, score: DeltaScore, uuid: UUID | None = None, **fields: Any) -> ActionItem:
    """An action that closes the gap, in the stream of its dimension; `fields` are its title, owner and so on.
    `uuid` is the one that the form chose: sent again, it is the same action.

    Raises Conflict when there is another one already.
    """
    discovery = score.visit.discovery
    action = ActionItem(discovery=discovery, uuid=uuid or uuid4(), **fields)
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "delta.action_made", summary=action.title, place=discovery):
        current = artifacts.locked(score)
        item = current.action
        if item is not None and item.deleted_at is None and item.uuid != action.uuid:
            raise Conflict(_("This gap already has an action."))
        action.stream = score.dimension.stream
        item = captures.add(actor=actor, draft=action)
        artifacts.change(current, action=item)
    return item
