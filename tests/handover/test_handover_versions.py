"""Frozen versions of the handover, who froze them and how, and what changed between them."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.exceptions import Conflict, NotAllowed
from core.models import Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from handover import demo as demo_handover
from handover.models import Finding, HandoverVersion, Recommendation, ReportExport
from handover.overview import review_standing
from handover.reports.document import FrozenReport
from handover.section_reviews import services as section_reviews
from handover.section_reviews.selectors import WHOLE, review_of
from handover.selectors.version_changes import changes_between, rows_in
from handover.services import freezing
from handover.versions import services as versions
from handover.versions.selectors import freezing_of
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM, make
from tests.handover.freezing import change, finish, freeze
from tests.workshops.addresses import url
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery, name="Frida Facilitator")


def asked(discovery, sections=("findings",), reviewer="Amara Osei", **who):
    return section_reviews.ask_for_review(
        actor=SYSTEM, discovery=discovery, sections=sections, reviewer=reviewer, **who
    )[0]


# --- Frozen versions ------------------------------------------------------------------------------


@pytest.mark.usefixtures("plain_report")
def test_the_overview_leads_to_what_was_said_of_a_frozen_version_if_anything_was(discovery):
    freeze(discovery)
    unread = review_standing(discovery)
    asked(discovery)
    freeze(discovery)
    read = review_standing(discovery)

    assert not unread.is_complete
    assert read.is_complete
    assert str(read.summary) == "Version 2 was reviewed"
    assert read.url == url("handover:handover_versions", discovery)


def test_a_version_keeps_report_document_and_what_was_said(discovery, facilitator):
    finding = kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Five copies of contacts"))
    section_reviews.answer_review(
        actor=SYSTEM, review=asked(discovery), state="approved", comment="Well done"
    )
    asked(discovery, reviewer="Noor Haddad")

    version = versions.freeze_version(
        actor=Actor.of_account(facilitator), discovery=discovery, note="The first"
    )

    assert (version.number, version.note, version.frozen_by) == (1, "The first", "Frida Facilitator")
    assert "Five copies of contacts" in version.page
    assert "Well done" in version.page
    rows = json.loads(version.document)["rows"]
    assert [row["uuid"] for row in rows["discovery.Finding"]] == [str(finding.uuid)]
    assert [(each["reviewer"], each["state"], each["comment"]) for each in version.approvals] == [
        ("Amara Osei", "approved", "Well done"),
        ("Noor Haddad", "asked", ""),
    ]


def test_the_next_round_begins_and_the_answers_before_stay(plain_report, discovery):
    review = asked(discovery)
    freeze(discovery)

    assert review_of(discovery).number == 2
    assert review_of(discovery).reviews == []
    assert review_of(discovery, 1).reviews == [review]
    for refused in (
        lambda: section_reviews.answer_review(actor=SYSTEM, review=review, state="approved"),
        lambda: section_reviews.withdraw_review(actor=SYSTEM, review=review),
    ):
        with pytest.raises(Conflict):
            refused()
    asked(discovery)
    assert freeze(discovery).number == 2


def test_a_document_holds_no_earlier_version(plain_report, discovery):
    freeze(discovery)

    assert "Report 1" not in freeze(discovery).document


def test_what_is_written_while_the_report_is_made_is_in_it(monkeypatch, discovery):
    pages: list[str] = []

    def make_frozen(version):
        if not pages:
            kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Late"))
        pages.append(", ".join(discovery.findings.values_list("title", flat=True)))
        return FrozenReport(pages[-1], f"Paper: {pages[-1]}")

    monkeypatch.setattr(versions, "make_frozen", make_frozen)

    version = freeze(discovery)

    assert len(pages) == 2
    assert version.page == "Late"
    assert ReportExport.objects.get(version=version).source == "Paper: Late"
    assert "Late" in version.document
    assert Operation.objects.filter(verb="handover.frozen").count() == 1


def test_a_running_write_keeps_a_version_from_being_frozen(monkeypatch, discovery):
    def make_frozen(version):
        kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Again"))
        return FrozenReport("", "")

    monkeypatch.setattr(versions, "make_frozen", make_frozen)

    with pytest.raises(Conflict):
        freeze(discovery)
    assert not HandoverVersion.objects.exists()


def test_nothing_is_frozen_while_a_workshop_is_live(client_of, plain_report, discovery, facilitator):
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)

    answer = client_of(facilitator).post(url("handover:version_freeze", discovery), {"knowingly": "on"})

    assert answer.status_code == 409
    change(workshop, state=WorkshopState.ENDED)
    assert freeze(discovery).number == 1


def test_freezing_asks_to_confirm_what_is_missing(client_of, plain_report, discovery, facilitator):
    section_reviews.answer_review(actor=SYSTEM, review=asked(discovery), state="objected", comment="No")
    browser = client_of(facilitator)

    refused = browser.post(url("handover:version_freeze", discovery), {"note": "Kept <i>note</i>"})
    asked_for = browser.post(url("handover:version_freeze", discovery), {"note": "Known", "knowingly": "on"})

    text = refused.content.decode()
    assert (refused.status_code, asked_for.status_code) == (422, 303)
    for words_ in ("Readiness check:", "Changes requested by Amara Osei.", "Kept &lt;i&gt;note"):
        assert words_ in text
    assert [task.args_kwargs["args"][2] for task in DBTaskResult.objects.all()] == ["Known"]


def test_a_frozen_version_is_neither_undone_nor_numbered_twice(
    client_of, plain_report, discovery, facilitator
):
    version = freeze(discovery)
    frozen = Operation.objects.get(verb="handover.frozen")

    answer = client_of(facilitator).post(reverse("discovery:operation_undo", args=[frozen.uuid]))

    assert answer.status_code == 409
    with operation(SYSTEM, "test.trashed"):
        artifacts.trash(version)
    assert freeze(discovery).number == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        make(HandoverVersion, discovery=discovery, number=2, frozen_at=timezone.now(), document="", page="")


@pytest.mark.parametrize("role", [DiscoveryRole.VIEWER, DiscoveryRole.EDITOR])
def test_only_facilitators_freeze_and_share(plain_report, discovery, role):
    actor = Actor.of_account(factories.access(discovery, role))
    version = freeze(discovery)

    for refused in (
        lambda: versions.freeze_version(actor=actor, discovery=discovery),
        lambda: versions.make_link(
            actor=actor, version=version, label="X", expires_at=timezone.now() + timedelta(days=1)
        ),
        lambda: section_reviews.ask_for_review(
            actor=actor, discovery=discovery, sections=[WHOLE], reviewer="X"
        ),
    ):
        with pytest.raises(NotAllowed):
            refused()


# --- Beside the server ----------------------------------------------------------------------------


def test_the_worker_freezes_what_was_asked_for_once(client_of, plain_report, discovery, facilitator):
    browser = client_of(facilitator)
    for _time in range(2):
        browser.post(url("handover:version_freeze", discovery), {"note": "The first", "knowingly": "on"})
    task = DBTaskResult.objects.get()
    assert (
        "A version is being frozen"
        in browser.get(url("handover:handover_versions", discovery)).content.decode()
    )

    told = [finish(task), finish(task)]  # as after a worker that was killed

    version = HandoverVersion.objects.get()
    assert told == [{"version": str(version.uuid)}] * 2
    assert (version.note, version.frozen_by) == ("The first", "Frida Facilitator")
    page = browser.get(url("handover:handover_versions", discovery), headers={"HX-Request": "true"})
    assert "The version is frozen" in page.headers["HX-Trigger"]
    assert "being frozen" not in page.content.decode()


def test_what_was_in_the_way_is_told(client_of, plain_report, discovery, facilitator):
    browser = client_of(facilitator)
    browser.post(url("handover:version_freeze", discovery), {"knowingly": "on"})
    factories.workshop(discovery, "Live & loud", state=WorkshopState.LIVE)

    finish(DBTaskResult.objects.get())

    assert not HandoverVersion.objects.exists()
    text = browser.get(url("handover:handover_versions", discovery)).content.decode()
    assert "“Live &amp; loud” is under way" in text


def test_a_report_that_cannot_be_made_is_told_and_logged(monkeypatch, caplog, discovery, facilitator):
    def broken(version):
        raise ValueError("secret detail")

    monkeypatch.setattr(versions, "make_frozen", broken)
    freezing.request_version(actor=Actor.of_account(facilitator), discovery=discovery)

    finish(DBTaskResult.objects.get())

    told = freezing_of(discovery)
    assert told is not None
    assert "couldn’t be formatted" in str(told.problem)
    assert "secret detail" in caplog.text


@pytest.mark.parametrize(
    ("fields", "is_under_way", "words_"),
    [
        ({"status": "READY"}, True, ""),
        ({"status": "RUNNING", "started_at": timedelta(minutes=-9)}, True, ""),
        ({"status": "RUNNING", "started_at": timedelta(minutes=-11)}, False, "The worker stopped"),
        ({"status": "FAILED", "finished_at": timedelta(0)}, False, "couldn’t be frozen"),
        ({"status": "SUCCESSFUL", "return_value": 3, "finished_at": timedelta(0)}, False, "couldn’t be"),
    ],
)
def test_what_became_of_the_version_that_was_asked_for(discovery, facilitator, fields, is_under_way, words_):
    freezing.request_version(actor=Actor.of_account(facilitator), discovery=discovery)
    moments = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in fields.items()
    }
    DBTaskResult.objects.update(**moments)

    request = freezing_of(discovery)

    assert request is not None
    assert (request.is_under_way, request.waits_long) == (is_under_way, False)
    assert words_ in str(request.problem)
    assert freezing_of(factories.discovery()) is None


def test_nobody_who_takes_it_up_is_told_and_an_old_problem_is_forgotten(discovery, facilitator):
    freezing.request_version(actor=Actor.of_account(facilitator), discovery=discovery)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=1))
    request = freezing_of(discovery)
    assert request is not None
    assert request.waits_long

    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now() - timedelta(hours=2))
    assert freezing_of(discovery) is None


def test_the_demo_hands_over(monkeypatch, plain_report, discovery):
    demo_handover.build_first(SYSTEM, discovery)
    demo_handover.build(SYSTEM, discovery)

    assert Discovery.objects.get().handover_versions.count() == 1
    assert len(review_of(discovery).objections) == 1


# --- What changed ---------------------------------------------------------------------------------


def test_a_later_version_shows_what_is_new_gone_and_different(
    client_of, plain_report, discovery, facilitator
):
    kept = kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Kept", stream="product"))
    gone = kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Gone for good"))
    first = freeze(discovery)
    kinds.change(actor=SYSTEM, artifact=kept, evidence="<b>Counted</b>", stream="tech")
    kinds.delete(actor=SYSTEM, artifact=gone)
    new = kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Brand new"))
    kinds.add(actor=SYSTEM, draft=Recommendation(discovery=discovery, title="Do it"), findings=[new])
    second = freeze(discovery)

    by_name = {kind.name: kind for kind in changes_between(first, second).kinds}

    assert set(by_name) == {"Findings", "Recommendations", "Recommendation findings"}
    changed = by_name["Findings"]
    assert (changed.added, changed.removed) == (("Brand new",), ("Gone for good",))
    assert {each.label: (each.before, each.after) for each in changed.changed[0].fields} == {
        "Evidence": ("–", "<b>Counted</b>"),
        "Stream": ("Product", "Technology"),
    }
    assert by_name["Recommendation findings"].added == ("Do it – Brand new",)
    text = (
        client_of(facilitator).get(url("handover:handover_version", discovery, second.uuid)).content.decode()
    )
    for words_ in ("Brand new", "Gone for good", "&lt;b&gt;Counted", "Compared with version 1"):
        assert words_ in text


def test_versions_are_compared_with_the_one_before_or_any_other(
    client_of, plain_report, discovery, facilitator
):
    first, second, third = freeze(discovery), freeze(discovery), freeze(discovery)
    browser = client_of(facilitator)
    page = url("handover:handover_version", discovery, third.uuid)

    assert "Compared with version 2" in browser.get(page).content.decode()
    assert "Compared with version 1" in browser.get(page, {"with": str(first.uuid)}).content.decode()
    assert (
        "This is the first version"
        in browser.get(url("handover:handover_version", discovery, first.uuid)).content.decode()
    )
    for foreign in (uuid4(), "no-uuid", third.uuid, freeze(factories.discovery()).uuid):
        assert browser.get(page, {"with": str(foreign)}).status_code == 404
    assert second.number == 2


@pytest.mark.parametrize(
    "document", ["", "no json", "[]", "{}", '{"rows": []}', '{"rows": {"a.B": 3}}', '{"rows": {"a.B": [3]}}']
)
def test_a_document_that_cannot_be_read_has_no_rows(plain_report, discovery, document):
    first = change(freeze(discovery), document=document)

    assert not any(rows_in(document).values())
    assert changes_between(first, freeze(discovery)).removed == 0
