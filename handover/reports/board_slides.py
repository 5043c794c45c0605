"""The slides for a board: a cover, and what the apps draw for it (discovery.registries.board_slides), laid
out as pages in the fonts of the product. Drawings go into the presentation as pictures, titles and tables as
what people edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _
from lxml import html

from core.exceptions import LayoutFailed
from core.selectors.request_cache import one_reading
from discovery.models import Discovery
from discovery.registries import ReportSection, board_slides
from discovery.templatetags.components import on_paper
from documents.look import Look
from documents.paper_column_widths import with_columns
from documents.pdf_engine_process import Engine, engine_at_hand
from documents.section_excerpts import has_rest, shortened
from documents.slide_editable_text import LaidOutSlide, slides_of, with_places
from documents.slide_layout import TITLE_SIZES, title_size
from documents.table_and_slide_parts import DrawnSlide
from handover.reports.options import ReportOptions, of_stream
from handover.reports.part_rendering import drawn_slide_of, laid_out_alone

# A board looks at no more, besides the cover.
MOST = 10
# The rows that lists may have, the most first, and letters of a text, which is whole.
_ROWS, _WHOLE_TEXT = (12, 9, 7, 6, 5, 4, 3, 2, 1), 100_000
# The same for pairs of lists and of those that are cut last, such as what a board decides.
_STEPS = (*((rows, _ROWS[0]) for rows in _ROWS), *((_ROWS[-1], rows) for rows in _ROWS[1:]))
# The classes of titles in slides.css, for each of TITLE_SIZES.
_SIZES = ("", "medium", "small")


@dataclass(frozen=True, slots=True)
class BoardSlide:
    """A slide that is drawn: its `topic`, the `title` that states its answer, and its `source`. `is_cut` if
    rows of its lists are left out."""

    key: str
    topic: str
    title: str
    body: SafeString
    source: str
    is_cut: bool = False

    @property
    def size(self) -> str:
        """Size of its title: "", "medium" or "small"."""
        return _SIZES[TITLE_SIZES.index(title_size(self.title))]

    def shortened(self, rows: int, last: int) -> BoardSlide:
        """The slide with at most so many rows in each list, and `last` rows in those that are cut last."""
        body = shortened(self.body, items=rows, letters=_WHOLE_TEXT, last=last)
        return replace(self, body=body, is_cut=has_rest(body))


def draw_board(
    discovery: Discovery,
    options: ReportOptions,
    *,
    look: Look,
    made_at: datetime,
    progress: Callable[[int, str], None],
) -> list[DrawnSlide]:
    """The cover, then each slide of the audience, or of the sections that were chosen, that has something to
    show; those that a board has no time for begin the appendix. Raises DrawingFailed when they
    cannot be laid out."""
    with engine_at_hand() as engine, one_reading(), on_paper():
        slides: list[BoardSlide] = []
        for number, entry in enumerate(_sections_of(options)):
            progress(0, str(entry.title))
            if (content := drawn_slide_of(entry, discovery)) is not None:
                topic = str(entry.title)
                if number >= MOST:
                    topic = _("Appendix: %(part)s") % {"part": topic}
                slides.append(
                    BoardSlide(entry.key, topic, content.headline or topic, content.body, content.source)
                )
        progress(10, _("Laying out the pages"))

        def document(parts: Iterable[BoardSlide]) -> str:
            return _document(discovery, parts, look, made_at)

        def tell(words: str) -> None:
            progress(10, words)

        try:
            slides, pages = _laid_out(engine, slides, document, tell)
        except LayoutFailed:
            by_topic = {each.topic: each for each in slides}
            bodies = laid_out_alone(
                {topic: each.body for topic, each in by_topic.items()},
                lambda topic, body: document([replace(by_topic[topic], body=body)]),
                tell=tell,
            )
            slides = [replace(by_topic[topic], body=body) for topic, body in bodies.items()]
            with Engine() as another:
                slides, pages = _laid_out(another, slides, document, tell)
    cover = BoardSlide("", "", discovery.name, SafeString(""), "")
    results, current = [], cover
    for page in pages:
        current = slides[page.number - 1] if page.number else current
        results.append(
            DrawnSlide(
                current.title,
                page.picture,
                _words(current.body),
                key=current.key,
                topic=current.topic,
                source=current.source,
                tables=page.tables,
                texts=page.texts,
                is_whole=not current.is_cut,
            )
        )
    return results


def _laid_out(
    engine: Engine,
    slides: Sequence[BoardSlide],
    document: Callable[[Iterable[BoardSlide]], str],
    tell: Callable[[str], None],
) -> tuple[list[BoardSlide], list[LaidOutSlide]]:
    """The slides and their pages: lists that would run into the foot have fewer rows, and the number of those
    left out."""
    versions = [each.shortened(*_STEPS[0]) for each in slides]
    pages = slides_of(engine.render([document(versions)], tell=tell), document(versions))
    for rows, last in _STEPS[1:]:
        whole = {page.number for page in pages if page.is_whole}
        fewer = [
            each if number in whole else slides[number - 1].shortened(rows, last)
            for number, each in enumerate(versions, 1)
        ]
        if fewer != versions:
            versions = fewer
            pages = slides_of(engine.render([document(versions)], tell=tell), document(versions))
    return versions, pages


def _document(discovery: Discovery, slides: Iterable[BoardSlide], look: Look, made_at: datetime) -> str:
    laid_out = render_to_string(
        "handover/reports/board.html",
        {
            "discovery": discovery,
            "domain": discovery.domain,
            "organization": discovery.domain.organization,
            "slides": slides,
            "made_at": made_at,
            "look": look,
            "language": get_language() or "en",
        },
    )
    accent = f"<style>:root {{ --accent: {look.accent}; }}</style>"
    return with_places(with_columns(str(laid_out))).replace("</head>", f"{accent}</head>", 1)


def _sections_of(options: ReportOptions) -> list[ReportSection]:
    if options.sections:
        return [board_slides.get(key) for key in options.sections if key in board_slides]
    return of_stream(board_slides, options)


def _words(body: str) -> str:
    """The text of a slide, line by line: for people who do not see it, and for the presenter."""
    if not body.strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    for image in root.iter("img"):
        image.tail = f"{image.get('alt', '')}\n{image.tail or ''}"
    return "\n".join(_lines(root))


def _lines(root: html.HtmlElement) -> Iterable[str]:
    for block in root.iter("tr", "li", "p", "h2", "h3"):
        if not any(each.tag in ("tr", "li", "p", "h2", "h3") for each in block.iterdescendants()):
            cells = [" ".join(cell.text_content().split()) for cell in block.iter("th", "td")]
            words = " · ".join(filter(None, cells)) if cells else " ".join(block.text_content().split())
            if words:
                yield words
