"""The parts of a report, made one by one: where one fails, the rest is made, the report says so in its place,
and the log has the cause (adr/0065)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from discovery.document_parts import ArchivePart, Preparation, Sheet, SlideSet
from discovery.models import Discovery
from discovery.registries import ReportSection
from documents.failed_parts import attempt
from documents.pdf_engine_process import Engine
from documents.table_and_slide_parts import Slide, Table
from handover.versions.selectors import NOT_MADE


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """The HTML of a section; `is_wide` asks for pages that are turned. `headline` is a title that states the
    answer, "" without one; `source` names where its numbers come from; `statement` is the sentence that the
    executive summary has above its signatures, "" if another section has it."""

    body: SafeString
    is_wide: bool = False
    headline: str = ""
    source: str = ""
    statement: str = ""


def prepare(preparation: Preparation, discovery: Discovery) -> None:
    """Work out what reports need; without it they show what is known by then."""
    attempt(
        _log_name("preparation", preparation.key, discovery),
        lambda: preparation.prepare(discovery),
        lambda: None,
    )


def section_of(part: ReportSection, discovery: Discovery) -> SectionHtml | None:
    """A section, or a part of the summary; None when it has nothing to show."""
    words = _("This section couldn’t be created. Your administrator can find the cause in the log.")
    return _section_html("section", part, discovery, words)


def drawn_slide_of(part: ReportSection, discovery: Discovery) -> SectionHtml | None:
    """The drawing of a slide; None when there is nothing to show."""
    words = _("This slide couldn’t be created. Your administrator can find the cause in the log.")
    return _section_html("drawn slide", part, discovery, words)


def slides_of(part: SlideSet, discovery: Discovery) -> Sequence[Slide]:
    """The slides of a set."""
    words = _("This slide couldn’t be created. Your administrator can find the cause in the log.")
    return attempt(
        _log_name("slides", part.key, discovery),
        lambda: tuple(part.slides(discovery)),
        lambda: (Slide(part.title, (words,)),),
    )


def table_of(part: Sheet, discovery: Discovery) -> Table | None:
    """The table of a sheet; None leaves it out."""
    words = _("This sheet couldn’t be created. Your administrator can find the cause in the log.")
    return attempt(
        _log_name("sheet", part.key, discovery),
        lambda: part.table(discovery),
        lambda: Table([part.title], [[words]]),
    )


def files_of(part: ArchivePart, discovery: Discovery) -> Sequence[tuple[str, bytes]]:
    """The files of a part of the archive, or one that says that they could not be made."""
    words = _("These files couldn’t be created. Your administrator can find the cause in the log.")
    return attempt(
        _log_name("files", part.key, discovery),
        lambda: tuple(part.files(discovery)),
        lambda: (not_made_file(part.key, words),),
    )


def not_made_file(name: str, words: str) -> tuple[str, bytes]:
    """The path and content of the file that replaces the ones that could not be made, in an archive."""
    return f"{name}.not-made.txt", f"{words}\n".encode()


def laid_out_alone(
    bodies: Mapping[str, SafeString],
    document: Callable[[str, SafeString], str],
    *,
    tell: Callable[[str], None],
) -> dict[str, SafeString]:
    """The bodies of sections by title. The layout program failed on all together, so each is laid out in a
    `document` of its own; one that it fails on is replaced by a sentence. `tell` hears what is done."""
    words = _("This section couldn’t be created. Your administrator can find the cause in the log.")
    results = {}
    for title, body in bodies.items():
        tell(title)

        def lay_out(title: str = title, body: SafeString = body) -> SafeString:
            with Engine() as engine:
                engine.render([document(title, body)])
            return body

        results[title] = attempt(f"the pages of {title}", lay_out, lambda: _not_made(words))
    return results


def _section_html(kind: str, part: ReportSection, discovery: Discovery, words: str) -> SectionHtml | None:
    def make() -> SectionHtml | None:
        context = part.context(discovery)
        if context is None:
            return None
        body = render_to_string(part.template, {"discovery": discovery, "title": part.title, **context})
        headline, source = str(context.get("headline", "")), str(context.get("source", ""))
        statement = context.get("statement", "")
        return SectionHtml(body, bool(context.get("is_wide")), headline, source, statement)

    return attempt(_log_name(kind, part.key, discovery), make, lambda: SectionHtml(_not_made(words)))


def _not_made(words: str) -> SafeString:
    return format_html('<p class="{}">{}</p>', NOT_MADE, words)


def _log_name(kind: str, key: str, discovery: Discovery) -> str:
    return f"{kind} {key} of the report of {discovery.slug}"
