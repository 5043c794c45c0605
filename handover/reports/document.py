"""The whole report: cover, contents and every registered section as one HTML document, and as a PDF."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from core.clean_text import without_addresses
from core.exceptions import LayoutFailed
from core.registry import Registry
from core.selectors.request_cache import one_reading
from discovery.glossary import reports as glossary
from discovery.models import Discovery
from discovery.registries import ReportSection
from discovery.templatetags.components import on_paper
from documents.paper_column_widths import with_columns
from documents.pdf_engine_process import Engine, engine_at_hand
from documents.section_excerpts import shortened
from documents.web_report_styles import paper_styles, styles_for
from handover.models import HandoverVersion
from handover.reports.contents import contents_of
from handover.reports.options import (
    FULL,
    ReportOptions,
    chosen_sections,
    in_language,
    options_of,
    printing,
)
from handover.reports.part_rendering import SectionHtml, laid_out_alone, section_of
from handover.versions.selectors import approvals_of
from organizations.reports.look import look_of

# What is being done, and how far the whole is, in percent.
Progress = Callable[[int, str], None]

# Gathering what the sections say takes the first part of the time, laying out the pages the rest.
_GATHERED = 40
_WRITTEN = 95
EXECUTIVE_PAGES = 2
# How much larger their type may be, so that little to tell fills them.
_LARGER = (1.04, 1.08, 1.12, 1.16, 1.2, 1.25, 1.3)
# How many items of a list, and letters of a text, two pages may have room for.
_SHORTER = ((10, 700), (6, 400), (4, 240), (3, 120))
# Parts for executives from this order on explain what stands before them, and are cut first.
_EXPLAINS = 20
# So many of them are left out, from the last one on, before anything else is cut.
_LEFT_OUT_FIRST = 2
_WEB = "handover/reports/web.html"
_PAPER = "handover/reports/document.html"
_STYLES_OF_PAPER = '<link rel="stylesheet" href="asset:css/report.css">'
# How many approvals, and letters of a note, a cover has room for. The rest stands inside.
_ON_COVER, _NOTE_ON_COVER = 6, 180
_END_OF_HEAD = "</head>"


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section as it stands in the document; `anchor` is its place for links. `is_wide` puts it on pages
    that are turned. `headline` states its answer, "" without one."""

    anchor: str
    title: str
    body: SafeString
    is_wide: bool
    order: int
    headline: str = ""


def make_pdf(
    discovery: Discovery,
    *,
    made_at: datetime | None = None,
    progress: Progress | None = None,
    options: ReportOptions = FULL,
) -> bytes:
    """The report of the discovery as it is now, as PDF. `made_at` stands on the cover.

    `progress` is told in percent and words how far it is; what it raises stops the work.
    Raises DrawingFailed when the pages cannot be laid out.
    """
    tell = progress or (lambda percent, words: None)
    tell_step = _steps(tell, _GATHERED)
    moment = made_at or timezone.now()
    most_pages, sizes = (EXECUTIVE_PAGES, _LARGER) if options.is_executive else (0, ())

    def pages(sections: list[DocumentSection]) -> list[str]:
        if options.is_executive:
            return _executive(discovery, sections, moment)
        return [_document(discovery, sections, moment, _PAPER)]

    def alone(title: str, body: SafeString) -> str:
        return _document(
            discovery, [DocumentSection("section", title, body, is_wide=False, order=0)], moment, _PAPER
        )

    with engine_at_hand() as engine:
        with one_reading(), on_paper(), in_language(options.language):
            sections = _sections(discovery, tell, options)
            candidates = pages(sections)
        try:
            return engine.render(candidates, most_pages=most_pages, sizes=sizes, tell=tell_step)
        except LayoutFailed:
            bodies = {section.title: section.body for section in sections}
            with on_paper(), in_language(options.language):
                bodies = laid_out_alone(bodies, alone, tell=tell_step)
                candidates = pages([replace(each, body=bodies[each.title]) for each in sections])
            with Engine() as another:
                return another.render(candidates, most_pages=most_pages, sizes=sizes, tell=tell_step)


@dataclass(frozen=True, slots=True)
class FrozenReport:
    """The report of one moment: as a web page, and as the HTML that its PDF is laid out from, whenever that
    may be (make_frozen_pdf)."""

    page: str
    paper: str


def make_frozen(version: HandoverVersion) -> FrozenReport:
    """The report of the discovery as it is now, for a version that is about to be kept: its cover tells what
    the version tells.

    The paper brings its styles, so that it looks the same when it is laid out by a later release, and of
    e-mail addresses the name alone, so that who has a link to the version reads the very file that was
    signed.
    """
    discovery, moment = version.discovery, version.frozen_at
    with one_reading(), on_paper():
        sections = _sections(discovery, lambda percent, words: None, FULL)
        page = _document(discovery, sections, moment, _WEB)
        paper = _document(discovery, sections, moment, _PAPER, **_cover(version))
    paper = without_addresses(paper)
    return FrozenReport(page, paper.replace(_STYLES_OF_PAPER, f"<style>{paper_styles()}</style>", 1))


def _cover(version: HandoverVersion) -> dict[str, Any]:
    approvals = approvals_of(version)
    return {
        "version": version,
        "approvals": approvals[:_ON_COVER],
        "more_approvals": max(len(approvals) - _ON_COVER, 0),
        "note_on_cover": _NOTE_ON_COVER,
    }


def make_frozen_pdf(paper: str, *, progress: Progress) -> bytes:
    """The PDF of a frozen version; the same paper gives the same bytes. `progress` is that of make_pdf.

    Raises DrawingFailed when the pages cannot be laid out.
    """
    with engine_at_hand() as engine:
        return engine.render([paper], tell=_steps(progress, 0))


def _steps(progress: Progress, percent: int) -> Callable[[str], None]:
    """A function that reports each step of the layout to `progress`; `percent` percent were finished
    before."""

    def tell_step(words: str) -> None:
        nonlocal percent
        # How many pages there will be is not known, so each takes a part of what is left.
        percent += max((_WRITTEN - percent) // 12, 0)
        progress(percent, words)

    return tell_step


def make_page(
    discovery: Discovery,
    *,
    options: ReportOptions | Mapping[str, Any] | None = None,
    made_at: datetime | None = None,
    progress: Progress | None = None,
) -> str:
    """The report of the discovery as it is now, as one web page that brings its styles, fonts and pictures.
    It needs no request, runs no script and loads nothing."""
    tell = progress or (lambda percent, words: None)
    return assemble(
        discovery,
        made_at=made_at or timezone.now(),
        progress=tell,
        options=options_of(options),
        template=_WEB,
    )


def assemble(
    discovery: Discovery,
    *,
    made_at: datetime,
    progress: Progress,
    options: ReportOptions = FULL,
    template: str = _PAPER,
) -> str:
    """The HTML of the report."""
    with one_reading(), on_paper(), in_language(options.language):
        sections = _sections(discovery, progress, options)
        if options.is_executive:
            sections = _short(sections, *_SHORTER[0])
        return _document(discovery, sections, made_at, template)


def _executive(discovery: Discovery, whole: list[DocumentSection], made_at: datetime) -> list[str]:
    """The two pages for executives: in large type, as they are, then with shorter lists and texts, then with
    less and less of what explains, until one fits."""
    template = "handover/reports/executive.html"
    shortest = _short(whole, *_SHORTER[-1])
    # Sections that were chosen count alike.
    count_kept = sum(section.order < _EXPLAINS for section in whole) or len(whole)
    versions = [_short(whole, *_SHORTER[0])]
    versions += [_short(whole[:count_kept], *limits) + shortest[count_kept:] for limits in _SHORTER]
    fewest = max(count_kept, len(whole) - _LEFT_OUT_FIRST)
    for limits in _SHORTER:
        first = _short(whole[:count_kept], *limits)
        versions += [first + shortest[count_kept:count] for count in range(len(whole), fewest - 1, -1)]
    versions += [shortest[:count] for count in range(fewest - 1, 0, -1)]

    def written(version: list[DocumentSection], *, is_roomy: bool = False) -> str:
        left_out = [section.title for section in whole[len(version) :]]
        return _document(discovery, version, made_at, template, left_out=left_out, is_roomy=is_roomy)

    return [written(versions[0], is_roomy=True), *map(written, versions)]


def _sections(discovery: Discovery, progress: Progress, options: ReportOptions) -> list[DocumentSection]:
    """The chosen sections that have something to show."""
    entries = chosen_sections(options)
    contents: dict[str, SectionHtml | None] = {}
    for number, entry in enumerate(entries):
        progress(_GATHERED * number // len(entries), str(entry.title))
        # What the glossary explains is known when everything else is written.
        if entry.key != glossary.KEY:
            with printing(entries):
                contents[entry.key] = section_of(entry, discovery)
    texts = [
        str(entry.title) + (content.body if (content := contents.get(entry.key)) else "") for entry in entries
    ]
    for entry in entries:
        if entry.key == glossary.KEY and len(entries) > 1:
            contents[entry.key] = section_of(replace(entry, context=glossary.of(texts)), discovery)
    progress(_GATHERED, _("Laying out the pages"))
    sections = []
    for entry in entries:
        if content := contents.get(entry.key):
            anchor = "section-" + re.sub(r"[^a-z0-9]+", "-", entry.key.lower())
            title = str(entry.title)
            sections.append(
                DocumentSection(anchor, title, content.body, content.is_wide, entry.order, content.headline)
            )
    return sections


def _short(sections: list[DocumentSection], items: int, letters: int) -> list[DocumentSection]:
    return [
        replace(section, body=shortened(section.body, items=items, letters=letters), is_wide=False)
        for section in sections
    ]


def _document(
    discovery: Discovery,
    sections: list[DocumentSection],
    made_at: datetime,
    template: str,
    *,
    left_out: Sequence[str] = (),
    **more: Any,
) -> str:
    organization = discovery.domain.organization
    look = look_of(organization)
    context = {
        "discovery": discovery,
        "domain": discovery.domain,
        "organization": organization,
        "sections": sections,
        "made_at": made_at,
        "language": get_language() or "en",
        "look": look,
        "left_out": left_out,
        "contents": contents_of(sections),
        **more,
    }
    html: str = render_to_string(template, context)
    # A page brings its styles, whose fonts depend on its letters. Paper has its own, but for one color.
    styles = styles_for(html) if template == _WEB else ""
    if template != _WEB:
        html = with_columns(html)
    accent = f":root {{ --accent: {look.accent}; }}"
    return html.replace(_END_OF_HEAD, f"<style>{styles}{accent}</style>\n{_END_OF_HEAD}", 1)


def in_order(parts: Registry[ReportSection]) -> list[ReportSection]:
    """The registered sections in the order of the report."""
    return sorted(parts, key=lambda part: part.order)


def render_part(part: ReportSection, discovery: Discovery) -> SafeString | None:
    """The HTML of a part of the summary, None when it has nothing to show."""
    content = section_of(part, discovery)
    return content.body if content else None
