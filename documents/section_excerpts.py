"""HTML of a section made short: long lists and texts say how they go on. For the two pages that executives
read."""

from datetime import date

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree, html

_LISTS = ("ul", "ol", "tbody")
# A list with this attribute is part of a chart.
_WHOLE = "data-whole"
# A list with this attribute is cut only after all others.
_LAST = "data-cut-last"
# An item of a list with a day, as in 2027-03-30: the last one of those left out is named, and items without a
# day are counted.
_UNTIL = "data-until"
_EDITED = "data-editable"
# The class of the item that counts those left out.
_REST = "quiet the-rest"
# What tells in drawings, and must stay whole.
_KEPT = frozenset({"svg", "title", "desc"})


def shortened(body: str, *, items: int, letters: int, last: int | None = None) -> SafeString:
    """The HTML with at most so many `items` in each list and table, and so many `letters` in each run of
    text. Lists that are cut last have at most `last` items, if given."""
    root = html.fragment_fromstring(body, create_parent="div")
    for each in [element for element in root.iter(*_LISTS) if not _in_drawing(element)]:
        if _WHOLE not in each.attrib:
            _cut_list(each, items if last is None or _LAST not in each.attrib else last)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if not _in_drawing(element):
            element.text = _cut_text(element.text, letters)
        element.tail = _cut_text(element.tail, letters)
    inner = (root.text or "") + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    # It was escaped when it was rendered, and is as escaped now.
    return mark_safe(inner)  # noqa: S308  see above


def has_rest(body: str) -> bool:
    """Return True if items of a list are left out of a body of `shortened`."""
    return f'class="{_REST}"' in body


def _cut_list(element: html.HtmlElement, most: int) -> None:
    rest = list(element)[most:]
    if len(rest) < 2:  # one more line says as much as "and 1 more"
        return
    for child in rest:
        element.remove(child)
    words = _("and %(count)d more") % {"count": len(rest)}
    if days := [day for each in rest if (day := each.get(_UNTIL))]:
        last = date_format(date.fromisoformat(max(days)), "SHORT_DATE_FORMAT")
        values = {"count": len(rest), "day": last, "dated": len(days), "undated": len(rest) - len(days)}
        words = _("and %(count)d more, the last by %(day)s")
        if len(days) < len(rest):
            words = _("and %(count)d more: %(dated)d by %(day)s, %(undated)d without a date")
        words %= values
    if element.tag == "tbody":
        row = etree.SubElement(element, "tr")
        cell = etree.SubElement(row, "td")
        columns = sum(int(each.get("colspan", 1)) for each in element[0]) or 1
        # A table that is edited has as many cells in each row.
        table = element.getparent()
        if table is not None and _EDITED in table.attrib:
            for _number in range(columns - 1):
                etree.SubElement(row, "td")
        else:
            cell.set("colspan", str(columns))
    else:
        cell = etree.SubElement(element, "li")
    cell.text = words
    cell.set("class", _REST)


def _in_drawing(element: etree._Element) -> bool:
    return any(
        isinstance(each.tag, str) and each.tag in _KEPT for each in (element, *element.iterancestors())
    )


def _cut_text(text: str | None, most: int) -> str | None:
    if text is None or len(text) <= most:
        return text
    space = " " if text[-1].isspace() else ""  # before an element that follows
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …" + space
