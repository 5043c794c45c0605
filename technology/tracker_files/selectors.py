"""Tasks of a discovery: iterations of data products, gaps of the platform, actions."""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.urls import reverse

from core.models import if_there
from core.selectors.cache_until_write import cached_while_unchanged
from discovery.models import Discovery
from products.figure_states import ComputedFigure, states_for
from products.models import Iteration
from technology.gaps.selectors import gap_analysis
from technology.tracker_files.rules import ACTION, GAP, ITERATION, Task
from workshops.models import ActionState


def tasks_of(discovery: Discovery) -> list[Task]:
    """Iterations in the order of the products, then gaps in the order of closing, then actions by their due
    date. Actions that were dropped and iterations of retired products are left out."""
    return [*_iterations(discovery), *_gaps(discovery), *_actions(discovery)]


@cached_while_unchanged
def has_tasks(discovery: Discovery) -> bool:
    """True if there is at least one task."""
    return any(True for _task in chain(_gaps(discovery), _iterations(discovery), _actions(discovery)))


def _url(name: str, *arguments: object) -> str:
    return settings.BASE_URL + reverse(name, args=arguments)


def _iterations(discovery: Discovery) -> Iterator[Task]:
    rows = Iteration.objects.filter(
        product__discovery=discovery,
        product__deleted_at=None,
        product__state__in=states_for(ComputedFigure.TRACKERS),
    )
    rows = rows.select_related("product__owner").order_by("product__position", "product", "position", "pk")
    for row in rows:
        yield Task(
            uuid=str(row.uuid),
            kind=ITERATION,
            title=f"{row.product.name}: {row.name}",
            lines=(row.serves, row.adds),
            owner=str(if_there(row.product.owner) or ""),
            starts=row.starts_on,
            due=row.ends_on,
            is_done=row.done_on is not None,
            url=_url("products:product_iterations", discovery.slug, row.product.uuid),
        )


def _gaps(discovery: Discovery) -> Iterator[Task]:
    for line in gap_analysis(discovery).lines:
        capability = line.line.capability
        blocks = ", ".join(each.product.name for each in line.blocks)
        yield Task(
            uuid=str(capability.uuid),
            kind=GAP,
            title=f"{capability.name}: {line.gap.today} → {line.gap.needed}",
            lines=(f"Needed by: {blocks}" if blocks else "",),
            owner=str(if_there(capability.gap_closer) or ""),
            starts=None,
            due=capability.gap_until,
            is_done=False,
            url=_url("technology:gaps", discovery.slug),
            weeks="" if line.gap.is_assumed else str(line.weeks),
        )


def _actions(discovery: Discovery) -> Iterator[Task]:
    rows = discovery.actionitems.exclude(state=ActionState.DROPPED).select_related("owner", "workshop")
    for row in rows.order_by("due", "pk"):
        yield Task(
            uuid=str(row.uuid),
            kind=ACTION,
            title=row.title,
            lines=(row.detail, f"Workshop: {row.workshop}" if row.workshop else ""),
            owner=row.responsible,
            starts=None,
            due=row.due,
            is_done=row.state == ActionState.DONE,
            url=_url("discovery:discovery_actions", discovery.slug),
        )
