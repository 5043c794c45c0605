"""The parts of a workbook (XLSX) as every reader takes them, whichever program wrote them. Pure.

Of styles only number formats are read: fills, fonts and borders that a reader does not know never keep the
cells from being read. The strict form of Open XML (ISO/IEC 29500-4) differs in the names of its namespaces.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from lxml import etree

STYLES = "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": _MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_FIXED = (
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    "<cellStyleXfs><xf/></cellStyleXfs>"
)
_NORMAL = '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
# ECMA-376, part 1, 22.9.2.19 (ST_Xstring): _x000D_ is the character 13, and _x005F_ an underscore.
_ESCAPED = re.compile("(?:_x[0-9A-Fa-f]{4}_)+")
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
"""The beginning of a part in XML, whatever its name is."""
# A formula is text alone. Bytes between two signs are looked at once, however many formulas a part has.
_FORMULA = re.compile(rb"<((?:[^\s<>/:]+:)?f)(?:\s[^<>]*)?(?:/>|>[^<]*</\1\s*>)")
_OTHER_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f(?:\s[^<>]*)?(?<!/)>")


def rewritten(parts: Mapping[str, bytes], styles: str) -> bytes:
    """The archive of a workbook again: its parts in the transitional form and without the text of formulas,
    and of the part with the `styles` only the formats of numbers. Raises ValueError for a formula with more
    than text."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            if name not in (styles, STYLES):
                archive.writestr(name, _without_formulas(_named_as_usual(name, content)))
        if styles in parts:
            archive.writestr(STYLES, _number_formats(transitional(parts[styles])))
    return file.getvalue()


def _named_as_usual(name: str, content: bytes) -> bytes:
    return transitional(content) if name.endswith((".xml", ".rels")) else content


def transitional(content: bytes) -> bytes:
    """A part with the namespaces of the transitional form."""
    for strict, usual in _STRICT.items():
        content = content.replace(strict, usual)
    return content


def _without_formulas(content: bytes) -> bytes:
    """A part that says where formulas are, but not what they compute: openpyxl would write a formula again
    for each cell that shares it, and fails for one that it can't read. Pictures stay as they are."""
    if not XML.match(content):
        return content
    content = _FORMULA.sub(rb"<\1/>", content)
    if _OTHER_FORMULA.search(content):
        raise ValueError("a formula has more than text")
    return content


def unescaped(text: str) -> str:
    """The text of a cell without the escapes that XML needs for some characters."""
    return _ESCAPED.sub(_characters, text) if "_x" in text else text


def _characters(match: re.Match[str]) -> str:
    units = b"".join(int(each[2:6], 16).to_bytes(2, "big") for each in re.findall("_x....", match[0]))
    return units.decode("utf-16-be", "replace")


def _number_formats(content: bytes) -> str:
    """A part of styles with the formats of numbers of the given one; without any where that is broken."""
    formats, cells = [], []
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        pass
    else:
        for each in root.iterfind("{*}numFmts/{*}numFmt"):
            if (number := each.get("numFmtId", "")).isdecimal():
                code = quoteattr(each.get("formatCode", ""))
                formats.append(f'<numFmt numFmtId="{int(number)}" formatCode={code}/>')
        for each in root.iterfind("{*}cellXfs/{*}xf"):
            number = each.get("numFmtId", "")
            cells.append(f'<xf numFmtId="{int(number) if number.isdecimal() else 0}"/>')
    numbers = f"<numFmts>{''.join(formats)}</numFmts>" if formats else ""
    styles = f"{numbers}{_FIXED}<cellXfs>{''.join(cells) or '<xf/>'}</cellXfs>{_NORMAL}"
    return f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'
