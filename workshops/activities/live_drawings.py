"""Drawings on the screens of a room, which must not wait for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Unpack

from django.utils.safestring import SafeString

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from discovery.web.drawings import themed
from documents.diagrams import DrawingTexts
from documents.pending_drawings import drawing_for
from documents.svg_node_places import places_in
from workshops.room.drawing_camera.rules import Stop, StopGroup, stops_of

# What a screen waits for a drawing, in seconds.
PATIENCE = 0.6


@dataclass(frozen=True, slots=True)
class LiveDrawing:
    """A drawing with its title, or an earlier one with `is_pending`; "" when there is none yet. `stops` are
    those of the stage's camera."""

    svg: SafeString
    title: str = ""
    is_pending: bool = False
    problem: str = ""
    stops: tuple[Stop, ...] = ()


def live_drawing(
    discovery: Discovery,
    key: str,
    source: str,
    groups: Iterable[StopGroup] = (),
    **words: Unpack[DrawingTexts],
) -> LiveDrawing:
    """The picture of a DOT `source` for a room. `key` names the drawing within the discovery; `groups` are
    the stops of its camera, all of its nodes where there are none; `words` are those of diagrams.draw_svg."""
    title = words["title"]
    drawing = drawing_for(f"live-{key}-{discovery.pk}", source, patience=PATIENCE)
    if not drawing.svg:
        return LiveDrawing(SafeString(""), title, drawing.is_pending, drawing.problem)
    places = places_in(drawing.svg)
    everything = StopGroup("all", title, tuple(places.boxes))
    stops = stops_of([*groups] or [everything], places.boxes, places.letters, places.whole)
    try:
        svg = themed(drawing.svg, drawing.source, **words)
        return LiveDrawing(svg, title, drawing.is_pending, stops=stops)
    except DrawingFailed as failure:
        return LiveDrawing(SafeString(""), title, problem=str(failure))
