"""Tables that someone saved with a program for spreadsheets (XLSX), as rows of cells by their heads.

A file is read for what stands in its cells, and nothing of it is run: macros, formulas, entities and what
unpacks to more than anyone writes are refused.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from itertools import chain, islice
from typing import Any, NamedTuple

from lxml import etree

from core.zip_reading import DamagedZip, read_part
from documents import foreign_sheet
from documents.number_format_reader import figure
from documents.xlsx_dialects import STYLES, XML, rewritten, transitional, unescaped

LARGEST_UNPACKED = 30_000_000
MOST_CELLS = 500_000
MOST_ENTRIES = 10_000
"""Of files in the archive of a workbook."""
MOST_ELEMENTS, MOST_OF_EACH = 100_000, 8
"""A part is made of so many elements, and so many for each of its rows, cells, texts and looks of cells:
openpyxl makes an object of each."""
# So many places where cells are merged are named.
_MOST_MERGED = 20

# ECMA-376, part 1: names of a workbook's parts, its relations and its sheets.
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_STYLES_OF = "/styles"
# What openpyxl calls the types of cells.
_FORMULA, _ERROR, _NUMBER = "f", "e", "n"
# How other files begin that people take for such a workbook, and words by which they tell themselves.
_COMPOUND, _WEB_PAGE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    re.compile(rb"\s*<(?:!doctype html|html|table)", re.I),
)
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT, _BINARY = b"mimetypeapplication/vnd.oasis.opendocument", "xl/workbook.bin"
# Each looks at a bounded number of bytes: an unclosed tag would make it scan the rest again and again.
_PLACES = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^<>]{0,300}?\sr=["']([A-Z]*)(\d+)["']""")
_ROWS_AND_CELLS = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)[\s/>]")
_TEXTS_AND_LOOKS = re.compile(rb"<(?:[\w.-]+:)?(?:si|xf)[\s/>]")
# Nothing is counted in what is not written in UTF-8.
_UTF_16 = re.compile(rb"(?:\xff\xfe|\xfe\xff)?\s*(?:<\0|\0<)")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^<>]{0,300}?\sref=["']([A-Z]+)(\d+)(?::([A-Z]+)\d)?""")
# As UTF-8 and as both kinds of UTF-16 write it.
_DECLARED = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
# Programs for spreadsheets write UTF-8. In another encoding no word of a part would be found here.
_SAYS_ENCODING = re.compile(rb"""\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)""")
_UTF_8 = (b"utf-8", b"utf8", b"us-ascii")
# How XML begins in EBCDIC, and with four bytes for each letter.
_OTHER_LETTERS = (b"\x4c\x6f\xa7\x94", b"\0\0\0<", b"<\0\0\0", b"\0\0\xfe\xff", b"\xff\xfe\0\0")
# openpyxl searches number formats and print names with expressions that start over at each character: a long
# one takes hours. So each has a limit in characters, and all of them together have one.
_LONGEST, _MOST_LETTERS = 1_000, {"numFmt": 1_000_000, "definedName": 20_000}
_READ_SLOWLY = (b"numFmt", b"definedName")
# What openpyxl and the libraries below it raise for a file that is broken.
_BROKEN = (
    DamagedZip,
    OSError,  # an archive without a workbook
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    ArithmeticError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    RuntimeError,  # an archive that asks for a password
)


class _Merge(NamedTuple):
    """Merged cells: their first row (from 1), their first column and the one after their last (from 0)."""

    row: int
    first: int
    end: int


def read_workbook(data: bytes) -> list[foreign_sheet.ReadSheet]:
    """The sheets of the workbook, hidden ones too. Raises NotATable."""
    readable, merged = _checked(data)
    # Imported here, so that only a process that reads a workbook loads openpyxl and numpy.
    from openpyxl import load_workbook

    try:
        # Row by row: else a few bytes that name a range make a cell for each place in it.
        book = load_workbook(io.BytesIO(readable), read_only=True, keep_links=False)
        try:
            return [_sheet(page, merged.get(page.title, ())) for page in book.worksheets]
        finally:
            book.close()
    except _BROKEN as error:
        raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.NO_WORKBOOK) from error


def sheet_titles(data: bytes) -> list[str]:
    """The titles of the workbook's sheets, without what stands in them. Raises NotATable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            parts = {}
            for name in (_BOOK, _RELATIONS):
                parts[name] = read_part(archive, archive.getinfo(name), most=LARGEST_UNPACKED)
                _check_elements(parts[name], 0)
                _check_part(parts[name])
            return [title for title, _name in _sheets(parts)]
    except _BROKEN as error:
        raise foreign_sheet.NotATable(_what_else(data)) from error


def _what_else(data: bytes) -> foreign_sheet.SheetRefusal:
    """The refusal for a file that isn't a workbook of this form."""
    if data.startswith(_COMPOUND):
        return foreign_sheet.SheetRefusal.PASSWORD if _LOCKED in data else foreign_sheet.SheetRefusal.OLDER
    if _OPEN_DOCUMENT in data[:200]:
        return foreign_sheet.SheetRefusal.OPEN_DOCUMENT
    if _BINARY.encode() in data:
        return foreign_sheet.SheetRefusal.BINARY
    return (
        foreign_sheet.SheetRefusal.WEB_PAGE
        if _WEB_PAGE.match(data)
        else foreign_sheet.SheetRefusal.NO_WORKBOOK
    )


def _checked(data: bytes) -> tuple[bytes, dict[str, list[_Merge]]]:
    """The workbook with parts that every reader takes, and its merged cells, by the titles of the sheets.
    Raises NotATable for a file that is no workbook, that holds what is never read, or that is too large."""
    cells = 0
    contents: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            parts = archive.infolist()
            if any(part.filename.lower().endswith(("vbaproject.bin", ".xlm")) for part in parts):
                raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.MACROS)
            merged = {}
            for part in parts:
                # By its type, not its name: the archive says which part is a sheet.
                content = read_part(archive, part, most=LARGEST_UNPACKED)
                here = _count(_ROWS_AND_CELLS, content)
                cells += here
                if cells > MOST_CELLS:
                    raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_LARGE)
                _check_elements(content, here)
                _check_part(content)
                merged[part.filename] = _merged_cells(content)
                contents[part.filename] = content
            readable = rewritten(contents, _styles_of(contents))
            return readable, {title: merged.get(name, []) for title, name in _sheets(contents)}
    except _BROKEN as error:
        raise foreign_sheet.NotATable(_what_else(data)) from error


def _count(things: re.Pattern[bytes], content: bytes) -> int:
    return sum(1 for _each in islice(things.finditer(content), MOST_CELLS + 1))


def _check_elements(content: bytes, cells: int) -> None:
    """Counted before anything is made of them. What is no XML, such as a picture, has few of these signs."""
    elements = content.count(b"<") - content.count(b"</")
    if elements > MOST_ELEMENTS and XML.match(content):
        things = cells + _count(_TEXTS_AND_LOOKS, content)
        if elements > MOST_ELEMENTS + MOST_OF_EACH * things:
            raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.ELEMENTS)


def _check_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_LARGE)


def _check_part(content: bytes) -> None:
    """No declaration of a document type: it could name entities. And no place that no sheet has rows and
    columns for; `_sheet` reads none either, but here the file is told before anything is read."""
    if any(word in content for word in _DECLARED):
        raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.ENTITIES)
    for place in _PLACES.finditer(content):
        letters, digits = place.groups()
        # A row has no letters, a column at most three.
        column = _column_number(letters[:4])
        if int(digits) > foreign_sheet.MOST_ROWS or column > foreign_sheet.MOST_COLUMNS:
            raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_MANY)
    encoding = _SAYS_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    is_other = encoding is not None and encoding[1].lower() not in _UTF_8
    if _UTF_16.match(content) or is_other or content.startswith(_OTHER_LETTERS):
        raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.NO_WORKBOOK)
    if any(word in content for word in _READ_SLOWLY):
        _check_lengths(content)


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA, 0 for no letters."""
    return reduce(lambda number, letter: 26 * number + letter - 64, letters, 0)


def _merged_cells(content: bytes) -> list[_Merge]:
    matches = (match.groups() for match in islice(_MERGED.finditer(content), _MOST_MERGED))
    return [
        _Merge(int(row), _column_number(first[:4]) - 1, _column_number((last or first)[:4]))
        for first, row, last in matches
    ]


def _check_lengths(content: bytes) -> None:
    """Of what openpyxl reads slowly. Where the word is found in something else, such as a picture, the part
    is no XML, and is not read."""
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError:
        return
    letters_allowed = dict(_MOST_LETTERS)
    for each in root.iter("{*}numFmt", "{*}definedName"):
        name = etree.QName(each).localname
        if name == "definedName" and not each.get("name", "").startswith("_xlnm."):
            continue
        text = each.get("formatCode", "") if name == "numFmt" else "".join(map(str, each.itertext()))
        letters_allowed[name] -= len(text)
        if len(text) > _LONGEST or letters_allowed[name] < 0:
            raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_LARGE)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _sheets(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """The title of each sheet, with the name of its part."""
    targets = {str(each.get("Id")): _target(each) for each in _relations(parts)}
    book = etree.fromstring(transitional(parts[_BOOK]), _parser())
    return [(str(sheet.get("name")), targets[sheet.get(_ID, "")]) for sheet in book.iter(_SHEET)]


def _styles_of(parts: Mapping[str, bytes]) -> str:
    """The name of the part with styles."""
    targets = (_target(each) for each in _relations(parts) if str(each.get("Type")).endswith(_STYLES_OF))
    return next(targets, STYLES)


def _relations(parts: Mapping[str, bytes]) -> etree._Element:
    return etree.fromstring(parts[_RELATIONS], _parser())


def _target(relation: etree._Element) -> str:
    return posixpath.normpath(posixpath.join("/xl", str(relation.get("Target"))))[1:]


def _sheet(page: Any, merged: Sequence[_Merge]) -> foreign_sheet.ReadSheet:
    from openpyxl.cell.read_only import EMPTY_CELL

    sheet = foreign_sheet.ReadSheet(str(page.title))
    page.reset_dimensions()  # what the file says of its size need not be true
    # A cell may say its place in ways that _PLACES does not see, or not at all.
    rows = enumerate(
        page.iter_rows(max_row=foreign_sheet.MOST_ROWS + 1, max_col=foreign_sheet.MOST_COLUMNS + 1), 1
    )
    begins = list(islice(rows, foreign_sheet.ABOVE_HEADS))
    texts = [[_cell_text(cell) for cell in cells] for _number, cells in begins]
    sheet.begin(texts, foreign_sheet.head_row(texts))
    sheet.problems += [
        foreign_sheet.WrongCell(foreign_sheet.SheetRefusal.MERGED, merge.row, head)
        for merge in merged
        if merge.row not in sheet.above
        for head in filter(None, sheet.heads[merge.first : merge.end])
    ]
    if not sheet.heads:
        return sheet
    names = [head or foreign_sheet.nameless(at) for at, head in enumerate(sheet.heads)]
    names += [foreign_sheet.nameless(at) for at in range(len(names), foreign_sheet.MOST_COLUMNS + 1)]
    for number, cells in chain(begins[sheet.head_row :], rows):
        if number > foreign_sheet.MOST_ROWS:
            raise foreign_sheet.NotATable(foreign_sheet.SheetRefusal.TOO_MANY)
        # openpyxl adds cells up to the last column; what is not there at the end of a row says nothing.
        there = list(cells)
        while there and there[-1] is EMPTY_CELL:
            there.pop()
        row: dict[str, foreign_sheet.ReadCell] = {}
        for at, name, value in _cells(sheet, number, zip(names, there, strict=False)):
            if at < len(sheet.heads) and sheet.heads[at]:
                row[name] = value
            elif value not in (None, ""):
                row[name] = value
                sheet.beyond.add(at)
        if any(value not in (None, "") for value in row.values()):
            sheet.rows.append((number, row))
    return sheet


def _cell_text(cell: Any) -> str:
    return unescaped(str(cell.value)).strip() if cell.value is not None else ""


def _cells(
    sheet: foreign_sheet.ReadSheet, number: int, cells: Iterator[tuple[str, Any]]
) -> Iterator[tuple[int, str, foreign_sheet.ReadCell]]:
    """Each cell that holds a value, with its column (from 0) and head; others are problems."""
    for at, (head, cell) in enumerate(cells):
        kind, value = cell.data_type, cell.value
        if kind in (_FORMULA, _ERROR):
            wrong = (
                foreign_sheet.SheetRefusal.FORMULA if kind == _FORMULA else foreign_sheet.SheetRefusal.BROKEN
            )
            sheet.problems.append(foreign_sheet.WrongCell(wrong, number, head))
            if at >= len(sheet.heads) or not sheet.heads[at]:
                sheet.beyond.add(at)
            continue
        if kind == _NUMBER and isinstance(value, int | float) and (code := _format_of(cell)):
            value = figure(value, code)
        elif isinstance(value, str):
            value = unescaped(value)
        elif isinstance(value, timedelta):
            value = _span(value)
        yield at, head, value


def _span(value: timedelta) -> str:
    """The hours, minutes and seconds of a span, however many days it has: "36:05:00"."""
    minutes, seconds = divmod(abs(value) // timedelta(seconds=1), 60)
    sign = "-" if value < timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _format_of(cell: Any) -> str:
    """The number format of a cell; "" for one that the file does not have."""
    try:
        return str(cell.number_format)
    except (IndexError, AttributeError):
        return ""
