"""Drawing regions: the only part of the live layer that runs in the renderer's thread and may use the ORM."""

import logging
from collections.abc import Callable, Hashable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.utils import translation

from live.messages import Patch
from live.regions import PlaceGone, Region, Screen, Snapshot

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DrawOrder:
    """A region of a screen to draw: all of it, or, when ``items`` is given, only those.

    ``has_changes`` is False when only those need it who do not have it yet.
    """

    screen: Screen
    region: Region
    items: frozenset[str] | None = None
    has_changes: bool = True


@dataclass(frozen=True, slots=True)
class DrawResult:
    """The patches that an order became; None when it failed. ``is_gone``: the screen has to load its page
    again (`PlaceGone`)."""

    order: DrawOrder
    patches: tuple[Patch, ...] | None
    is_gone: bool = False


def draw(
    workshop_id: int,
    revision: int,
    connected: frozenset[str],
    orders: Iterable[DrawOrder],
    cache: dict[Hashable, object],
    reading: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> list[DrawResult]:
    """Draw the orders of one turn; a region that fails is logged and does not hinder the others.

    Within ``reading`` its regions share what they read, and through ``cache`` with the other turns of a tick.
    """
    with reading():
        return _draw(workshop_id, revision, connected, orders, cache)


def _draw(
    workshop_id: int,
    revision: int,
    connected: frozenset[str],
    orders: Iterable[DrawOrder],
    cache: dict[Hashable, object],
) -> list[DrawResult]:
    results = []
    for order in orders:
        screen = order.screen
        snapshot = Snapshot(workshop_id, revision, screen.audience, connected, cache, screen.track)
        try:
            with translation.override(screen.language):
                patches = _patches(order, snapshot)
        except PlaceGone:
            results.append(DrawResult(order, None, is_gone=True))
            continue
        except Exception:
            logger.exception(
                "Region %r of the %s could not be drawn (workshop %s, revision %s).",
                order.region.key,
                order.region.audience,
                workshop_id,
                revision,
            )
            patches = None
        results.append(DrawResult(order, patches))
    return results


def _patches(order: DrawOrder, snapshot: Snapshot) -> tuple[Patch, ...]:
    region = order.region
    if order.items is not None and region.render_item is not None:
        return tuple(
            Patch(region.key, snapshot.revision, key=key, html=region.render_item(snapshot, key))
            for key in sorted(order.items)
        )
    if region.render is None:
        return (Patch(region.key, snapshot.revision, pull=True),)
    return (Patch(region.key, snapshot.revision, html=region.render(snapshot)),)
