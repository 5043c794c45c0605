"""Drawings on the screens of a room, which must not wait for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from django.utils.safestring import SafeString

from core.exceptions import DrawingFailed
from discovery.models import Discovery
from discovery.web.drawings import themed
from documents.diagrams import Described
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


def live_drawing(discovery: Discovery, key: str, source: str, **words: Unpack[Described]) -> LiveDrawing:
    """What a room sees of a DOT `source`. `key` names the drawing within the discovery; `words` are those of
    diagrams.draw_svg."""
    title = words["title"]
    drawing = drawn(f"live-{key}-{discovery.pk}", source, patience=PATIENCE)
    if not drawing.svg:
        return LiveDrawing(SafeString(""), title, drawing.is_pending, drawing.problem)
    try:
        return LiveDrawing(themed(drawing.svg, drawing.source, **words), title, drawing.is_pending)
    except DrawingFailed as failure:
        return LiveDrawing(SafeString(""), title, problem=str(failure))
