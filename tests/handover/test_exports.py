"""Reports as files: who may ask for them and take them, how they are made, and what happens when that goes
wrong."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from handover.models import ReportExport
from handover.report_jobs import selectors, services as exports
from handover.report_jobs.models import ExportState
from handover.reports import jobs
from handover.services import report_progress
from organizations.actors import Actor
from organizations.models import User
from tests import factories

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def discovery() -> Discovery:
    return factories.discovery(name="Commercial discovery")


@pytest.fixture
def viewer(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.VIEWER, name="Vic Viewer")


@pytest.fixture
def export(discovery: Discovery, account: User) -> ReportExport:
    return exports.request_export(actor=Actor.of_account(account), discovery=discovery)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine has tests of its own."""
    monkeypatch.setattr(jobs, "make_report_file", lambda *_what: b"%PDF-1.7 quick")


def make(export: ReportExport) -> ReportExport:
    """What the worker does."""
    jobs.make_report.call(str(export.uuid))
    export.refresh_from_db()
    return export


def page_of(discovery: Discovery) -> str:
    return reverse("handover:report", args=[discovery.slug])


def file_of(discovery: Discovery, export: ReportExport) -> str:
    return reverse("handover:report_download", args=[discovery.slug, export.uuid])


# --- Asking ---------------------------------------------------------------------------------------


def test_a_report_is_asked_for_once(discovery: Discovery, account: User, export: ReportExport) -> None:
    again = exports.request_export(actor=Actor.of_account(account), discovery=discovery)

    assert again == export
    assert DBTaskResult.objects.count() == 1
    assert export.requested_by_label == "Eda Editor"
    assert Operation.objects.filter(verb="report.requested", actor_uuid=account.uuid).exists()


def test_people_who_may_ask_for_a_file(discovery: Discovery, viewer: User) -> None:
    with pytest.raises(NotAllowed):
        exports.request_export(actor=Actor.of_account(viewer), discovery=discovery)
    with pytest.raises(NotFound):
        exports.request_export(actor=Actor.of_account(factories.user()), discovery=discovery)
    with pytest.raises(Invalid):
        exports.request_export(actor=factories.SYSTEM, discovery=discovery, format="exe")
    assert not ReportExport.objects.exists()


# --- Making ---------------------------------------------------------------------------------------


def test_the_worker_makes_the_file_and_tells_how_far_it_is(
    export: ReportExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    advance = report_progress.advance

    def told(report: ReportExport, **fields: Any) -> None:
        advance(report, **fields)
        seen.append((fields["percent"], fields["step"]))

    monkeypatch.setattr(report_progress, "advance", told)
    monkeypatch.setattr(jobs, "TELL_EVERY", 0)

    made = make(export)

    percents = [percent for percent, _step in seen]
    assert percents == sorted(percents)
    assert percents[0] < 40 < percents[-1] == 97
    assert {"Summary", "Laying out the pages", "Writing the PDF", "Saving the file"} <= {
        step for _percent, step in seen
    }
    assert (made.state, made.percent, made.error) == (ExportState.DONE, 100, "")
    content = (tmp_path / "files" / "exports" / f"{export.uuid}.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert made.size == len(content)
    assert [path.name for path in (tmp_path / "files" / "exports").iterdir()] == [f"{export.uuid}.pdf"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The server’s disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "couldn’t be saved on the server"),
        (ValueError("nobody should see this"), "couldn’t be formatted"),
    ],
)
def test_what_goes_wrong_is_a_sentence(
    export: ReportExport, error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise error

    monkeypatch.setattr(jobs, "write_whole", fail)
    monkeypatch.setattr(jobs, "make_report_file", lambda *_what: b"")

    made = make(export)

    assert made.state == ExportState.FAILED
    assert sentence in made.error
    assert "nobody should see this" not in made.error


@pytest.mark.usefixtures("quick")
def test_a_full_disk_leaves_no_part_of_a_file(
    export: ReportExport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("documents.atomic_files.os.fsync", full)

    assert make(export).state == ExportState.FAILED
    assert list((tmp_path / "files" / "exports").iterdir()) == []


@pytest.mark.usefixtures("quick")
def test_a_killed_worker_is_noticed_and_its_report_tried_once_more(
    discovery: Discovery, export: ReportExport
) -> None:
    def killed() -> None:
        report_progress.start(export)
        silent = timezone.now() - exports.SILENT_FOR - timedelta(seconds=1)
        ReportExport.objects.update(beat_at=silent)
        exports.reap(discovery)
        export.refresh_from_db()

    report_progress.start(export)
    exports.reap(discovery)
    export.refresh_from_db()
    assert export.state == ExportState.RUNNING  # its worker was heard a moment ago
    ReportExport.objects.update(state=ExportState.QUEUED, attempts=0)

    killed()
    assert (export.state, DBTaskResult.objects.count()) == (ExportState.QUEUED, 2)

    killed()
    assert export.state == ExportState.FAILED
    assert "The worker stopped before the report was finished" in export.error
    assert DBTaskResult.objects.count() == 2


def test_a_worker_that_was_given_up_writes_nothing_more(discovery: Discovery, export: ReportExport) -> None:
    report_progress.start(export)
    ReportExport.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    exports.reap(discovery)
    other = ReportExport.objects.get()
    report_progress.start(other)

    with pytest.raises(report_progress.TakenOver):
        report_progress.finish(export, size=1)

    report_progress.finish(other, size=2)
    assert ReportExport.objects.get().size == 2


def test_a_report_that_was_deleted_while_it_waited_is_not_made(
    account: User, export: ReportExport, tmp_path: Path
) -> None:
    exports.delete_export(actor=Actor.of_account(account), export=export)

    jobs.make_report.call(str(export.uuid))

    assert not (tmp_path / "files").exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_real_worker_picks_the_report_up(discovery: Discovery, tmp_path: Path) -> None:
    export = exports.request_export(actor=factories.SYSTEM, discovery=discovery)
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{copy}",
        "HEADWATERS_VAR_DIR": str(tmp_path),
        "HEADWATERS_SECRET_KEY": "only for this test, and for nothing else at all",
    }

    done = subprocess.run(
        [sys.executable, "manage.py", "db_worker", "--batch", "--no-startup-delay", "--skip-checks"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        timeout=180,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "files" / "exports" / f"{export.uuid}.pdf").read_bytes().startswith(b"%PDF")


# --- Taking ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_viewers_take_the_report_and_strangers_find_nothing(
    discovery: Discovery, viewer: User, export: ReportExport, client_of: ClientOf
) -> None:
    make(export)
    address = file_of(discovery, export)

    response = client_of(viewer).get(address)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    today = timezone.localdate().isoformat()
    expected = f'attachment; filename="commercial-discovery-report-{today}.pdf"'
    assert response.headers["Content-Disposition"] == expected
    assert b"".join(response.streaming_content) == b"%PDF-1.7 quick"  # type: ignore[attr-defined]  # both kinds of response have one
    assert client_of(factories.user()).get(address).status_code == 404
    assert client_of(factories.participant(factories.workshop(discovery))).get(address).status_code == 302


@pytest.mark.usefixtures("quick")
def test_a_report_is_found_under_its_own_discovery_alone(export: ReportExport, client_of: ClientOf) -> None:
    make(export)
    other = factories.discovery()
    stranger = factories.access(other, DiscoveryRole.FACILITATOR)

    assert client_of(stranger).get(file_of(other, export)).status_code == 404
    post = client_of(stranger).post(reverse("handover:report_delete", args=[other.slug, export.uuid]))
    assert post.status_code == 404
    assert ReportExport.objects.filter(pk=export.pk).exists()


@pytest.mark.usefixtures("quick")
def test_what_is_not_finished_or_gone_is_not_found(
    discovery: Discovery, viewer: User, export: ReportExport, client_of: ClientOf
) -> None:
    client = client_of(viewer)
    assert client.get(file_of(discovery, export)).status_code == 404
    make(export)
    selectors.place_of(export).unlink()
    assert client.get(file_of(discovery, export)).status_code == 404
    unknown = reverse("handover:report_download", args=[discovery.slug, uuid.uuid4()])
    assert client.get(unknown).status_code == 404


@pytest.mark.usefixtures("quick")
def test_the_path_in_the_row_leads_nowhere(
    discovery: Discovery, export: ReportExport, tmp_path: Path
) -> None:
    make(export)
    (tmp_path / "secret").write_text("secret")
    ReportExport.objects.update(path="../secret")
    export.refresh_from_db()

    assert selectors.file_of(export).read_bytes() == b"%PDF-1.7 quick"


@pytest.mark.parametrize("name", ['"; filename="evil.exe', "../../etc/passwd", "עברית", "\r\nX: y"])
def test_the_name_of_the_file_is_safe(name: str, export: ReportExport) -> None:
    export.discovery.name = name

    assert re.fullmatch(r"[a-z0-9-]+-report-\d{4}-\d\d-\d\d\.pdf", selectors.file_name(export))


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_the_page_asks_again_only_while_a_report_is_made(
    discovery: Discovery, account: User, client_of: ClientOf
) -> None:
    client = client_of(account)
    page = page_of(discovery)
    assert "every 1s" not in client.get(page).content.decode()

    client.post(reverse("handover:report_request", args=[discovery.slug]))

    waiting = client.get(page).content.decode()
    assert "every 1s" in waiting
    assert "Create the PDF" not in waiting
    assert "No worker has picked this up yet" not in waiting
    ReportExport.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    poll = {"HX-Request": "true", "HX-Target": "report-current"}
    polled = client.get(page, headers=poll)
    assert "No worker has picked this up yet" in polled.content.decode()
    assert "HX-Retarget" not in polled.headers

    make(ReportExport.objects.get())
    finished = client.get(page, headers=poll)
    assert finished.headers["HX-Retarget"] == "#reports"
    assert "The report is ready" in finished.headers["HX-Trigger"]
    assert "every 1s" not in finished.content.decode()
    assert "requested by Eda Editor" in finished.content.decode()


@pytest.mark.usefixtures("quick")
def test_viewers_see_the_reports_and_no_buttons_that_they_may_not_press(
    discovery: Discovery, viewer: User, export: ReportExport, client_of: ClientOf
) -> None:
    make(export)
    client = client_of(viewer)

    html = client.get(page_of(discovery)).content.decode()

    assert "Download" in html
    assert "Create the PDF" not in html
    assert "Delete this report?" not in html
    for name, arguments in (
        ("report_request", [discovery.slug]),
        ("report_delete", [discovery.slug, export.uuid]),
    ):
        assert client.post(reverse(f"handover:{name}", args=arguments)).status_code == 403
    assert client_of(factories.user()).get(page_of(discovery)).status_code == 404


@pytest.mark.usefixtures("quick")
def test_a_report_is_deleted_with_its_file(
    discovery: Discovery,
    account: User,
    export: ReportExport,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: Any,
) -> None:
    report_progress.start(export)
    with pytest.raises(Conflict, match="being created"):
        exports.delete_export(actor=Actor.of_account(account), export=export)
    ReportExport.objects.update(state=ExportState.QUEUED)
    make(export)
    place = selectors.place_of(export)
    assert place.is_file()

    with django_capture_on_commit_callbacks(execute=True):
        client_of(account).post(reverse("handover:report_delete", args=[discovery.slug, export.uuid]))

    assert not place.exists()
    assert not ReportExport.objects.exists()
