"""The report of a discovery in each format that it is offered in."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import DrawingFailed, Invalid
from core.selectors.request_cache import one_reading
from discovery.document_parts import archive_parts, report_preparations
from discovery.models import Discovery
from documents import archive
from handover.reports.document import Progress, make_page, make_pdf
from handover.reports.options import ReportOptions, in_language, options_of
from handover.reports.part_rendering import files_of, not_made_file, prepare
from organizations.reports.look import look_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReportFormat:
    """`label` says what it is, `use` what one does with it."""

    key: str
    label: str | Promise
    use: str | Promise
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: dict[str, ReportFormat] = {
    each.key: each
    for each in (
        ReportFormat("pdf", gettext_lazy("PDF"), gettext_lazy("to read, print and sign"), "application/pdf"),
        ReportFormat(
            "pptx",
            gettext_lazy("Slides"),
            gettext_lazy("PowerPoint, to present and edit"),
            f"{_OFFICE}.presentationml.presentation",
        ),
        ReportFormat(
            "xlsx",
            gettext_lazy("Spreadsheet"),
            gettext_lazy("Excel, a sheet for each kind of artifact"),
            f"{_OFFICE}.spreadsheetml.sheet",
        ),
        ReportFormat(
            "html",
            gettext_lazy("Web page"),
            gettext_lazy("one file for any browser"),
            "text/html; charset=utf-8",
        ),
        ReportFormat(
            "archive",
            gettext_lazy("Archive"),
            gettext_lazy("everything as ZIP, with specifications, maps and JSON to import"),
            "application/zip",
        ),
    )
}


def make_report_file(
    discovery: Discovery,
    format: str,
    options: ReportOptions | Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    *,
    made_at: datetime | None = None,
) -> bytes:
    """The report of the discovery as it is now, in a format of FORMATS.

    `progress` is told in percent and words how far it is; what it raises stops the work.
    Raises Invalid for a format that is not offered, and DrawingFailed when pages cannot be laid out.
    """
    if format not in FORMATS:
        raise Invalid(
            _("Reports can be created as %(formats)s, not as “%(format)s”.")
            % {"formats": ", ".join(FORMATS), "format": format[:20]}
        )
    report_options = options_of(options)
    moment = made_at or timezone.now()
    tell = progress or (lambda percent, words: None)
    with one_reading(), in_language(report_options.language):
        for each in report_preparations:
            prepare(each, discovery)
        if format == "archive":
            return archive.zipped(_all_files(discovery, report_options, moment, tell))
        return _one_file(discovery, format, report_options, moment, tell)


def _one_file(
    discovery: Discovery, format: str, options: ReportOptions, moment: datetime, tell: Progress
) -> bytes:
    if format == "pdf":
        return make_pdf(discovery, options=options, made_at=moment, progress=tell)
    if format == "html":
        return make_page(discovery, options=options, made_at=moment, progress=tell).encode()
    # Imported here, so that only a process that makes such a file loads these libraries.
    look = look_of(discovery.domain.organization)
    if format == "pptx":
        from handover.reports.office_files import make_slides

        return make_slides(discovery, options=options, look=look, made_at=moment, progress=tell)
    from handover.reports.office_files import make_spreadsheet

    return make_spreadsheet(discovery, made_at=moment, accent=look.accent, progress=tell)


def _all_files(
    discovery: Discovery, options: ReportOptions, moment: datetime, tell: Progress
) -> Iterator[tuple[str, bytes]]:
    """A report in each format, then what the apps add. They share the time from 0 to 95 percent."""
    names = {
        "pdf": "report.pdf",
        "html": "report.html",
        "pptx": "slides.pptx",
        "xlsx": "spreadsheet.xlsx",
    }
    parts = sorted(archive_parts, key=lambda part: part.order)
    shares = len(names) + len(parts)
    percent = 0.0
    for format, name in names.items():
        try:
            file = name, _one_file(discovery, format, options, moment, _share(tell, percent, 95 / shares))
        except DrawingFailed as failure:
            logger.exception("%s of the archive of %s could not be made", name, discovery.slug)
            file = not_made_file(name, str(failure))
        yield file
        percent += 95 / shares
    for part in parts:
        tell(int(percent), str(part.title))
        yield from files_of(part, discovery)
        percent += 95 / shares


def _share(tell: Progress, start: float, share: float) -> Callable[[int, str], None]:
    return lambda percent, words: tell(int(start + share * percent / 100), words)
