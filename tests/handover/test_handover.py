"""Readiness and the review of the report: what is missing is said, and people answer for themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Invalid, NotAllowed, NotFound, Stale
from core.models import Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.checklist import MissingPiece
from discovery.discoveries import services as discoveries
from discovery.discoveries.models import DiscoveryRole
from handover.findings import services as recommendations
from handover.models import Finding, Recommendation, SectionReview
from handover.readiness import ReadinessItem
from handover.registries import readiness
from handover.section_reviews import services as section_reviews
from handover.section_reviews.selectors import WHOLE, accounts_to_ask, review_of
from handover.selectors.readiness import readiness_of
from organizations.actors import Actor
from organizations.models import Membership
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.factories import SYSTEM, make
from tests.handover.freezing import change
from tests.workshops.addresses import url
from workshops.models import ActionItem, ParkingLotItem, Question
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery():
    return factories.three_streams()


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery, name="Frida Facilitator")


def line(discovery, key):
    return next(line for group in readiness_of(discovery).groups for line in group.lines if line.key == key)


def words(discovery, key):
    return [str(each.words) for each in line(discovery, key).missing]


# --- Readiness ------------------------------------------------------------------------------------


def test_a_new_discovery_lacks_what_the_process_and_the_handover_ask_for(discovery):
    readiness = readiness_of(discovery)

    assert not readiness.is_ready
    assert readiness.grave >= 2
    assert words(discovery, "findings") == ["No findings yet."]
    assert words(discovery, "recommendations") == ["No recommendations yet."]
    assert line(discovery, "step-workshops").missing  # a step of the process before the handover
    assert {group.key for group in readiness.groups} >= {"", "operating_model", "product", "tech"}
    assert not any(line.key == "step-report" for group in readiness.groups for line in group.lines)


@pytest.mark.parametrize(
    ("key", "lacking", "mended"),
    [
        (
            "findings",
            lambda discovery: kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="F")),
            lambda made: kinds.change(actor=SYSTEM, artifact=made, evidence="Counted"),
        ),
        (
            "recommendations",
            lambda discovery: kinds.add(
                actor=SYSTEM,
                draft=Recommendation(discovery=discovery, title="R"),
                findings=[kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="F"))],
            ),
            lambda made: recommendations.act_on(
                actor=SYSTEM,
                recommendation=made,
                action=ActionItem(discovery=made.discovery, title="A"),
            ),
        ),
        (
            "actions",
            lambda discovery: make(ActionItem, discovery=discovery, title="A", due=timezone.localdate()),
            lambda made: change(made, owner_name="Amara"),
        ),
        (
            "actions",
            lambda discovery: make(ActionItem, discovery=discovery, title="A", owner_name="Amara"),
            lambda made: change(made, due=timezone.localdate()),
        ),
        (
            "actions",
            lambda discovery: make(
                ActionItem,
                discovery=discovery,
                title="A",
                owner_name="Amara",
                due=timezone.localdate() - timedelta(days=2),
            ),
            lambda made: change(made, state="done"),
        ),
        (
            "questions",
            lambda discovery: make(Question, discovery=discovery, title="Q"),
            lambda made: change(made, answer="A"),
        ),
        (
            "parking_lot",
            lambda discovery: make(ParkingLotItem, discovery=discovery, title="P"),
            lambda made: change(made, is_settled=True),
        ),
        (
            "workshops_over",
            lambda discovery: factories.workshop(discovery, state=WorkshopState.LIVE),
            lambda made: change(made, state=WorkshopState.ENDED),
        ),
        (
            "review",
            lambda discovery: asked(discovery),
            lambda made: section_reviews.answer_review(actor=SYSTEM, review=made, state="approved"),
        ),
        (
            "review",
            lambda discovery: section_reviews.answer_review(
                actor=SYSTEM, review=asked(discovery), state="objected", comment="No"
            ),
            lambda made: section_reviews.answer_review(actor=SYSTEM, review=made, state="approved"),
        ),
    ],
)
def test_each_check_misses_something_and_is_content_once_it_is_mended(discovery, key, lacking, mended):
    made = lacking(discovery)
    assert line(discovery, key).missing
    assert all(each.url.startswith("/d/") for each in line(discovery, key).missing)

    mended(made)

    assert words(discovery, key) == []


def asked(discovery, sections=("findings",), reviewer="Amara Osei", **who):
    return section_reviews.ask_for_review(
        actor=SYSTEM, discovery=discovery, sections=sections, reviewer=reviewer, **who
    )[0]


def test_apps_add_checks_and_those_of_a_stream_that_does_not_run_are_left_out(monkeypatch, discovery):
    monkeypatch.setattr(readiness, "_entries", dict(readiness._entries))
    item = ReadinessItem(
        "test", "Tested", 5, lambda _discovery: [MissingPiece("Hats", "/hats/")], stream="tech"
    )
    readiness.register(item)

    assert words(discovery, "test") == ["Hats"]
    short = discoveries.create_discovery(
        actor=SYSTEM, domain=factories.domain(), name="Short", template="prioritization"
    )
    assert all(each.key != "test" for group in readiness_of(short).groups for each in group.lines)


def test_the_page_leads_to_what_is_missing(client_of, discovery, facilitator):
    finding = kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="<b>Five</b>"))

    text = client_of(facilitator).get(url("handover:handover_readiness", discovery)).content.decode()

    assert f"#finding-{finding.uuid}" in text
    assert "&lt;b&gt;Five" in text


# --- The review -----------------------------------------------------------------------------------


def test_named_people_are_asked_once_and_answer_for_themselves(client_of, discovery, facilitator):
    sponsor = factories.access(discovery, DiscoveryRole.VIEWER, name="Sam Sponsor")
    for _time in range(2):
        client_of(facilitator).post(
            url("handover:review_ask", discovery), {"account": sponsor.uuid, "sections": [WHOLE, "findings"]}
        )
    reviews = {each.section: each for each in SectionReview.objects.all()}
    assert set(reviews) == {WHOLE, "findings"}
    browser = client_of(sponsor)
    assert "Your reviews" in browser.get(url("handover:handover_review", discovery)).content.decode()

    browser.post(
        url("handover:review_answer", discovery, reviews[WHOLE].uuid), {"state": "approved", "revision": 1}
    )
    browser.post(
        url("handover:review_answer", discovery, reviews["findings"].uuid),
        {"state": "objected", "comment": "Too <b>long</b>", "revision": 1},
    )

    review = review_of(discovery)
    assert (review.approved, len(review.objections), review.outstanding) == (1, 1, [])
    assert all(each.answered_at for each in review.reviews)
    text = client_of(facilitator).get(url("handover:handover_review", discovery)).content.decode()
    assert "Too &lt;b&gt;long" in text


def test_nobody_answers_for_an_account(client_of, discovery, facilitator):
    sponsor = factories.access(discovery, DiscoveryRole.VIEWER, name="Sam Sponsor")
    review = asked(discovery, account=sponsor)

    answer = client_of(facilitator).post(
        url("handover:review_answer", discovery, review.uuid), {"state": "approved", "revision": 1}
    )

    assert answer.status_code == 403
    for person in (facilitator, factories.access(discovery, DiscoveryRole.EDITOR)):
        with pytest.raises(NotAllowed):
            section_reviews.answer_review(actor=Actor.of_account(person), review=review, state="approved")
    with pytest.raises(NotFound):
        section_reviews.answer_review(
            actor=Actor.of_account(factories.user()), review=review, state="approved"
        )


def test_facilitators_write_down_what_somebody_without_an_account_said(client_of, discovery, facilitator):
    client_of(facilitator).post(
        url("handover:review_ask", discovery), {"reviewer": "Noor Haddad", "sections": ["findings"]}
    )
    review = SectionReview.objects.get()

    with pytest.raises(NotAllowed):
        section_reviews.answer_review(
            actor=Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR)),
            review=review,
            state="approved",
        )
    client_of(facilitator).post(
        url("handover:review_answer", discovery, review.uuid), {"state": "approved", "revision": 1}
    )

    assert review_of(discovery).approved == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"sections": [WHOLE]},
        {"reviewer": "\u200d", "sections": [WHOLE]},
        {"reviewer": "Noor"},
        {"reviewer": "Noor", "sections": ["no-such"]},
        {"reviewer": "x" * 121, "sections": [WHOLE]},
        {"account": "no-uuid", "sections": [WHOLE]},
    ],
)
def test_asking_nobody_or_for_nothing_is_said_beside_the_field(client_of, discovery, facilitator, sent):
    answer = client_of(facilitator).post(url("handover:review_ask", discovery), sent)

    assert answer.status_code == 422
    assert not SectionReview.objects.exists()


def test_asking_both_an_account_and_somebody_else_is_refused(client_of, discovery, facilitator):
    sent = {"account": facilitator.uuid, "reviewer": "Noor", "sections": [WHOLE]}

    assert client_of(facilitator).post(url("handover:review_ask", discovery), sent).status_code == 422


def test_only_who_may_look_is_asked_by_account(discovery, facilitator):
    admin = factories.member(discovery.domain.organization, OrganizationRole.ADMIN, name="Ada Admin")
    member = factories.member(discovery.domain.organization, name="Mia Member")

    assert set(accounts_to_ask(discovery)) == {facilitator, admin}
    with pytest.raises(Invalid):
        asked(discovery, account=member)
    with operation(SYSTEM, "test.left"):
        artifacts.trash(Membership.objects.get(user=facilitator))
    with pytest.raises(Invalid):
        asked(discovery, account=facilitator)


def test_wanting_changes_takes_a_word(client_of, discovery, facilitator):
    review = asked(discovery)

    answer = client_of(facilitator).post(
        url("handover:review_answer", discovery, review.uuid),
        {"state": "objected", "comment": " ", "revision": 1},
    )

    assert answer.status_code == 422
    for state in ("objected", "asked", "maybe"):
        with pytest.raises(Invalid):
            section_reviews.answer_review(actor=SYSTEM, review=review, state=state)


def test_two_who_write_down_one_answer_notice_each_other(discovery):
    review = asked(discovery)
    section_reviews.answer_review(actor=SYSTEM, review=review, state="approved", revision=1)

    with pytest.raises(Stale):
        section_reviews.answer_review(actor=SYSTEM, review=review, state="objected", comment="No", revision=1)


def test_an_answer_is_not_undone_by_others_and_not_withdrawn(client_of, discovery, facilitator):
    review = asked(discovery)
    section_reviews.answer_review(actor=SYSTEM, review=review, state="objected", comment="No")
    answered = Operation.objects.get(verb="section_review.answered")

    refused = client_of(facilitator).post(reverse("discovery:operation_undo", args=[answered.uuid]))
    withdrawn = client_of(facilitator).post(url("handover:review_withdraw", discovery, review.uuid))

    assert (refused.status_code, withdrawn.status_code) == (409, 409)
    assert SectionReview.objects.get().state == "objected"


def test_a_request_is_withdrawn_and_comes_back_by_undo(client_of, discovery, facilitator):
    review = asked(discovery)
    browser = client_of(facilitator)

    browser.post(url("handover:review_withdraw", discovery, review.uuid))
    assert not SectionReview.objects.exists()
    withdrawn = Operation.objects.get(verb="section_review.withdrawn")
    browser.post(reverse("discovery:operation_undo", args=[withdrawn.uuid]))
    assert SectionReview.objects.get() == review


@pytest.mark.parametrize(
    "fields", [{"round": 1, "section": "findings", "reviewer": "Amara Osei"}, {"state": "perhaps"}]
)
def test_the_database_keeps_one_review_of_a_known_state(discovery, fields):
    asked(discovery)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(SectionReview, discovery=discovery, **{"section": "x", "reviewer": "y"} | fields)
