"""Drawings on the pages of the stream: pages do not wait for them (docs/adr/0019)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from discovery.web.requests import Request
from documents import pending
from documents.diagrams import Part, dressed


def drawn(
    request: Request,
    key: str,
    source: str,
    *,
    title: str,
    description: str,
    parts: Mapping[str, Part],
    links: Mapping[str, str],
) -> dict[str, Any]:
    """What a page shows of the drawing `key`: `drawing`, `is_pending`, `problem`. The words are those of
    diagrams.draw_svg."""
    job = pending.drawn(key, source, person=request.user.pk)
    drawing: SafeString | str = ""
    if job.svg:
        drawing = mark_safe(  # noqa: S308  made inert by dressed
            dressed(job.svg, job.source, title=title, description=description, links=links, parts=parts)
        )
    return {"drawing": drawing, "is_pending": job.is_pending, "problem": job.problem}
