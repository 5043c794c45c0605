"""Reads of the reports that were made, or are being made."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from discovery.models import Discovery, StreamKind
from handover.models import ExportState, HandoverVersion, ReportAudience, ReportExport

# Below MEDIA_ROOT: where files of reports lie.
FOLDER = "exports"
UNFINISHED = (ExportState.QUEUED, ExportState.RUNNING)
# A worker looks for work several times a second; one that has not come after this is probably not there.
PICKED_UP_WITHIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report, and in words what kind it is ("Slides, Executive summary")."""

    export: ReportExport
    kind: str


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of a discovery, newest first: the one being made (None when none is), and all others.

    `waits_long` says that no worker has taken up the one being made.
    """

    current: ReportExport | None
    others: tuple[ReportRow, ...]
    waits_long: bool


def reports_of(discovery: Discovery) -> Reports:
    """The reports of a discovery: the one that is made now, and the others, the newest first."""
    exports = list(own_reports(discovery))
    current = next((export for export in exports if export.state in UNFINISHED), None)
    others = tuple(ReportRow(each, kind_of(each)) for each in exports if each is not current)
    return Reports(current, others, current is not None and waits_long(current))


def own_reports(discovery: Discovery) -> QuerySet[ReportExport]:
    """Those that people ask for, newest first. PDFs of frozen versions belong to their version
    (pdf_of)."""
    return ReportExport.objects.filter(discovery=discovery, version=None)


def report_named(discovery: Discovery, uuid: str) -> ReportExport:
    """Raises NotFound."""
    try:
        export = own_reports(discovery).filter(uuid=UUID(uuid)).first()
    except ValueError:
        export = None
    if export is None:
        raise NotFound
    return export


def waits_long(export: ReportExport) -> bool:
    """True if no worker has started it in the time in which one would have."""
    asked_at = export.beat_at or export.created_at
    return export.state == ExportState.QUEUED and timezone.now() - asked_at > PICKED_UP_WITHIN


@dataclass(frozen=True, slots=True)
class VersionPdf:
    """The PDF of a frozen version, as far as it is."""

    export: ReportExport

    @property
    def is_under_way(self) -> bool:
        return self.export.state in UNFINISHED

    @property
    def is_ready(self) -> bool:
        return self.export.state == ExportState.DONE and place_of(self.export).is_file()

    @property
    def is_held(self) -> bool:
        return self.export.state == ExportState.HELD

    @property
    def problem(self) -> str:
        """The reason in a sentence why it is not there; "" while nothing went wrong."""
        if self.export.state == ExportState.DONE and not self.is_ready:
            return _("The file was deleted from the server. Create it again. Its content will be the same.")
        return self.export.error if self.export.state == ExportState.FAILED else ""

    @property
    def waits_long(self) -> bool:
        return waits_long(self.export)


def pdf_of(version: HandoverVersion) -> VersionPdf | None:
    """None for a version that came in a file: a PDF that people signed is laid out once, where it was
    frozen."""
    export = ReportExport.objects.filter(version=version).defer("source").first()
    return None if export is None else VersionPdf(export)


def kind_of(export: ReportExport) -> str:
    """Format and audience in words."""
    names = {
        "pdf": _("PDF"),
        "pptx": _("Slides"),
        "xlsx": _("Spreadsheet"),
        "html": _("Web page"),
        "archive": _("Archive"),
    }
    words = [names.get(export.format, export.format)]
    options = export.options if isinstance(export.options, dict) else {}
    if options.get("name"):
        words.append(str(options["name"]))
    elif options.get("audience") == ReportAudience.STREAM and options.get("stream") in StreamKind.values:
        words.append(str(StreamKind(options["stream"]).label))
    elif options.get("audience") == ReportAudience.EXECUTIVE:
        words.append(str(ReportAudience.EXECUTIVE.label))
    return ", ".join(words)


def file_of(export: ReportExport) -> Path:
    """The path of a finished report. Raises NotFound when it is not finished, or its file is gone.

    The path follows from the identifier alone, so that nothing anyone typed can lead elsewhere.
    """
    path = place_of(export)
    if export.state != ExportState.DONE or not path.is_file():
        raise NotFound(_("The file of this report was deleted. Create a new one."))
    return path


def ending_of(export: ReportExport) -> str:
    """Ending of the file's name, without the dot."""
    return "zip" if export.format == "archive" else export.format


def place_of(export: ReportExport) -> Path:
    """The path of the report's file, whether it exists yet or not."""
    return Path(settings.MEDIA_ROOT) / FOLDER / f"{export.uuid}.{ending_of(export)}"


def places_of(rows: Collection[int]) -> list[Path]:
    """The paths of the files of these reports (primary keys), whether they exist yet or not."""
    return [place_of(each) for each in ReportExport.objects.filter(pk__in=rows).defer("source")]


def file_name(export: ReportExport) -> str:
    """Name of the downloaded file: "commercial-discovery-report-2025-11-20.pdf"."""
    made_on = timezone.localtime(export.finished_at or export.created_at).date()
    name = slugify(export.discovery.name)[:60].strip("-") or "discovery"
    return f"{name}-report-{made_on.isoformat()}.{ending_of(export)}"
