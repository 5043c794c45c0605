"""Drawings: DOT in, a safe and accessible SVG out.

The same drawing serves pages (inline) and reports (`picture`). Nothing of what `dot` wrote is trusted:
scripts, handlers, references and styles are taken out, and links are added afterwards.
"""

import hashlib
import logging
import math
import os
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NotRequired, TypedDict
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lxml import etree

from core.exceptions import DrawingFailed
from documents import pango_fonts
from documents.bevels import shaped
from documents.dot import PAPER, clean
from documents.drawing_page_colors import SVG, Theme, follow
from documents.smaller_svg import lighten

logger = logging.getLogger(__name__)

_XLINK = "{http://www.w3.org/1999/xlink}"
_NO_LINKS: Mapping[str, str] = MappingProxyType({})
_DATA = re.compile(r"[a-z][a-z-]*")
# The elements that a drawing may have; all others that `dot` writes are removed.
_ELEMENTS = frozenset(
    {"svg", "g", "title", "path", "polygon", "polyline", "ellipse", "circle", "rect", "line", "text", "tspan"}
)
# The fonts by the names that the pages and the reports know them by.
_FAMILIES = {
    "Inter": "Inter, 'Inter Variable', sans-serif",
    "Source Serif 4": "'Source Serif 4', 'Source Serif 4 Variable', serif",
}
# Drawings kept in memory, by their source. The largest take some 100 kB.
_KEPT = 64
# Edges run straight, which succeeds where bends fail.
_STRAIGHT = "-Gsplines=line"
# For so many seconds, what took too long is not tried again with the same patience.
_REFUSED = 30.0
_too_large: dict[tuple[bytes, float], float] = {}


class _TookTooLong(DrawingFailed):
    """`dot` had no more time."""


@dataclass(frozen=True, slots=True)
class Part:
    """A node as a page tells of it: `words` is what a screen reader says, `data` become attributes of its
    group, `data-…`, that styles and scripts know it by."""

    words: str
    data: Mapping[str, str] = field(default_factory=dict)


NO_PARTS: Mapping[str, Part] = MappingProxyType({})


class DrawingTexts(TypedDict):
    """Texts of a drawing besides its source, as draw_svg takes them."""

    title: str
    description: str
    links: NotRequired[Mapping[str, str]]
    parts: NotRequired[Mapping[str, Part]]


def draw_svg(
    source: str,
    *,
    title: str,
    description: str,
    links: Mapping[str, str] = _NO_LINKS,
    parts: Mapping[str, Part] = NO_PARTS,
    timeout: float = 5,
) -> str:
    """The SVG of a DOT `source`, as a fragment for a page: as wide as `dot` drew it, and scalable.

    `title` and `description` say for a screen reader what the drawing shows. `links` turns nodes, by name,
    into links; an address that is neither http(s) nor of this site is left out. `parts` tells of nodes, by
    name: each gets `data-node`, and each edge between two of them `data-from` and `data-to`; frames around
    nodes get `data-frame`. `timeout` is in seconds.
    Raises DrawingFailed when `dot` is missing, fails or takes too long.
    """
    svg = drawn_by_dot(source, timeout)
    return dressed(svg, source, title=title, description=description, links=links, parts=parts)


def drawn_by_dot(source: str, timeout: float) -> bytes:
    """The SVG that `dot` makes of `source`, not safe yet. Raises as draw_svg.

    A source that took too long is refused at once for a while, so that repeated requests for it do not occupy
    page threads.
    """
    key = (hashlib.sha256(source.encode("utf-8", "replace")).digest(), timeout)
    if time.monotonic() - _too_large.get(key, -math.inf) < _REFUSED:
        raise _took_too_long(timeout)
    try:
        return _dot(source, timeout)
    except _TookTooLong:
        while len(_too_large) >= _KEPT:
            _too_large.pop(next(iter(_too_large), key), None)
        _too_large[key] = time.monotonic()
        raise


def dressed(
    svg: bytes,
    source: str,
    *,
    title: str,
    description: str,
    links: Mapping[str, str] = _NO_LINKS,
    parts: Mapping[str, Part] = NO_PARTS,
    theme: Theme | None = None,
) -> SafeString:
    """The result of drawn_by_dot for `source`, as draw_svg returns it; with a `theme` in its colors, for a
    page.

    It is safe to show: scripts, handlers, references and styles are taken out, and every text is escaped.
    """
    root = parsed(svg)
    _take_out_what_could_act(root)
    _set_fonts(root)
    _tell_parts(root, parts)
    _link_nodes(root, links)
    _describe(root, source, title, description)
    if theme is not None:
        follow(root, theme)
        lighten(root)
    return SafeString(etree.tostring(root, encoding="unicode"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing for a report: `uri` holds the whole SVG, `width` and `height` are its size on paper, in
    pixels of CSS."""

    uri: str
    alternative: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FailedDrawing:
    """The reason in a report in place of a drawing that failed."""

    problem: str


def draw_png(source: str, *, timeout: float = 5) -> bytes:
    """The drawing as a picture on white, at twice the size of a screen. Raises as draw_svg."""
    png = _run_dot(source, timeout, "-Tpng", "-Gdpi=144", f"-Gbgcolor={PAPER}")
    if not png.startswith(b"\x89PNG"):
        raise DrawingFailed(_("This couldn’t be drawn, because the drawing program failed."))
    return png


@lru_cache(maxsize=_KEPT)
def _dot(source: str, timeout: float) -> bytes:
    svg = _run_dot(source, timeout, "-Tsvg")
    if b"<svg" not in svg:
        raise DrawingFailed(_("This couldn’t be drawn, because the drawing program failed."))
    return shaped(svg)


def _run_dot(source: str, timeout: float, *options: str) -> bytes:
    try:
        environment = {**os.environ, "FONTCONFIG_FILE": str(pango_fonts.configuration())}
    except (OSError, LookupError):
        # Without our fonts `dot` measures with others: the drawing is a little less neat, but it is there.
        logger.warning("the fonts for drawings could not be prepared", exc_info=True)
        environment = dict(os.environ)
    try:
        result = subprocess.run(  # noqa: S603  the options are ours
            ["dot", *options],  # noqa: S607  wherever the system keeps it
            input=source.encode("utf-8", "replace"),
            capture_output=True,
            timeout=timeout,
            check=False,
            env=environment,
        )
    except FileNotFoundError:
        raise DrawingFailed(
            _(
                "This can’t be drawn, because Graphviz isn’t installed on the server. Install it and "
                "try again."
            )
        ) from None
    except subprocess.TimeoutExpired:
        raise _took_too_long(timeout) from None
    if result.returncode != 0:
        if _STRAIGHT not in options:
            # Graphviz 2.43 loses edges that it cannot bend around frames ("triangulation failed").
            return _run_dot(source, timeout, *options, _STRAIGHT)
        raise DrawingFailed(_("This couldn’t be drawn, because the drawing program failed."))
    return result.stdout


def _took_too_long(timeout: float) -> _TookTooLong:
    return _TookTooLong(
        _("This is too large to draw. It took longer than %(seconds)d seconds.") % {"seconds": round(timeout)}
    )


def parsed(svg: bytes) -> etree._Element:
    """The elements of what drawn_by_dot made, not safe yet. Raises DrawingFailed where it's no drawing."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        return etree.fromstring(svg, parser)
    except etree.XMLSyntaxError:
        raise DrawingFailed(_("This couldn’t be drawn, because the drawing program failed.")) from None


def _take_out_what_could_act(root: etree._Element) -> None:
    for element in list(root.iter()):
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "a":
            element.tag = f"{{{SVG}}}g"
        elif name not in _ELEMENTS:
            _remove(element)
            continue
        for attribute in list(element.attrib):
            if (
                attribute.startswith(("on", _XLINK))
                or attribute in {"href", "style", "class", "target"}
                or (attribute not in {"id", "viewBox"} and "url(" in str(element.get(attribute)).lower())
            ):
                del element.attrib[attribute]
            elif element.get(attribute) == "transparent":  # a color of CSS, not of SVG
                element.set(attribute, "none")
    # The natural width stays, so that a small drawing is not blown up; the height follows from the viewBox.
    root.attrib.pop("height", None)
    etree.cleanup_namespaces(root)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _set_fonts(root: etree._Element) -> None:
    for text in root.iter(f"{{{SVG}}}text"):
        family = text.get("font-family", "")
        text.set("font-family", _FAMILIES.get(family.split(",")[0], "Inter, 'Inter Variable', sans-serif"))


def _tell_parts(root: etree._Element, parts: Mapping[str, Part]) -> None:
    """Add data attributes and labels to the groups of nodes and edges. The title of a group is the name by
    which `dot` knows the node, or the ends of the edge."""
    for group in root.iter(f"{{{SVG}}}g"):
        name = group.findtext(f"{{{SVG}}}title") or ""
        if group.get("id", "").startswith("edge"):
            start, _arrow, end = name.partition("->")
            if start in parts and end in parts:
                group.set("data-from", start)
                group.set("data-to", end)
                group.set("aria-hidden", "true")
        elif parts and group.get("id", "").startswith("clust"):
            group.set("data-frame", "")
        elif group.get("id", "").startswith("node") and name in parts:
            group.set("data-node", name)
            for key, value in parts[name].data.items():
                if not _DATA.fullmatch(key):
                    raise ValueError(f"{key!r} is not a valid name for a data attribute")
                group.set(f"data-{key}", clean(value))
            group.set("role", "img")
            group.set("aria-label", clean(parts[name].words))


def _link_nodes(root: etree._Element, links: Mapping[str, str]) -> None:
    """Nodes get their links; the names of nodes, which `dot` shows as tooltips, go."""
    for group in root.iter(f"{{{SVG}}}g"):
        heading = group.find(f"{{{SVG}}}title")
        is_node = group.get("id", "").startswith("node")
        group.attrib.pop("id", None)
        if heading is None:
            continue
        name = heading.text or ""
        group.remove(heading)
        if is_node and name in links and is_safe_address(links[name]):
            link = etree.Element(f"{{{SVG}}}a", {"href": links[name]})
            words = " ".join(t.text or "" for t in group.iter(f"{{{SVG}}}text")).strip()
            link.set("aria-label", group.attrib.pop("aria-label", words))
            group.attrib.pop("role", None)
            link.extend(list(group))
            group.append(link)


def is_safe_address(url: str) -> bool:
    """True if a link may lead there: http(s), or an address of this site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if any(ord(character) < 33 or character == "\\" for character in url):
        return False
    if parts.scheme:
        return parts.scheme in {"http", "https"} and bool(parts.netloc)
    return not parts.netloc and not url.startswith("//")


def _describe(root: etree._Element, source: str, title: str, description: str) -> None:
    has_parts = root.find(f".//{{{SVG}}}a") is not None or root.find(f".//{{{SVG}}}g[@data-node]") is not None
    # Ids must differ between the drawings of a page.
    key = hashlib.sha256(f"{title}\0{source}".encode("utf-8", "replace")).hexdigest()[:12]
    heading = etree.Element(f"{{{SVG}}}title", {"id": f"drawing-{key}-title"})
    heading.text = clean(title)
    words = etree.Element(f"{{{SVG}}}desc", {"id": f"drawing-{key}-description"})
    words.text = clean(description)
    root.insert(0, heading)
    root.insert(1, words)
    # A screen reader looks into a group, but not into an image.
    root.set("role", "group" if has_parts else "img")
    root.set("class", "drawing")
    # Words keep the width that `dot` made room for, also where a drawing is shown smaller.
    root.set("text-rendering", "geometricPrecision")
    root.set("aria-labelledby", f"drawing-{key}-title")
    root.set("aria-describedby", f"drawing-{key}-description")
