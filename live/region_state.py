"""Bookkeeping of a room, without I/O: what one tick has to draw, what is kept of it, and who gets which
patch."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from live.messages import Patch
from live.regions import Region, Screen
from live.rendering import DrawOrder, DrawResult
from live.room import PATIENT, Dirty, Fragment, Room
from live.subscriber import Subscriber

MOST_ITEMS: Final = 40
"""Items kept beside the whole of a region, for those who come later, before all of it is drawn again for
them."""
MOST_POLLED: Final = 400
"""The limit while someone polls: a poll gets each item once, and must not redraw the whole board."""

Regions = Callable[[str], Iterable[Region]]


def turns(room: Room, screens: set[Screen]) -> list[set[Screen]]:
    """Return the screens in the order of their drawing: those that most streams show come first, and are sent
    before the others are drawn. Two hundred phones do not wait for the one console, which is the dearest."""
    audiences = Counter(subscriber.screen.audience for subscriber in room.subscribers)
    most = max(audiences, key=audiences.__getitem__, default="")
    first = {screen for screen in screens if screen.audience == most}
    return [turn for turn in (first, screens - first) if turn]


def plan(
    room: Room,
    regions: Regions,
    dirty: Dirty,
    screens: Iterable[Screen],
    *,
    joined: set[Screen],
    stale: set[Screen],
) -> list[DrawOrder]:
    """Return what has to be drawn for ``screens``, and drop the boards that too many items make outdated.

    Someone came to the screens ``joined``, and to those in ``stale`` with a page that shows less than is
    known.
    """
    orders = []
    for screen in sorted(screens, key=lambda screen: (screen.audience, screen.track or 0, screen.language)):
        missed = room.missed(screen, dirty)
        for region in regions(screen.audience):
            is_needed = screen in (joined if region.topics & PATIENT else stale)
            if order := _order(room, screen, region, missed, is_needed=is_needed):
                orders.append(order)
    return orders


def _order(room: Room, screen: Screen, region: Region, dirty: Dirty, *, is_needed: bool) -> DrawOrder | None:
    slot = screen, region.key
    if dirty.whole(region) or slot in room.failed:
        # As drawn before it stays until `keep`: of counts, pages may show that (`current_fragments`).
        return DrawOrder(screen, region)
    items = dirty.items(region)
    fragment = room.fragments.get(slot)
    if fragment and items:
        most = MOST_POLLED if screen in room.polled else MOST_ITEMS
        if len(fragment.items.keys() | items) > most:
            fragment = room.fragments.pop(slot) and None
    if fragment is None and is_needed:
        return DrawOrder(screen, region, has_changes=bool(items))  # all of it includes the changed items
    return DrawOrder(screen, region, items) if items else None


def forget(room: Room, regions: Regions, dirty: Dirty, but: set[Screen]) -> None:
    """Drop the outdated fragments of screens that no one has at the moment."""
    for screen in {screen for screen, _ in room.fragments} - but:
        missed = room.missed(screen, dirty)
        for region in regions(screen.audience):
            if missed.whole(region) or missed.items(region):
                room.fragments.pop((screen, region.key), None)
    for screen in room.later.keys() - but:
        del room.later[screen]


def may_wait(room: Room, dirty: Dirty, turn: set[Screen], arriving: set[Screen]) -> bool:
    """Return True if screens of a later turn can be drawn with the next changes: only counts changed, and
    no page has just come to them or polls."""
    return dirty.is_counts and not turn & (arriving | room.polled.keys())


def keep(room: Room, results: Iterable[DrawResult], number: int) -> dict[Screen, list[Patch]]:
    """Remember what tick ``number`` drew for those who come later; return the changes by screen."""
    fresh: dict[Screen, list[Patch]] = {}
    for result in results:
        order, patches = result.order, result.patches
        slot = order.screen, order.region.key
        if result.is_gone:
            room.fragments.pop(slot, None)
            continue
        if patches is None:
            room.failed.add(slot)
            room.fragments.pop(slot, None)
            continue
        if order.items is None:
            room.failed.discard(slot)
            room.fragments[slot] = Fragment(patches[0], number)
        elif fragment := room.fragments.get(slot):
            fragment.items.update({patch.key: (number, patch) for patch in patches if patch.key is not None})
        if order.has_changes:
            fresh.setdefault(order.screen, []).extend(patches)
    return fresh


def state(room: Room, regions: Regions, screen: Screen, revision: int) -> tuple[list[Patch], list[Patch]]:
    """Return the current state of all regions, and of those among them that every newcomer is told: presence
    moves without the revision, and the counts of a page may be older than it says (`current_fragments`).

    The patches are stamped again with ``revision``, up to which they hold: a page ignores what is older than
    itself, and a page that comes from another breakout room shows newer parts of that one.
    """
    everything, presence = [], []
    for region in regions(screen.audience):
        if fragment := room.fragments.get((screen, region.key)):
            parts = [fragment.whole, *(patch for _, patch in fragment.items.values())]
            patches = [replace(patch, revision=max(revision, patch.revision)) for patch in parts]
            everything += patches
            if region.topics & PATIENT:
                presence += patches
    return everything, presence


def current_fragments(
    room: Room, regions: Regions, screen: Screen, revision: int
) -> tuple[Mapping[str, str], int]:
    """Return the regions that a page of ``screen`` may show as they were drawn for the streams, by key, and
    the revision up to which they hold, at most ``revision``.

    Any thread may ask, beside the loop: what is heard of is marked before its revision counts as known, and a
    mark is looked at before the fragment.
    """
    up_to = room.revisions.up_to
    if up_to is None:
        return {}, revision
    dirty, drawing = room.dirty, room.drawing
    fragments = {}
    for region in regions(screen.audience):
        # Items come with a page in their own way (boards.py).
        if region.render_item or dirty.outdates(region) or drawing.outdates(region):
            continue
        if (fragment := room.fragments.get((screen, region.key))) and fragment.whole.html is not None:
            fragments[region.key] = fragment.whole.html
    return fragments, min(up_to, revision) if fragments else revision


def is_stale(newcomer: Subscriber, moved: int) -> bool:
    """Return True if its page may show less than there is, or another breakout room than its participant is
    in. Every newcomer is told who else has come in since (`state`)."""
    return newcomer.claim is None or newcomer.claim < moved


def notices(room: Room, dirty: Dirty, revision: int, number: int) -> dict[str, list[Patch]]:
    """The patches to single participants of tick ``number``; for those who poll they are kept."""
    patches: dict[str, list[Patch]] = {}
    for participant, region in dirty.notices:
        patches.setdefault(participant, []).append(Patch(region, revision, pull=True))
        if participant in room.polling:
            room.notices.setdefault(participant, {})[region] = number
    return patches


def offer_changes(
    room: Room,
    turn: set[Screen],
    fresh: Mapping[Screen, list[Patch]],
    own: Mapping[str, list[Patch]],
    states: Mapping[Screen, tuple[list[Patch], list[Patch]]],
    newcomers: set[Subscriber],
    behind: set[Subscriber],
    proof: int,
) -> None:
    """Hand the streams of one turn's screens what they have to send: the changes ``fresh``, and what is their
    person's ``own``. Newcomers get presence as well; those among them who are ``behind``, the whole state."""
    failed = {screen for screen, _ in room.failed}
    for subscriber in room.subscribers:
        screen = subscriber.screen
        if screen not in turn:
            continue
        changes = own.get(subscriber.participant or "", [])
        complete = None if screen in failed else proof
        if subscriber in newcomers:
            everything, presence = states[screen]
            state = everything if subscriber in behind else presence + fresh.get(screen, [])
            subscriber.offer(state + changes, complete, announce=True)
            subscriber.settled = True
        elif subscriber.settled:
            subscriber.offer(fresh.get(screen, []) + changes, complete)
