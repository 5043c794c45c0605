"""Slides as PPTX: those that are drawn, with pictures of their drawings, and others of one idea each. Titles,
tables and text can be edited. What does not fit goes on on the next slide."""

import io
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from core.version import VERSION
from documents import slide_xml
from documents.look import Look
from documents.slide_layout import (
    ACROSS,
    DOWN,
    HEAD_SIZE,
    MARGIN,
    PADDING,
    TEXT_SIZE,
    WIDTH,
    TableLayout,
    clean,
    high,
    pages_of_lines,
    pages_of_table,
    title_size,
)
from documents.slide_packing import (
    CONTENT,
    HEADING_SIZE,
    HEIGHT,
    KICKER,
    TITLE,
    Section,
    SlideLayout,
    layout_of,
    slides_of,
)
from documents.slide_text_boxes import INK, QUIET, RULE, RULE_OF_HEAD, add_table, add_text
from documents.table_and_slide_parts import DrawnSlide, Front, Slide

_FOOT = 7.02  # inches, as in static/css/slides.css
# The name of a box with the title of a further section.
HEADING = "Heading"
_SMALL = 12  # points, of kicker and foot


def slide_show(
    front: Front,
    drawings: Iterable[DrawnSlide],
    slides: Iterable[tuple[str, Slide]],
    *,
    look: Look,
    made_at: datetime,
) -> bytes:
    """The file of a slide show: the drawings, then the slides, each after the words above its title."""
    context = {"name": front.title, "date": date_format(localtime(made_at), "LONG_DATE_FORMAT")}
    show = _Show(front, look, _("Source: %(name)s, as of %(date)s") % context)
    for each in drawings:
        show.draw(each)
    short: list[Section] = []
    for kicker, slide in slides:
        section = Section.of(slide, kicker)
        if slide.picture is None and layout_of([section]) is not None:
            short.append(section)
            continue
        show.share(short)
        short = []
        show.add(slide, section)
    show.share(short)
    return show.saved(front, made_at)


class _Show:
    def __init__(self, front: Front, look: Look, source: str) -> None:
        self._source = clean(source)
        self._owner, self._name = clean(front.owner), clean(front.title)
        accent = look.accent.lstrip("#").upper()
        self._accent = RGBColor.from_string(accent)  # type: ignore[no-untyped-call]  # the library is untyped
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
        _dress_theme(self._deck, look.accent)
        master = self._deck.slide_master
        boxes = {"title": (MARGIN, TITLE, ACROSS, CONTENT - TITLE), "body": (MARGIN, CONTENT, ACROSS, DOWN)}
        _place(master, **boxes)
        self._content, self._titled = (self._deck.slide_layouts[number] for number in (1, 5))
        for layout in (self._content, self._titled):
            _place(layout, **boxes)
        # Layouts that no one of us uses would be offered with boxes in wrong places.
        for layout in [each for each in self._deck.slide_layouts if each not in self._used()]:
            self._deck.slide_layouts.remove(layout)

    def _used(self) -> tuple[Any, ...]:
        return (self._content, self._titled)

    def draw(self, slide: DrawnSlide) -> None:
        """The picture over all of the slide, and above it what is edited; what the slide says in the notes.
        If the picture says everything, the title stands above the slide, where outlines and screen readers
        find it."""
        title, words = clean(slide.title), clean(slide.words)
        if slide.topic:
            page = self._page(clean(slide.topic), title, source=clean(slide.source))
        else:
            page = self._deck.slides.add_slide(self._titled)
            place = page.shapes.title
            place.left, place.top, place.width, place.height = map(Inches, (MARGIN, -1.2, ACROSS, 0.95))
            _write(place, [title], size=20)
        picture = page.shapes.add_picture(
            io.BytesIO(slide.picture), 0, 0, self._deck.slide_width, self._deck.slide_height
        )
        slide_xml.describe(picture, f"{title}. {words}" if words else title)
        slide_xml.send_to_back(picture)
        for table in slide.tables:
            add_table(page, table)
        for text in slide.texts:
            add_text(page, text)
        if words:
            page.notes_slide.notes_text_frame.text = words

    def share(self, sections: Sequence[Section]) -> None:
        """Sections that fit on one slide each, on as few as they need."""
        for layout in slides_of(sections):
            self._sections(layout)

    def add(self, slide: Slide, section: Section) -> None:
        """A slide with a picture, or with more than one holds; the rest goes on the next ones."""
        parts: list[Callable[[str], None]] = []
        if slide.picture is not None:
            parts.append(partial(self._picture, section.kicker, slide.picture, str(slide.described)))
        parts += [partial(self._lines, section.kicker, lines) for lines in pages_of_lines(section.lines)]
        if slide.table is not None:
            parts += [partial(self._table, section.kicker, layout) for layout in pages_of_table(slide.table)]
        for number, part in enumerate(parts, 1):
            words = {"title": section.title, "number": number, "count": len(parts)}
            part(_("%(title)s (%(number)d of %(count)d)") % words if len(parts) > 1 else section.title)

    def saved(self, front: Front, made_at: datetime) -> bytes:
        facts = self._deck.core_properties
        facts.title = clean(front.title)[:255]
        facts.author = clean(front.owner)[:255]
        facts.comments = f"Headwaters {VERSION}"
        facts.created = facts.modified = made_at.replace(tzinfo=None, microsecond=0)
        file = io.BytesIO()
        self._deck.save(file)
        return file.getvalue()

    def _page(self, kicker: str, title: str, layout: Any = None, *, source: str = "") -> Any:
        page = self._deck.slides.add_slide(layout or self._titled)
        _write(page.shapes.title, [title], size=title_size(title), bold=True)
        page.shapes.title.text_frame.margin_top = 0
        if kicker != title:
            self._kicker(page, kicker, KICKER)
        self._foot(page, source or self._source)
        return page

    def _kicker(self, page: Any, kicker: str, top: float) -> None:
        if kicker:
            box = _box(page, top, 0.25)
            _write(box, [kicker], size=_SMALL, bold=True, color=self._accent)
            box.text_frame.margin_top = 0

    def _sections(self, layout: SlideLayout) -> None:
        """Sections beneath each other, the first one's title as that of the slide."""
        first, *others = layout.places
        page = self._page(first.section.kicker, first.section.title)
        for place in others:
            box = _box(page, place.title, place.content - place.title)
            box.name = f"{HEADING} {box.shape_id}"
            _write(box, [place.section.title], size=HEADING_SIZE, bold=True)
            box.text_frame.margin_top = 0
        for place in layout.places:
            lines = place.section.lines
            above = high(lines, layout.size)
            if lines:
                box = _box(page, place.content, above)
                _write(box, lines, size=layout.size, space=6)
                box.text_frame.margin_top = 0
            if (table := place.section.table(layout.size)) is not None:
                self._rows(page, table, place.content + above)

    def _foot(self, page: Any, source: str) -> None:
        """Write the source of the numbers, and their owner, as on the slides that are drawn."""
        across = 0.6 * ACROSS
        if source:
            box = page.shapes.add_textbox(Inches(MARGIN), Inches(_FOOT), Inches(across), Inches(0.3))
            _write(box, [source], size=_SMALL, color=QUIET)
        rest = ACROSS - across - _NUMBER_WIDTH
        box = page.shapes.add_textbox(Inches(MARGIN + across), Inches(_FOOT), Inches(rest), Inches(0.3))
        _write(box, [self._owner], size=_SMALL, color=QUIET)
        paragraph = box.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        run = paragraph.add_run()
        run.text = f"  {self._name}"
        run.font.size, run.font.bold, run.font.color.rgb = Pt(_SMALL), True, QUIET
        _number(page)

    def _lines(self, kicker: str, lines: Sequence[str], title: str) -> None:
        page = self._page(kicker, title, self._content)
        body = page.placeholders[1]
        body.left, body.top, body.width, body.height = map(Inches, (MARGIN, CONTENT, ACROSS, DOWN))
        _write(body, lines, size=TEXT_SIZE, space=6)

    def _table(self, kicker: str, layout: TableLayout, title: str) -> None:
        self._rows(self._page(kicker, title), layout, CONTENT)

    def _rows(self, page: Any, layout: TableLayout, top: float) -> None:
        columns = layout.columns
        frame = page.shapes.add_table(
            len(layout.rows) + 1,
            len(columns),
            Inches(MARGIN),
            Inches(top),
            Inches(ACROSS),
            Pt(sum(layout.heights)),
        )
        table = frame.table
        slide_xml.plain_table(frame)
        for column, width in zip(table.columns, layout.widths, strict=True):
            column.width = Inches(width)
        for row, height in zip(table.rows, layout.heights, strict=True):
            row.height = Pt(height)
        for number, cells in enumerate([columns, *layout.rows]):
            for place, (cell, words) in enumerate(zip(table.rows[number].cells, cells, strict=True)):
                cell.margin_left = 0 if place == 0 else Inches(0.08)
                cell.margin_right = Inches(0.08)
                cell.margin_top = cell.margin_bottom = Inches(layout.padding if number else PADDING)
                if number == 0:
                    cell.vertical_anchor = MSO_ANCHOR.BOTTOM
                cell.text_frame.word_wrap = True
                _fill(
                    cell.text_frame,
                    words.split("\n"),
                    size=layout.size if number else HEAD_SIZE,
                    bold=number == 0 or place == layout.name,
                    color=INK if number else QUIET,
                    align=PP_ALIGN.RIGHT if layout.numbers[place] else PP_ALIGN.LEFT,
                )
        slide_xml.draw_lines_below(frame, [RULE_OF_HEAD, *[RULE] * len(layout.rows)])
        slide_xml.describe(frame, ", ".join(columns))

    def _picture(self, kicker: str, content: bytes, described: str, title: str) -> None:
        page = self._page(kicker, title)
        picture = page.shapes.add_picture(io.BytesIO(content), 0, 0)
        scale = min(Inches(ACROSS) / picture.width, Inches(DOWN) / picture.height, 1)
        picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
        picture.left = Emu(int((Inches(WIDTH) - picture.width) / 2))
        picture.top = Emu(int(Inches(CONTENT) + (Inches(DOWN) - picture.height) / 2))
        slide_xml.describe(picture, clean(described))


# --- What python-pptx leaves to us ----------------------------------------------------------------


def _dress_theme(file: Any, accent: str) -> None:
    """A font that every program has, and the accent color as the theme's own, so that what people add takes
    it, too."""
    for relation in file.slide_master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            theme = etree.fromstring(relation.target_part.blob)
            spaces = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
            for font in theme.xpath("//a:majorFont/a:latin | //a:minorFont/a:latin", namespaces=spaces):
                font.set("typeface", "Arial")
            for color in theme.xpath("//a:accent1/a:srgbClr", namespaces=spaces):
                color.set("val", accent.lstrip("#").upper())
            content = etree.tostring(theme, xml_declaration=True, encoding="UTF-8")
            relation.target_part.blob = content


def _place(layout: Any, **boxes: tuple[float, float, float, float]) -> None:
    """Put title and body of a layout made for 4 by 3 where they belong, and take out what is not used."""
    for shape in list(layout.placeholders):
        kind = shape.placeholder_format.idx
        name = {0: "title", 1: "body"}.get(kind, "")
        if name in boxes:
            shape.left, shape.top, shape.width, shape.height = map(Inches, boxes[name])
        else:
            slide_xml.remove(shape)


def _box(page: Any, top: float, height: float) -> Any:
    """A box for text over the width of the content, in inches."""
    return page.shapes.add_textbox(Inches(MARGIN), Inches(top), Inches(ACROSS), Inches(height))


def _write(
    shape: Any,
    lines: Sequence[str],
    *,
    size: int,
    bold: bool = False,
    color: RGBColor = INK,
    anchor: Any = MSO_ANCHOR.TOP,
    space: int = 0,
) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = anchor
    frame.margin_left = frame.margin_right = 0
    _fill(frame, lines, size=size, bold=bold, color=color, space=space)


def _fill(
    frame: Any,
    lines: Sequence[str],
    *,
    size: int,
    bold: bool,
    color: RGBColor,
    align: Any = PP_ALIGN.LEFT,
    space: int = 0,
) -> None:
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment = align
        paragraph.space_after = Pt(space)
        run = paragraph.add_run()
        run.text = line.replace("\n", "\v")
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = color


_NUMBER_WIDTH = 0.55  # inches
_NUMBER = """<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<p:nvSpPr><p:cNvPr id="0" name="Slide number"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="274320"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>
<p:txBody><a:bodyPr rIns="0"/><a:p><a:pPr algn="r"/>
<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">
<a:rPr lang="en-US" sz="{size}00">
<a:solidFill><a:srgbClr val="5F6972"/></a:solidFill></a:rPr>
<a:t>{number}</a:t></a:fld></a:p></p:txBody></p:sp>"""


def _number(page: Any) -> None:
    """A field that shows the number of the slide wherever it is moved."""
    element = etree.fromstring(
        _NUMBER.format(
            x=int(Inches(WIDTH - MARGIN - _NUMBER_WIDTH)),
            y=int(Inches(_FOOT)),
            width=int(Inches(_NUMBER_WIDTH)),
            size=_SMALL,
            number=len(page.part.package.presentation_part.presentation.slides),
        )
    )
    slide_xml.append(page, deepcopy(element))
