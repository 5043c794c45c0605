"""Reads of the reports that were made, or are being made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from discovery.exceptions import NotFound
from discovery.models import Discovery, ReportExport
from discovery.models.discovery import StreamKind
from discovery.models.export import ExportState
from discovery.models.handover import ReportAudience

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
    exports = list(ReportExport.objects.filter(discovery=discovery))
    current = next((export for export in exports if export.state in UNFINISHED), None)
    waits_long = (
        current is not None
        and current.state == ExportState.QUEUED
        and timezone.now() - (current.beat_at or current.created_at) > PICKED_UP_WITHIN
    )
    others = tuple(ReportRow(each, kind_of(each)) for each in exports if each is not current)
    return Reports(current, others, waits_long)


def kind_of(export: ReportExport) -> str:
    """Format and audience in words."""
    known = {
        "pdf": _("PDF"),
        "pptx": _("Slides"),
        "xlsx": _("Spreadsheet"),
        "html": _("Web page"),
        "archive": _("Archive"),
    }
    words = [known.get(export.format, export.format)]
    options = export.options if isinstance(export.options, dict) else {}
    if options.get("name"):
        words.append(str(options["name"]))
    elif options.get("audience") == ReportAudience.STREAM and options.get("stream") in StreamKind.values:
        words.append(str(StreamKind(options["stream"]).label))
    elif options.get("audience") == ReportAudience.EXECUTIVE:
        words.append(str(ReportAudience.EXECUTIVE.label))
    return ", ".join(words)


def file_of(export: ReportExport) -> Path:
    """Where the finished report lies. Raises NotFound when it is not finished, or its file is gone.

    The place follows from the identifier alone, so that nothing anybody typed can lead elsewhere.
    """
    path = place_of(export)
    if export.state != ExportState.DONE or not path.is_file():
        raise NotFound(_("The file of this report is gone. Make a new one."))
    return path


def ending_of(export: ReportExport) -> str:
    """What the file's name ends with, without the dot."""
    return "zip" if export.format == "archive" else export.format


def place_of(export: ReportExport) -> Path:
    """Where the file of the report lies, or will."""
    return Path(settings.MEDIA_ROOT) / "exports" / f"{export.uuid}.{ending_of(export)}"


def file_name(export: ReportExport) -> str:
    """What the downloaded file is called: "commercial-discovery-report-2025-11-20.pdf"."""
    made_on = timezone.localtime(export.finished_at or export.created_at).date()
    name = slugify(export.discovery.name)[:60].strip("-") or "discovery"
    return f"{name}-report-{made_on.isoformat()}.{ending_of(export)}"
