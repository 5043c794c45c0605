"""Reports as files: asked for here, made by the worker (handover/reports/jobs.py), deleted, and taken up
again."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid, NotFound
from core.registries import MadeCopies, PurgeStep, made_copies, purge_steps
from core.services import operation
from discovery import permissions
from discovery.models import Discovery
from exchange.services.retention import delete_orphans, unlink_later
from handover.models import ExportState, HandoverVersion, ReportExport
from handover.report_jobs.selectors import FOLDER, UNFINISHED, VersionPdf, own_reports, place_of, places_of
from handover.reports.jobs import make_report
from handover.reports.options import FULL, ReportOptions, options_of
from handover.reports.report_files import FORMATS
from organizations.actors import Actor

# A worker tells several times a second how far it is. One that was silent for so long was killed.
SILENT_FOR = timedelta(seconds=60)
MOST_ATTEMPTS = 2
_FROM_FILE = gettext_lazy("This version was imported from a file. Its PDF is where the version was frozen.")


def request_export(
    *, actor: Actor, discovery: Discovery, format: str = "pdf", options: ReportOptions = FULL
) -> ReportExport:
    """Ask the worker for a report; the same one that is being made already is returned, so that two presses
    make one report.

    Raises NotFound, NotAllowed, Invalid for a format that is not offered, and Conflict while a report in
    another format, language or selection is being made.
    """
    permissions.check_edit_discovery(actor, discovery)
    if format not in FORMATS:
        raise Invalid(_("Reports can’t be created in this format."))
    with operation(actor, "report.requested", summary=discovery.name, place=discovery):
        # The discovery's row is the lock: of two who press at once the second finds the report of the first.
        Discovery.objects.select_for_update(of=("self",)).get(pk=discovery.pk)
        current = own_reports(discovery).filter(state__in=UNFINISHED).first()
        if current is not None:
            if (current.format, options_of(current.options)) != (format, options):
                raise Conflict(_("Another report is being created. Request this one when it’s finished."))
            return current
        export = ReportExport.objects.create(
            discovery=discovery,
            requested_by=actor.account,
            requested_by_label=actor.label[:200],
            format=format,
            options=options.as_json(),
            step=_("Waiting for the worker"),
        )
        _enqueue(export)
    return export


def keep_for_version(
    *, actor: Actor, version: HandoverVersion, paper: str, is_asked_for: bool
) -> ReportExport:
    """The PDF of a version that is being frozen: laid out from `paper` by the worker, or when someone asks
    for it. Called inside the operation that freezes."""
    export = ReportExport.objects.create(
        discovery=version.discovery,
        version=version,
        source=paper,
        requested_by=actor.account,
        requested_by_label=actor.label[:200],
        state=ExportState.QUEUED if is_asked_for else ExportState.HELD,
        step=_("Waiting for the worker") if is_asked_for else "",
    )
    if is_asked_for:
        _enqueue(export)
    return export


def renew_for_version(version: HandoverVersion, paper: str) -> None:
    """Lay out the PDF of a version from another `paper`; where no one asked for it yet, when someone does.
    Called inside the operation that changes the version.

    Raises NotFound for a version that came in a file, and Conflict while its PDF is being made.
    """
    export = ReportExport.objects.select_for_update(of=("self",)).filter(version=version).first()
    if export is None:
        raise NotFound(_FROM_FILE)
    if VersionPdf(export).is_under_way:
        raise Conflict(_("The PDF of this version is being created. Wait until it’s finished."))
    ReportExport.objects.filter(pk=export.pk).update(source=paper)
    if export.state != ExportState.HELD:
        _begin_anew(export)


def request_version_pdf(*, actor: Actor, version: HandoverVersion) -> ReportExport:
    """Ask the worker for the PDF of a frozen version, where it is not there: no one asked yet, it failed, or
    its file is gone. One that is there, or being made, stays.

    Raises NotAllowed, and NotFound for a version that came in a file.
    """
    discovery = version.discovery
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "handover.pdf_requested", summary=discovery.name, place=discovery):
        export = ReportExport.objects.select_for_update(of=("self",)).filter(version=version).first()
        if export is None:
            raise NotFound(_FROM_FILE)
        pdf = VersionPdf(export)
        if not pdf.is_under_way and not pdf.is_ready:
            _begin_anew(export)
            export.refresh_from_db()
    return export


def delete_export(*, actor: Actor, export: ReportExport) -> None:
    """Delete a report for good, with its file. Raises Conflict while it is being made."""
    permissions.check_edit_discovery(actor, export.discovery)
    with operation(actor, "report.deleted", summary=export.discovery.name, place=export.discovery):
        count, _by_model = (
            ReportExport.objects.filter(pk=export.pk).exclude(state=ExportState.RUNNING).delete()
        )
        if not count and ReportExport.objects.filter(pk=export.pk).exists():
            raise Conflict(_("This report is being created. Wait until it’s finished."))
        transaction.on_commit(lambda: place_of(export).unlink(missing_ok=True))


def delete_old(now: datetime) -> int:
    """Delete reports that are over for so long, with their files, and files that belong to no report any
    more; returns the number of the reports."""
    days = settings.KEEP_REPORTS_DAYS
    old = ReportExport.objects.none()
    if days:
        over = (ExportState.DONE, ExportState.FAILED)
        before = now - timedelta(days=days)
        old = ReportExport.objects.filter(version=None, state__in=over, created_at__lt=before)
    unlink_later(place_of(each) for each in old)
    names = {place_of(each).name for each in ReportExport.objects.defer("source").iterator()}
    delete_orphans(FOLDER, names)
    return old.delete()[0]


def make_without_name(discoveries: Collection[int], papers: Collection[int]) -> None:
    """A person is being erased: reports of the discoveries (primary keys) that are files already are
    deleted, one that is being made is begun again, and so is the PDF of each frozen version whose paper
    (`papers`, primary keys of exports) is another one now."""
    files: list[Path] = []
    exports = ReportExport.objects.select_for_update(of=("self",)).defer("source")
    for export in exports.filter(discovery__in=discoveries, version=None).order_by("pk"):
        files.append(place_of(export))
        if export.state == ExportState.RUNNING:
            _begin_anew(export)
        elif export.state != ExportState.QUEUED:
            export.delete()
    for export in exports.filter(pk__in=papers).exclude(state=ExportState.HELD).order_by("pk"):
        files.append(place_of(export))
        _begin_anew(export)
    unlink_later(files)


def _begin_anew(export: ReportExport) -> None:
    waiting = _("Waiting for the worker")
    _set(export, state=ExportState.QUEUED, percent=0, step=waiting, error="", attempts=0)
    _enqueue(export)


def reap(discovery: Discovery) -> None:
    """Take up the reports of this discovery whose worker was killed: once more, and then they have failed."""
    _take_up(Q(discovery=discovery, beat_at__lt=timezone.now() - SILENT_FOR), hung=False)


def take_up(uuid: str, *, hung: bool) -> None:
    """The worker of this report is gone: killed, or ended because the report `hung`. As `reap`."""
    _take_up(Q(uuid=uuid), hung=hung)


def _take_up(which: Q, *, hung: bool) -> None:
    dead = which & Q(state=ExportState.RUNNING)
    if not ReportExport.objects.filter(dead).exists():
        return
    if hung:
        again = _("That took too long. Trying again")
        error = _("The report took too long twice. Tell your administrator.")
    else:
        again, error = _("Trying again"), _("The worker stopped before the report was finished. Try again.")
    with transaction.atomic():
        for export in ReportExport.objects.select_for_update(of=("self",)).filter(dead):
            if export.attempts < MOST_ATTEMPTS:
                _set(export, state=ExportState.QUEUED, percent=0, step=again)
                _enqueue(export)
            else:
                _set(export, state=ExportState.FAILED, step="", error=error)


def _set(export: ReportExport, **fields: object) -> None:
    ReportExport.objects.filter(pk=export.pk).update(beat_at=timezone.now(), **fields)


def _enqueue(export: ReportExport) -> None:
    # In the same transaction as the row: no worker sees one without the other.
    make_report.enqueue(str(export.uuid))


def register_own() -> None:
    """Register what becomes of reports when a row goes, a person is erased, or the night comes."""
    made_copies.register(MadeCopies("reports", ReportExport, places_of, make_without_name))
    purge_steps.register(PurgeStep("reports", 30, delete_old))
