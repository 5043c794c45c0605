"""What a browser would do with a page: which elements and attributes stand in its HTML or SVG."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_LINKS = ("href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post", "data")


@dataclass
class Markup:
    """`active` says what a Content-Security-Policy would refuse, or what no page of ours may hold; `tags` are
    all elements, `text` what is read."""

    active: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.markup.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        self.markup.attributes |= set(given)
        if tag == "style" or (tag == "script" and "src" not in given and not _is_data(given)):
            self.markup.active.append(f"<{tag}>")
        for name, value in given.items():
            if name in ("style", "hx-on", "hx-vals") or name.startswith(("on", "hx-on:", "hx-on-")):
                if name == "hx-vals" and not value.startswith("js:"):
                    continue
                self.markup.active.append(f'<{tag} {name}="{value[:40]}">')
            if name in _LINKS and value.strip().lower().startswith(("javascript:", "vbscript:", "data:text")):
                self.markup.active.append(f'<{tag} {name}="{value[:40]}">')
            self._texts.append(value)

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def finished(self) -> Markup:
        self.close()
        self.markup.text = "\n".join(self._texts)
        return self.markup


def _is_data(attributes: dict[str, str]) -> bool:
    return attributes.get("type") in ("application/json", "text/plain")


def read(page: str) -> Markup:
    """What stands in an HTML page or an SVG."""
    reader = _Reader()
    reader.feed(page)
    return reader.finished()
