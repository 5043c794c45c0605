"""Contents of mails: written as text, from which its HTML part is made. No database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_PAGE: Final = (
    '<!doctype html><html><head><meta charset="utf-8"><title>{}</title></head>'
    '<body style="margin:0;padding:24px;background:#f4f5f7;color:#1c2430;'
    'font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif">'
    '<div style="max-width:36em;margin:0 auto;padding:24px;background:#ffffff;border-radius:8px">{}</div>'
    "</body></html>"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a letter."""

    name: str
    content: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one address. `text` has a blank line between its paragraphs."""

    to: str
    subject: str
    text: str
    files: tuple[Attachment, ...] = ()

    def to_values(self) -> dict[str, Any]:
        """Its values for JSON."""
        return asdict(self)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Letter:
        """The letter from the result of `to_values`."""
        return cls(**{**values, "files": tuple(Attachment(**each) for each in values["files"])})


def html_of(letter: Letter) -> SafeString:
    """The text as a page, in which addresses of this installation are links and the rest is as it was typed:
    names that someone gave lead nowhere."""
    paragraphs = [each for each in re.split(r"\n\s*\n", letter.text.strip()) if each.strip()]
    body = format_html_join("", "<p>{}</p>", ((_lines(each),) for each in paragraphs))
    return format_html(_PAGE, letter.subject, body)


def _lines(paragraph: str) -> SafeString:
    lines = [_linked(each) for each in paragraph.strip().split("\n")]
    return format_html_join(SafeString("<br>"), "{}", ((each,) for each in lines))


def _linked(line: str) -> SafeString:
    parts, at = list[SafeString](), 0
    for link in _LINK.finditer(line):
        if not f"{link[0]}/".startswith(f"{settings.BASE_URL}/"):
            continue
        parts.append(format_html("{}", line[at : link.start()]))
        parts.append(format_html('<a href="{}" style="color:#0b57a4">{}</a>', link[0], link[0]))
        at = link.end()
    parts.append(format_html("{}", line[at:]))
    return SafeString("".join(parts))
