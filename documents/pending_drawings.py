"""Drawings that a page does not wait for: it shows the last one, or that one is under way, and asks again.

Of each map at most one drawing is under way; changes meanwhile are drawn together afterwards. What is drawn
is kept by its content, so that everyone who looks at the same map shares one drawing. Two are drawn at once;
the others wait in line, and of those that one person asked for only the latest few.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Condition, Thread

from django.utils.translation import gettext as _

from core.exceptions import DrawingFailed
from documents import diagrams

logger = logging.getLogger(__name__)

# How long a page waits for a drawing, in seconds: small maps are there by then, and come with the page.
PATIENCE = 0.4
# How long a map may take to draw, in seconds: longer than a page waits.
TIME_OUT = 60.0
# After this many seconds, a drawing that failed is tried again.
_FAILURE_KEPT = 30.0
# Maps that are remembered, the least recently shown are forgotten first.
_MAPS_KEPT = 64
# Drawings at once, in this process: the live room needs the processors, too.
AT_ONCE = 2
# Maps that wait in line for one person. Who asks for more looks at none of the others any more.
_IN_LINE = 3


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """`svg` is what `dot` made of `source`, for diagrams.dressed: what was asked for, or with `is_pending`
    what the map looked like before; both are empty when there is nothing yet. `problem` says why what was
    asked for cannot be drawn."""

    svg: bytes
    source: str
    is_pending: bool = False
    problem: str = ""


@dataclass(slots=True, eq=False)
class _Map:
    drawn_source: str = ""
    svg: bytes = b""
    under_way: str = ""
    next: str = ""
    failed: str = ""
    problem: str = ""
    failed_at: float = 0.0
    person: Hashable = None


_maps: OrderedDict[str, _Map] = OrderedDict()
_line: list[_Map] = []
_drawing: list[_Map] = []
_change = Condition()


def drawing_for(key: str, source: str, *, person: Hashable = None, patience: float = PATIENCE) -> MapDrawing:
    """The drawing of the map `key`, whose present content is the DOT `source`; starts to draw it unless it
    is there. `person` is who asks, None for a room. Waits for it `patience` seconds at most."""
    until = time.monotonic() + patience
    with _change:
        entry = _maps.setdefault(key, _Map())
        _maps.move_to_end(key)
        while len(_maps) > _MAPS_KEPT:
            _forgotten_key, forgotten = _maps.popitem(last=False)
            _out_of_line(forgotten)
        if entry.failed == source and time.monotonic() - entry.failed_at > _FAILURE_KEPT:
            entry.failed = ""
        if source not in (entry.drawn_source, entry.failed):
            _ask_for(entry, source, person)
        while source not in (entry.drawn_source, entry.failed):
            seconds = until - time.monotonic()
            if seconds <= 0 or not _change.wait(seconds):
                return MapDrawing(entry.svg, entry.drawn_source, is_pending=True)
        return MapDrawing(
            entry.svg, entry.drawn_source, problem=entry.problem if source == entry.failed else ""
        )


def _ask_for(entry: _Map, source: str, person: Hashable) -> None:
    entry.next = "" if entry.under_way == source else source
    if entry in _line and entry.person != person:
        entry.person = None  # several wait for it, so that none of them gives it up for the others
    if entry in _drawing or entry in _line or not entry.next:
        return
    entry.person = person
    _line.append(entry)
    if person is not None:
        for older in [waiting for waiting in _line if waiting.person == person][:-_IN_LINE]:
            _out_of_line(older)
    _start_next()


def _out_of_line(entry: _Map) -> None:
    if entry in _line:
        _line.remove(entry)
        entry.next = ""


def _start_next() -> None:
    while _line and len(_drawing) < AT_ONCE:
        entry = _line.pop(0)
        entry.under_way, entry.next = entry.next, ""
        _drawing.append(entry)
        Thread(target=_draw, args=(entry,), name="drawing", daemon=True).start()


def _draw(entry: _Map) -> None:
    svg, problem = b"", ""
    try:
        svg = diagrams.drawn_by_dot(entry.under_way, TIME_OUT)
    except DrawingFailed as failure:
        problem = str(failure)
    except Exception:
        logger.exception("a drawing failed")
        problem = _("This couldn’t be drawn, because the drawing program failed.")
    with _change:
        if problem:
            entry.failed, entry.problem, entry.failed_at = entry.under_way, problem, time.monotonic()
        else:
            entry.drawn_source, entry.svg = entry.under_way, svg
        entry.under_way = ""
        _drawing.remove(entry)
        if entry.next:
            _line.append(entry)  # at the end: others were here before
        _start_next()
        _change.notify_all()
