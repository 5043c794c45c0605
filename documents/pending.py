"""Drawings that a page does not wait for: it shows the last one, or that one is under way, and asks again.

Of each map at most one drawing is under way; changes meanwhile are drawn together afterwards. What is drawn
is kept by its content, so that everybody who looks at the same map shares one drawing. Two are drawn at once;
the others wait in line, and of those that one person asked for only the latest few.
"""

from __future__ import annotations

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
class Drawn:
    """`svg` is what `dot` made of `source`, for diagrams.dressed: what was asked for, or with `is_pending`
    what the map looked like before; both are empty when there is nothing yet. `problem` says why what was
    asked for cannot be drawn."""

    svg: bytes
    source: str
    is_pending: bool = False
    problem: str = ""


@dataclass(slots=True, eq=False)
class _Map:
    drawn: str = ""
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
_changed = Condition()


def drawn(key: str, source: str, *, person: Hashable = None, patience: float = PATIENCE) -> Drawn:
    """What to show of the map `key`, whose present content is the DOT `source`; starts to draw it unless it
    is there. `person` is who asks, None for a room. Waits for it `patience` seconds at most."""
    until = time.monotonic() + patience
    with _changed:
        known = _maps.setdefault(key, _Map())
        _maps.move_to_end(key)
        while len(_maps) > _MAPS_KEPT:
            _forgotten_key, forgotten = _maps.popitem(last=False)
            _out_of_line(forgotten)
        if known.failed == source and time.monotonic() - known.failed_at > _FAILURE_KEPT:
            known.failed = ""
        if source not in (known.drawn, known.failed):
            _ask_for(known, source, person)
        while source not in (known.drawn, known.failed):
            left = until - time.monotonic()
            if left <= 0 or not _changed.wait(left):
                return Drawn(known.svg, known.drawn, is_pending=True)
        return Drawn(known.svg, known.drawn, problem=known.problem if source == known.failed else "")


def _ask_for(known: _Map, source: str, person: Hashable) -> None:
    known.next = "" if known.under_way == source else source
    if known in _line and known.person != person:
        known.person = None  # several wait for it, so that none of them gives it up for the others
    if known in _drawing or known in _line or not known.next:
        return
    known.person = person
    _line.append(known)
    if person is not None:
        for older in [waiting for waiting in _line if waiting.person == person][:-_IN_LINE]:
            _out_of_line(older)
    _start_next()


def _out_of_line(known: _Map) -> None:
    if known in _line:
        _line.remove(known)
        known.next = ""


def _start_next() -> None:
    while _line and len(_drawing) < AT_ONCE:
        known = _line.pop(0)
        known.under_way, known.next = known.next, ""
        _drawing.append(known)
        Thread(target=_draw, args=(known,), name="drawing", daemon=True).start()


def _draw(known: _Map) -> None:
    svg, problem = b"", ""
    try:
        svg = diagrams.drawn_by_dot(known.under_way, TIME_OUT)
    except DrawingFailed as failure:
        problem = str(failure)
    except Exception:
        logger.exception("a drawing failed")
        problem = _("This couldn’t be drawn, because the drawing program failed.")
    with _changed:
        if problem:
            known.failed, known.problem, known.failed_at = known.under_way, problem, time.monotonic()
        else:
            known.drawn, known.svg = known.under_way, svg
        known.under_way = ""
        _drawing.remove(known)
        if known.next:
            _line.append(known)  # at the end: others were here before
        _start_next()
        _changed.notify_all()
