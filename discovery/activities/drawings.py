"""Drawings on the screens of a room, which must not wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from documents.diagrams import NO_PARTS, Part, dressed
from documents.pending import drawn

# What a screen waits for a drawing, in seconds.
PATIENCE = 0.6


@dataclass(frozen=True, slots=True)
class LiveDrawing:
    """A drawing with its title, or an earlier one with `is_pending`; "" when there is none yet."""

    svg: SafeString
    title: str = ""
    is_pending: bool = False
    problem: str = ""


def live_drawing(
    discovery: Discovery,
    key: str,
    source: str,
    *,
    title: str,
    description: str,
    parts: Mapping[str, Part] = NO_PARTS,
) -> LiveDrawing:
    """What a room sees of a DOT `source`, without links. `key` names the drawing within the discovery; the
    words are those of diagrams.draw_svg."""
    drawing = drawn(f"live-{key}-{discovery.pk}", source, patience=PATIENCE)
    if not drawing.svg:
        return LiveDrawing(SafeString(""), title, drawing.is_pending, drawing.problem)
    try:
        svg = dressed(drawing.svg, drawing.source, title=title, description=description, parts=parts)
    except DrawingFailed as failure:
        return LiveDrawing(SafeString(""), title, problem=str(failure))
    # `dressed` parses the drawing and writes it anew, so that no markup of users is left in it.
    return LiveDrawing(mark_safe(svg), title, drawing.is_pending)  # noqa: S308  made inert by dressed
