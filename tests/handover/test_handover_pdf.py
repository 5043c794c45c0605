"""The PDF of a frozen version: its content is kept when it is frozen, the worker lays it out, and members and
everybody with a link get the same file."""

from __future__ import annotations

import io
from datetime import timedelta

import pdfplumber
import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.exceptions import DrawingFailed, NotAllowed, NotFound
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries import services as discoveries
from discovery.discoveries.models import DiscoveryRole
from handover import demo as demo_handover
from handover.models import Finding, HandoverVersion, ReportExport
from handover.report_jobs import services as exports
from handover.report_jobs.models import ExportState
from handover.report_jobs.selectors import pdf_of, place_of, reports_of
from handover.reports import document, jobs
from handover.reports.document import FrozenReport
from handover.section_reviews import services as section_reviews
from handover.services import report_progress
from handover.versions import services as versions
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.handover.freezing import freeze
from tests.workshops.addresses import url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def plain(monkeypatch):
    """A report that is written and laid out in no time: the paper is the PDF."""
    monkeypatch.setattr(
        versions,
        "make_frozen",
        lambda version: FrozenReport(
            "<!doctype html><html><head><title>T</title></head><body><header>Head</header>Page</body></html>",
            f"%PDF of version {version.number}",
        ),
    )
    monkeypatch.setattr(jobs, "make_frozen_pdf", lambda paper, progress: paper.encode())


def export_of(version):
    return ReportExport.objects.get(version=version)


def lay_out(version):
    """What the worker does; the file."""
    jobs.make_report.call(str(export_of(version).uuid))
    place = place_of(export_of(version))
    return place.read_bytes() if place.is_file() else b""


def shown(client, discovery, version):
    return client.get(url("handover:handover_version", discovery, version.uuid)).content.decode()


def content(answer):
    return b"".join(answer.streaming_content)


# --- What it says ---------------------------------------------------------------------------------


def answered(discovery, reviewer, state, comment=""):
    (asked,) = section_reviews.ask_for_review(
        actor=SYSTEM, discovery=discovery, sections=("findings",), reviewer=reviewer
    )
    section_reviews.answer_review(actor=SYSTEM, review=asked, state=state, comment=comment)


def test_it_says_what_was_so_when_the_version_was_frozen_not_when_it_is_laid_out(discovery):
    finding = kinds.add(
        actor=SYSTEM,
        draft=Finding(discovery=discovery, title="Five copies of contacts", evidence="Ask ada@example.org"),
    )
    answered(discovery, "Amara Osei", "approved", "Well done")
    answered(discovery, "Noor Haddad", "objected", "Say who pays")
    version = freeze(discovery, note="Ready for the board")
    kinds.change(actor=SYSTEM, artifact=finding, title="Written afterwards")
    with operation(SYSTEM, "test.renamed"):
        artifacts.change(discovery, name="Renamed since")

    made = lay_out(version)

    with pdfplumber.open(io.BytesIO(made)) as pdf:
        pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    cover, everything = pages[0], " ".join(pages)
    moment = f"{version.frozen_at:%B} {version.frozen_at.day}, {version.frozen_at:%Y, %H:%M} UTC"
    for said in (
        "Commercial discovery",
        "Version 1",
        "Ready for the board",
        "Amara Osei",
        "Approved",
        moment,
    ):
        assert said in cover, said
    assert "Noor Haddad" in cover
    assert "Changes requested" in cover
    assert moment in version.page
    for said in ("Five copies of contacts", "Well done", "Say who pays", "Signatures"):
        assert said in everything, said
    # Who has a link to the version gets this very file.
    assert "Ask ada@…" in everything
    for unsaid in ("Written afterwards", "Renamed since", "example.org"):
        assert unsaid not in everything
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo["/Title"]) == "Commercial discovery: report, version 1"
        with pdf.open_outline() as outline:
            assert {"Findings and recommendations", "Signatures"} <= {each.title for each in outline.root}
    # Laid out once more, it is the same file.
    place_of(export_of(version)).unlink()
    exports.request_version_pdf(actor=SYSTEM, version=version)
    assert lay_out(version) == made


@pytest.mark.sqlite
def test_the_paper_brings_its_styles_and_a_cover_has_room_for_so_much(discovery, monkeypatch):
    for number in range(10):
        answered(discovery, f"Reviewer {number}", "approved")
    written = document.make_frozen(
        HandoverVersion(
            discovery=discovery,
            number=3,
            note="New. " * 100,
            frozen_at=timezone.now(),
            approvals=versions._review_answers(discovery),
        )
    )

    cover = written.paper.split('class="contents"')[0]
    assert "asset:css/report.css" not in written.paper
    assert ".cover-approvals" in written.paper
    assert "Reviewer 5" in cover
    assert "Reviewer 6" not in cover
    assert "4 more answers are listed at the end" in cover
    assert "New. " * 100 not in cover
    assert ("New. " * 100).strip() in written.paper


# --- Making it ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("plain")
def test_the_worker_is_asked_when_the_version_is_frozen(discovery, client_of):
    version = freeze(discovery)
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    export = export_of(version)

    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [str(export.uuid)]
    report_progress.start(export)
    report_progress.advance(export, percent=42, step="Laying out the pages")
    part = viewer.get(url("handover:version_pdf", discovery, version.uuid), headers={"HX-Request": "true"})
    for text in (shown(viewer, discovery, version), part.content.decode()):
        assert "every 1s" in text
        assert "42%" in text
        assert "Laying out the pages" in text
    assert viewer.get(url("handover:version_pdf_file", discovery, version.uuid)).status_code == 404
    assert (
        viewer.get(url("handover:version_pdf", discovery, version.uuid)).headers["Location"].endswith("#pdf")
    )

    ReportExport.objects.update(state=ExportState.QUEUED)
    assert lay_out(version) == b"%PDF of version 1"

    part = viewer.get(url("handover:version_pdf", discovery, version.uuid), headers={"HX-Request": "true"})
    assert "The PDF is ready" in part.headers["HX-Trigger"]
    assert "every 1s" not in part.content.decode()
    answer = viewer.get(url("handover:version_pdf_file", discovery, version.uuid))
    assert content(answer) == b"%PDF of version 1"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{discovery.slug}-1.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert url("handover:version_pdf_file", discovery, version.uuid) in (
        viewer.get(url("handover:version_page", discovery, version.uuid)).content.decode()
    )


@pytest.mark.usefixtures("plain")
def test_what_failed_is_told_and_tried_again(discovery, client_of, monkeypatch):
    def broken(paper, progress):
        raise DrawingFailed("The PDF couldn’t be created, because the layout program failed.")

    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    editor = client_of(factories.access(discovery, DiscoveryRole.EDITOR))
    version = freeze(discovery)
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "make_frozen_pdf", broken)
        lay_out(version)

    text = shown(editor, discovery, version)
    assert "the layout program failed" in text
    assert "Try again</button>" in text
    assert "Try again</button>" not in shown(viewer, discovery, version)
    part = viewer.get(url("handover:version_pdf", discovery, version.uuid), headers={"HX-Request": "true"})
    assert "be created" in part.headers["HX-Trigger"]
    again = url("handover:version_pdf_request", discovery, version.uuid)
    assert viewer.post(again).status_code == 403
    assert editor.post(again).status_code == 303
    assert editor.post(again).status_code == 303  # pressed twice, it is asked for once
    assert DBTaskResult.objects.count() == 2
    assert lay_out(version) == b"%PDF of version 1"
    editor.post(again)
    assert DBTaskResult.objects.count() == 2


@pytest.mark.usefixtures("plain")
def test_a_killed_worker_is_noticed_on_the_page(discovery, client_of):
    version = freeze(discovery)
    editor = client_of(factories.access(discovery, DiscoveryRole.EDITOR))
    text = ""
    for _time in range(exports.MOST_ATTEMPTS):
        report_progress.start(export_of(version))
        ReportExport.objects.update(beat_at=timezone.now() - timedelta(hours=1))
        text = shown(editor, discovery, version)

    assert "The worker stopped" in text
    assert "Try again</button>" in text


@pytest.mark.usefixtures("plain")
def test_a_file_that_is_gone_can_be_made_again(discovery, client_of):
    version = freeze(discovery)
    lay_out(version)
    place_of(export_of(version)).unlink()
    editor = client_of(factories.access(discovery, DiscoveryRole.EDITOR))

    assert "The file was deleted from the server" in shown(editor, discovery, version)
    assert editor.get(url("handover:version_pdf_file", discovery, version.uuid)).status_code == 404
    part = editor.post(
        url("handover:version_pdf_request", discovery, version.uuid), headers={"HX-Request": "true"}
    ).content.decode()
    assert "The PDF is being created" in part
    assert lay_out(version) == b"%PDF of version 1"


@pytest.mark.usefixtures("plain")
def test_that_of_the_demo_waits_until_somebody_asks(discovery, client_of):
    demo_handover.build_first(SYSTEM, discovery)
    version = HandoverVersion.objects.get()
    editor = client_of(factories.access(discovery, DiscoveryRole.EDITOR))

    assert not DBTaskResult.objects.exists()
    assert "Create the PDF" in shown(editor, discovery, version)
    editor.post(url("handover:version_pdf_request", discovery, version.uuid))
    assert lay_out(version) == b"%PDF of version 1"


@pytest.mark.usefixtures("plain")
def test_a_version_that_came_in_a_file_has_none(discovery, client_of):
    moment = timezone.now()
    version = make(HandoverVersion, discovery=discovery, number=1, frozen_at=moment, document="{}", page="")
    editor = factories.access(discovery, DiscoveryRole.EDITOR)

    assert pdf_of(version) is None
    text = shown(client_of(editor), discovery, version)
    assert "was imported from a file" in text
    assert "Create the PDF" not in text
    with pytest.raises(NotFound):
        exports.request_version_pdf(actor=Actor.of_account(editor), version=version)


@pytest.mark.usefixtures("plain")
def test_only_editors_have_it_made(discovery):
    version = freeze(discovery, with_pdf=False)
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))

    with pytest.raises(NotAllowed):
        exports.request_version_pdf(actor=viewer, version=version)


@pytest.mark.usefixtures("plain")
def test_it_is_none_of_the_reports_that_people_ask_for_and_delete(discovery, client_of):
    version = freeze(discovery)
    editor = factories.access(discovery, DiscoveryRole.EDITOR)
    browser = client_of(editor)

    assert reports_of(discovery).current is None
    assert reports_of(discovery).others == ()
    asked = exports.request_export(actor=Actor.of_account(editor), discovery=discovery)
    assert asked.version_id is None
    for name in ("handover:report_download", "handover:report_delete"):
        address = url(name, discovery, export_of(version).uuid)
        answer = browser.get(address) if name == "handover:report_download" else browser.post(address)
        assert answer.status_code == 404
    assert export_of(version).state == ExportState.QUEUED


# --- Everybody with a link ------------------------------------------------------------------------


def link_to(version):
    return versions.make_link(
        actor=SYSTEM, version=version, label="Board", expires_at=timezone.now() + timedelta(days=7)
    )


@pytest.mark.usefixtures("plain")
def test_the_link_gives_the_same_file(client, discovery):
    version = freeze(discovery)
    link = link_to(version)
    page = reverse("handover:shared_handover", args=[link.key])
    file = reverse("handover:shared_handover_pdf", args=[link.key])

    assert file not in client.get(page).content.decode()
    assert client.get(file).status_code == 404
    made = lay_out(version)
    later = freeze(discovery)
    lay_out(later)

    assert f'href="{file}"' in client.get(page).content.decode()
    answer = client.get(file)
    assert content(answer) == made
    assert answer.headers["Content-Disposition"].startswith("attachment")
    shared = client.get(page)
    for name in ("Cache-Control", "Content-Security-Policy", "X-Robots-Tag"):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers[name].split() == shared.headers[name].split()


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("closed", ["expired", "revoked", "deleted", "trashed"])
def test_after_expiry_revocation_and_deletion_there_is_nothing(client, discovery, closed):
    version = freeze(discovery)
    link = link_to(version)
    lay_out(version)
    file = reverse("handover:shared_handover_pdf", args=[link.key])
    assert content(client.get(file)) == b"%PDF of version 1"

    with operation(SYSTEM, "test.closed"):
        if closed == "expired":
            artifacts.change(link, expires_at=timezone.now())
        elif closed == "trashed":
            artifacts.trash(version)
    if closed == "revoked":
        versions.revoke_link(actor=SYSTEM, link=link)
    elif closed == "deleted":
        discoveries.delete_discovery(actor=SYSTEM, discovery=discovery)

    answer = client.get(file)
    assert answer.status_code == 404
    assert b"%PDF" not in answer.content
    assert "no longer works" in answer.content.decode()
