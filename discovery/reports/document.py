"""The whole report: cover, contents and every registered section as one HTML document, and as a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.registries import Registry, ReportSection, report_sections

# What is being done, and how far the whole is, in percent.
Progress = Callable[[int, str], None]

# Gathering what the sections say takes the first part of the time, laying out the pages the rest.
_GATHERED = 40
_WRITTEN = 95


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it stands in the document; `anchor` is its place for links. `is_wide` puts it on pages
    that are turned."""

    anchor: str
    title: str
    body: SafeString
    is_wide: bool


def make_pdf(
    discovery: Discovery, *, made_at: datetime | None = None, progress: Progress | None = None
) -> bytes:
    """The report of the discovery as it is now, as PDF. `made_at` stands on the cover.

    `progress` is told in percent and words how far it is; what it raises stops the work.
    """
    # WeasyPrint takes half a second and 40 MB to load, which no web process should pay.
    from discovery.reports import pdf

    tell = progress or (lambda percent, words: None)
    html = assemble(discovery, made_at=made_at or timezone.now(), progress=tell)
    done = _GATHERED

    def tell_step(words: str) -> None:
        nonlocal done
        # How many pages there will be is not known, so each takes a part of what is left.
        done += max((_WRITTEN - done) // 12, 0)
        tell(done, words)

    return pdf.render(html, tell=tell_step)


def assemble(discovery: Discovery, *, made_at: datetime, progress: Progress) -> str:
    """The HTML of the report."""
    sections = []
    entries = in_order(report_sections)
    for number, entry in enumerate(entries):
        progress(_GATHERED * number // len(entries), str(entry.title))
        context = entry.context(discovery)
        if context is not None:
            anchor = "section-" + re.sub(r"[^a-z0-9]+", "-", entry.key.lower())
            body = _rendered(entry, discovery, context)
            sections.append(Section(anchor, str(entry.title), body, bool(context.get("is_wide"))))
    progress(_GATHERED, _("Laying out the pages"))
    return render_to_string(
        "discovery/reports/document.html",
        {
            "discovery": discovery,
            "domain": discovery.domain,
            "organization": discovery.domain.organization,
            "sections": sections,
            "made_at": made_at,
            "language": get_language() or "en",
        },
    )


def in_order(parts: Registry[ReportSection]) -> list[ReportSection]:
    return sorted(parts, key=lambda part: part.order)


def render_part(part: ReportSection, discovery: Discovery) -> SafeString | None:
    """The HTML of a part of the summary, None when it has nothing to show."""
    context = part.context(discovery)
    return None if context is None else _rendered(part, discovery, context)


def _rendered(part: ReportSection, discovery: Discovery, context: dict[str, Any]) -> SafeString:
    return render_to_string(part.template, {"discovery": discovery, "title": part.title, **context})
