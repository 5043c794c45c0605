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
from discovery.reports.approval_sentences import agreement
from discovery.templatetags.components import on_paper
from documents.paper_column_widths import with_columns
from documents.pdf_engine_process import Engine, engine_at_hand
from documents.section_excerpts import shortened
from documents.web_report_styles import paper_styles, styles_for
from handover.models import HandoverVersion
from handover.reports.contents import contents_of
from handover.reports.cover import people_of_cover
from handover.reports.options import (
    FULL,
    ReportOptions,
    chosen_sections,
    in_language,
    options_of,
    printing,
)
from handover.reports.part_rendering import SectionHtml, laid_out_alone, section_of
from handover.section_reviews.selectors import review_of
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
# How many items of a list two pages may have room for.
_ITEMS = (10, 6, 4, 3)
# The same before a part is left out.
_FEWEST = 2
# Texts are whole but for those that fill a page alone. Where nothing else can be left out, they have fewer
# letters.
_WHOLE_TEXT = 1000
_LETTERS = (400, 240, 120)
# Parts for executives from this order on explain what stands before them, and are cut first.
_EXPLAINS = 20
_WEB = "handover/reports/web.html"
_PAPER = "handover/reports/document.html"
_STYLES_OF_PAPER = '<link rel="stylesheet" href="asset:css/report.css">'
# How many approvals, and letters of a note, a cover has room for. The rest stands inside.
_ON_COVER, _NOTE_ON_COVER = 6, 180
_END_OF_HEAD = "</head>"


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A section as it stands in the document; `anchor` is its place for links. `is_wide` puts it on pages
    that are turned. `headline` states its answer, "" without one. Two pages for executives have it always if
    it `is_asked_for`; `statement` is what is signed below them, "" if another section has it."""

    anchor: str
    title: str
    body: SafeString
    is_wide: bool
    order: int
    headline: str = ""
    is_asked_for: bool = False
    statement: str = ""


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
            sections = _short(sections, _ITEMS[0])
        return _document(discovery, sections, made_at, template)


def _executive(discovery: Discovery, whole: list[DocumentSection], made_at: datetime) -> list[str]:
    """The two pages for executives: in large type, as they are, then with shorter lists, without what only
    explains, the last part first, and at the very end with shorter texts, until one fits."""
    template = "handover/reports/executive.html"
    most, *fewer = _ITEMS

    def cut(items: int, explained: int) -> list[DocumentSection]:
        return [_short([each], explained if each.order >= _EXPLAINS else items)[0] for each in whole]

    versions = [cut(most, items) for items in _ITEMS]
    versions += [cut(items, _ITEMS[-1]) for items in fewer]
    versions += [cut(items, _FEWEST) for items in (_ITEMS[-1], _FEWEST)]
    review = review_of(discovery)
    statement = next((each.statement for each in whole if each.statement), agreement())
    # Sections that were chosen count alike.
    always = [each for each in whole if each.is_asked_for or each.order < _EXPLAINS] or whole
    rest = whole
    for each in reversed([each for each in whole if each not in always]):
        rest = [other for other in rest if other != each]
        versions.append(_short(rest, _ITEMS[-1]))
    versions += [_short(rest, _ITEMS[-1], letters) for letters in _LETTERS]
    versions += [_short(rest[:count], _ITEMS[-1], _LETTERS[-1]) for count in range(len(rest) - 1, 0, -1)]

    def written(version: list[DocumentSection], *, is_roomy: bool = False) -> str:
        anchors = {section.anchor for section in version}
        left_out = [section.title for section in whole if section.anchor not in anchors]
        return _document(
            discovery,
            version,
            made_at,
            template,
            left_out=left_out,
            is_roomy=is_roomy,
            review=review,
            statement=statement,
        )

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
                DocumentSection(
                    anchor,
                    title,
                    content.body,
                    content.is_wide,
                    entry.order,
                    content.headline,
                    entry.is_asked_for,
                    content.statement,
                )
            )
    return sections


def _short(sections: list[DocumentSection], items: int, letters: int = _WHOLE_TEXT) -> list[DocumentSection]:
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
        "people": people_of_cover(discovery),
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
