"""What comes before a discovery: the data strategy, and which domains come on board early."""

from __future__ import annotations

import pytest

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.services import kinds
from core.services.artifacts import trash
from core.services.operations import operation
from organizations.actors import Actor
from organizations.organization.models import OrganizationRole
from process.early_domains import services as early_domains
from process.early_domains.kinds import CANDIDATE
from process.early_domains.selectors import onboarding_of
from process.models import OnboardingCandidate, StrategyQuestion
from process.shipped import QUESTIONS
from process.strategy import services as strategy
from process.strategy.kinds import STRATEGY_QUESTION
from process.strategy.selectors import strategy_of
from tests import factories
from tests.workshops.addresses import url
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ARROWS = "<b>bold</b> & co"


@pytest.fixture
def account(discovery):
    return factories.facilitator_who_edits(discovery)


@pytest.fixture
def actor(editor):
    return editor


def add_candidate(*, actor: Actor, **fields: object) -> OnboardingCandidate:
    return kinds.add(actor=actor, draft=OnboardingCandidate(**fields))


# --- Data strategy --------------------------------------------------------------------------------


def test_the_usual_questions_are_taken_in_once_and_taken_back_together(actor, organization):
    begun = strategy.take_shipped_questions(actor=actor, organization=organization)
    strategy.take_shipped_questions(actor=actor, organization=organization)

    current = strategy_of(organization)
    assert [line.question.key for line in current.lines] == [each.key for each in QUESTIONS]
    assert current.missing == 0
    undo(actor=actor, target=begun)
    assert strategy_of(organization).missing == len(QUESTIONS)


def test_what_was_deleted_of_them_comes_back_at_the_end(actor, organization):
    strategy.take_shipped_questions(actor=actor, organization=organization)
    first = StrategyQuestion.objects.get(key="value")
    kinds.delete(actor=actor, artifact=first)

    strategy.take_shipped_questions(actor=actor, organization=organization)

    assert strategy_of(organization).lines[-1].question.key == "value"


def test_an_answer_is_needed_before_a_question_is_agreed(actor, organization):
    question = kinds.add(actor=actor, draft=StrategyQuestion(organization=organization, text="Why?"))

    with pytest.raises(Invalid):
        kinds.change(actor=actor, artifact=question, state="agreed")
    with pytest.raises(Invalid):
        kinds.change(actor=actor, artifact=question, state="nonsense", answer="x")
    kinds.change(actor=actor, artifact=question, state="agreed", answer="Because.")

    current = strategy_of(organization)
    assert (current.answer_count, current.agreed, current.total) == (1, 1, 1)


def test_an_owner_is_of_the_organization(actor, organization):
    from organizations.models import Person

    foreign = factories.make(Person, organization=factories.organization(), name="Far")

    with pytest.raises(Invalid):
        kinds.add(actor=actor, draft=StrategyQuestion(organization=organization, text="Why?", owner=foreign))


def test_the_order_is_kept_and_foreign_questions_are_refused(actor, organization):
    first = kinds.add(actor=actor, draft=StrategyQuestion(organization=organization, text="First"))
    second = kinds.add(actor=actor, draft=StrategyQuestion(organization=organization, text="Second"))

    kinds.reorder(STRATEGY_QUESTION, actor=actor, parent=organization, order=[second.uuid, first.uuid])

    assert [line.question.text for line in strategy_of(organization).lines] == ["Second", "First"]
    elsewhere = factories.make(StrategyQuestion, organization=factories.organization(), text="Far")
    with pytest.raises(Conflict):
        kinds.reorder(STRATEGY_QUESTION, actor=actor, parent=organization, order=[elsewhere.uuid])


@pytest.mark.parametrize("role", [OrganizationRole.MEMBER, None])
def test_only_facilitators_of_the_organization_write(organization, role):
    account = factories.user() if role is None else factories.member(organization, role)
    actor = Actor.of_account(account)
    question = factories.make(StrategyQuestion, organization=organization, text="Why?")
    candidate = factories.make(
        OnboardingCandidate, organization=organization, domain=factories.domain(organization)
    )
    for refused in (
        lambda: strategy.take_shipped_questions(actor=actor, organization=organization),
        lambda: kinds.add(actor=actor, draft=StrategyQuestion(organization=organization, text="x")),
        lambda: kinds.change(actor=actor, artifact=question, text="x"),
        lambda: kinds.delete(actor=actor, artifact=question),
        lambda: kinds.reorder(STRATEGY_QUESTION, actor=actor, parent=organization, order=[question.uuid]),
        lambda: early_domains.consider_all_domains(actor=actor, organization=organization),
        lambda: add_candidate(actor=actor, organization=organization, domain=factories.domain(organization)),
        lambda: kinds.change(actor=actor, artifact=candidate, pull=1),
        lambda: kinds.delete(actor=actor, artifact=candidate),
        lambda: kinds.reorder(CANDIDATE, actor=actor, parent=organization, order=[candidate.uuid]),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            refused()


def test_a_question_is_answered_on_its_page(client_of, account, organization, actor):
    strategy.take_shipped_questions(actor=actor, organization=organization)
    question = StrategyQuestion.objects.get(key="value")
    browser = client_of(account)
    address = url("process:strategy_question_edit", organization, question.uuid)
    sent = {"text": question.text, "answer": ARROWS, "state": "agreed", "revision": question.revision}

    missing = browser.post(address, {**sent, "answer": " "})
    saved = browser.post(address, sent)
    late = browser.post(address, {**sent, "answer": "Mine"})

    assert missing.status_code == 422
    assert "Add an answer" in missing.content.decode()
    assert saved.status_code == 303
    assert late.status_code == 409
    assert "Mine" in late.content.decode()
    text = browser.get(url("process:organization_strategy", organization)).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in text
    assert "1 of 7 answered" in text


def test_a_viewer_is_offered_no_changes(client_of, organization):
    member = factories.member(organization)

    for name in ("process:organization_strategy", "process:organization_onboarding"):
        text = client_of(member).get(url(name, organization)).content.decode()
        assert "yet</h2>" in text
        assert "begin/" not in text


# --- Early domains --------------------------------------------------------------------------------


def test_the_domains_that_exist_are_considered_once(actor, organization, discovery):
    factories.domain(organization, "Supply")

    begun = early_domains.consider_all_domains(actor=actor, organization=organization)
    early_domains.consider_all_domains(actor=actor, organization=organization)

    considered = onboarding_of(organization, actor.account)
    assert [line.candidate.domain.name for line in considered.lines] == ["Commercial", "Supply"]
    assert considered.not_considered == 0
    assert considered.lines[0].discoveries == (discovery,)
    assert onboarding_of(organization, None).lines[0].discoveries == ()
    undo(actor=actor, target=begun)
    assert onboarding_of(organization, None).lines == ()


def test_a_rank_against_the_numbers_asks_for_a_reason(actor, organization):
    for name, pull, readiness in (
        ("Low", 2, 2),
        ("High", 4, 2),
        ("Same", 2, 2),
        ("Mixed", 5, 1),
        ("Open", 5, None),
    ):
        add_candidate(
            actor=actor,
            organization=organization,
            domain=factories.domain(organization, name),
            pull=pull,
            readiness=readiness,
        )

    first = onboarding_of(organization, None).lines[0]

    assert first.overtaken == ("High",)
    assert first.needs_reason
    kinds.change(actor=actor, artifact=first.candidate, reason="It wants to.")
    assert not onboarding_of(organization, None).lines[0].needs_reason


def test_a_boundary_that_moves_has_a_reason(actor, organization):
    domain = factories.domain(organization, "Supply")
    with pytest.raises(Invalid):
        add_candidate(actor=actor, organization=organization, domain=domain, boundary="moved")
    made = add_candidate(
        actor=actor, organization=organization, domain=domain, boundary="new", boundary_reason="Two owners"
    )

    changed = kinds.change(actor=actor, artifact=made, boundary="existing")

    assert changed.boundary_reason == ""


@pytest.mark.parametrize("fields", [{"pull": 6}, {"readiness": -1}, {"boundary": "nowhere"}])
def test_a_candidate_out_of_range_is_refused(actor, organization, fields):
    with pytest.raises(Invalid):
        add_candidate(actor=actor, organization=organization, domain=factories.domain(organization), **fields)


def test_a_domain_is_considered_once_and_only_in_its_organization(actor, organization):
    domain = factories.domain(organization, "Supply")
    add_candidate(actor=actor, organization=organization, domain=domain)

    with pytest.raises(Conflict):
        add_candidate(actor=actor, organization=organization, domain=domain)
    with pytest.raises(Invalid):
        add_candidate(actor=actor, organization=organization, domain=factories.domain())


def test_a_deleted_domain_is_no_longer_ranked(actor, organization):
    domain = factories.domain(organization, "Supply")
    add_candidate(actor=actor, organization=organization, domain=domain)

    with operation(factories.SYSTEM, "test.deleted"):
        trash(domain)

    assert onboarding_of(organization, None).lines == ()


def test_domains_are_ranked_on_their_page(client_of, account, organization):
    supply = factories.domain(organization, "Supply")
    browser = client_of(account)
    added = browser.post(
        url("process:candidate_add", organization),
        {"domain": supply.pk, "pull": "3", "readiness": "", "boundary": "moved", "boundary_reason": ""},
    )
    assert added.status_code == 422
    assert "Give a reason for the changed boundary" in added.content.decode()
    browser.post(url("process:onboarding_begin", organization))
    rows = {each.domain.name: each for each in OnboardingCandidate.objects.select_related("domain")}
    order = [str(rows["Supply"].uuid), str(rows["Commercial"].uuid)]

    part = browser.post(
        url("process:candidate_order", organization), {"candidates": order}, headers={"HX-Request": "true"}
    )

    text = part.content.decode()
    assert text.index("Supply") < text.index("Commercial")
    assert "<html" not in text
