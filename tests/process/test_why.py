"""Whether Data Mesh is right here, what discoveries learned, and what of it is printed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from core.exceptions import Invalid, NotAllowed, NotFound, Stale
from core.services import kinds
from core.services.artifacts import trash
from core.services.operations import operation
from discovery import plan_headlines
from discovery.data_mesh_basics import PRINCIPLES
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.selectors import overview
from organizations.actors import Actor
from organizations.models import Team
from process import exports, report
from process.early_domains import services as early_domains
from process.learnings.selectors import learnings_of_others
from process.models import Learning, StrategyQuestion, SuitabilityStatement
from process.overview import why_standing
from process.report import learnings as learnings_section, why, why_summary
from process.shipped import STATEMENTS
from process.suitability import services as suitability
from process.suitability.selectors import check_of
from tests import factories
from tests.factories import make
from tests.workshops.addresses import url
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
ARROWS = "<b>bold</b> & co"


@pytest.fixture
def account(discovery):
    return factories.facilitator_who_edits(discovery)


@pytest.fixture
def actor(editor):
    return editor


# --- The suitability check ------------------------------------------------------------------------


def test_the_check_begins_with_what_ships_and_is_open(actor, discovery):
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    suitability.take_shipped_statements(actor=actor, discovery=discovery)

    check = check_of(discovery)

    assert SuitabilityStatement.objects.count() == len(STATEMENTS)
    assert not check.is_decided
    assert [line.is_essential for line in check.unsaid][:2] == [True, True]
    assert why_standing(discovery).missing


def test_a_verdict_completes_the_step_also_not_now(actor, discovery):
    begun = suitability.take_shipped_statements(actor=actor, discovery=discovery)
    for row in SuitabilityStatement.objects.all():
        suitability.rate_statement(actor=actor, statement=row, score=4 if row.aspect == "need" else 1)

    check = check_of(discovery)

    assert check.judgment.verdict == "not_ready"
    assert "Not now" in str(check.words.title)
    assert check.changes[0].statement.key == "sponsor"
    assert why_standing(discovery).is_complete
    assert begun.scope_uuid == discovery.uuid


def test_a_press_on_the_scale_saves_and_shows_the_verdict(client_of, account, actor, discovery):
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    browser = client_of(account)
    row, *others = SuitabilityStatement.objects.all()
    for each in others:
        suitability.rate_statement(actor=actor, statement=each, score=3)

    answer = browser.post(
        url("process:statement_rate", discovery, row.uuid), {"score": "3"}, headers={"HX-Request": "true"}
    )

    text = answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#why"
    assert "Yes, Data Mesh fits here" in text
    assert "undo" in answer.headers["HX-Trigger"]
    refused = browser.post(url("process:statement_rate", discovery, row.uuid), {"score": "9"})
    assert refused.status_code == 422
    browser.post(url("process:statement_rate", discovery, row.uuid), {"score": ""})
    row.refresh_from_db()
    assert row.score is None


def test_a_statement_keeps_evidence_and_what_would_change_it(client_of, account, actor, discovery):
    draft = SuitabilityStatement(discovery=discovery, text="We share data", aspect="ready")
    made = kinds.add(actor=actor, draft=draft)
    browser = client_of(account)
    sent = {
        "text": "We share data",
        "aspect": "ready",
        "score": "1",
        "evidence": ARROWS,
        "would_change": "A budget",
        "revision": made.revision,
    }

    saved = browser.post(url("process:statement_edit", discovery, made.uuid), sent)
    late = browser.post(url("process:statement_edit", discovery, made.uuid), {**sent, "evidence": "Mine"})
    empty = browser.post(url("process:statement_add", discovery), {"text": "\u200d", "aspect": "need"})

    assert saved.status_code == 303
    assert late.status_code == 409
    assert empty.status_code == 422
    text = browser.get(url("process:discovery_why", discovery)).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in text
    assert "A budget" in text


def test_a_shipped_statement_is_edited_without_asking_what_it_speaks_of(client_of, account, actor, discovery):
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    row = SuitabilityStatement.objects.all()[0]

    answer = client_of(account).get(url("process:statement_edit", discovery, row.uuid))

    assert answer.status_code == 200
    assert 'name="score"' in answer.content.decode()
    assert 'name="aspect"' not in answer.content.decode()


@pytest.mark.parametrize("fields", [{"score": 5}, {"score": -1}, {"aspect": "hope"}])
def test_statements_out_of_range_are_refused(actor, discovery, fields):
    with pytest.raises(Invalid):
        kinds.add(actor=actor, draft=SuitabilityStatement(discovery=discovery, text="x", **fields))


def test_the_database_knows_two_aspects(discovery):
    with pytest.raises(IntegrityError, match="suitabilitystatement_aspect"), transaction.atomic():
        factories.make(SuitabilityStatement, discovery=discovery, text="x", aspect="hope")


def test_a_statement_that_was_deleted_can_come_back(actor, discovery):
    made = kinds.add(actor=actor, draft=SuitabilityStatement(discovery=discovery, text="x", score=2))

    deleted = kinds.delete(actor=actor, artifact=made)

    assert check_of(discovery).is_empty
    undo(actor=actor, target=deleted)
    assert not check_of(discovery).is_empty


# --- Learnings ------------------------------------------------------------------------------------


def test_the_next_discovery_sees_what_was_learned(client_of, account, actor, discovery, organization):
    kinds.add(
        actor=actor, draft=Learning(discovery=discovery, title="Terms first", advice="Send a page ahead")
    )
    following = factories.discovery(factories.domain(organization, "Supply"), "Supply discovery")
    reader = factories.access(following, DiscoveryRole.VIEWER)
    elsewhere = factories.discovery()

    text = client_of(reader).get(url("discovery_overview", following)).content.decode()

    assert "Terms first" in text
    assert "Send a page ahead" in text
    # Who may not look at that discovery learns its domain, not its name.
    assert "Commercial discovery" not in text
    assert learnings_of_others(discovery, actor) == []
    assert learnings_of_others(elsewhere, Actor.system("test")) == []
    (seen,) = learnings_of_others(following, actor)
    assert seen.discovery == discovery


def test_learnings_of_a_deleted_discovery_are_not_shown(actor, discovery, organization):
    kinds.add(actor=actor, draft=Learning(discovery=discovery, title="Terms first"))
    following = factories.discovery(factories.domain(organization, "Supply"))

    with operation(factories.SYSTEM, "test.deleted"):
        trash(discovery)

    assert learnings_of_others(following, actor) == []


def test_a_learning_is_written_changed_and_taken_back(client_of, account, actor, discovery):
    browser = client_of(account)
    sent = {"title": "Terms first", "detail": "", "advice": ARROWS, "stream": "product"}
    assert browser.post(url("process:learning_add", discovery), sent).status_code == 303
    made = Learning.objects.get()
    assert browser.post(url("process:learning_add", discovery), {**sent, "title": " "}).status_code == 422

    with pytest.raises(Stale):
        kinds.change(actor=actor, artifact=made, title="x", revision=made.revision + 1)
    with pytest.raises(Invalid):
        kinds.add(actor=actor, draft=Learning(discovery=discovery, title="x", stream="nonsense"))
    text = browser.get(url("process:discovery_learnings", discovery)).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in text
    undo(actor=actor, target=kinds.delete(actor=actor, artifact=made))
    assert Learning.objects.count() == 1


@pytest.mark.parametrize(("role", "error"), [(DiscoveryRole.VIEWER, NotAllowed), (None, NotFound)])
def test_only_editors_write_in_a_discovery(discovery, actor, role, error):
    account = factories.user() if role is None else factories.access(discovery, role)
    other = Actor.of_account(account)
    statement = kinds.add(actor=actor, draft=SuitabilityStatement(discovery=discovery, text="x"))
    learning = kinds.add(actor=actor, draft=Learning(discovery=discovery, title="x"))
    for refused in (
        lambda: suitability.take_shipped_statements(actor=other, discovery=discovery),
        lambda: kinds.add(actor=other, draft=SuitabilityStatement(discovery=discovery, text="x")),
        lambda: kinds.change(actor=other, artifact=statement, text="y"),
        lambda: suitability.rate_statement(actor=other, statement=statement, score=1),
        lambda: kinds.delete(actor=other, artifact=statement),
        lambda: kinds.add(actor=other, draft=Learning(discovery=discovery, title="x")),
        lambda: kinds.change(actor=other, artifact=learning, title="y"),
        lambda: kinds.delete(actor=other, artifact=learning),
    ):
        with pytest.raises(error):
            refused()


# --- Report, and the ready workshop ---------------------------------------------------------------


def test_the_report_says_why_or_nothing(actor, discovery, organization):
    assert why(discovery) is None
    assert why_summary(discovery) is None
    assert learnings_section(discovery) is None
    question = StrategyQuestion(organization=organization, text="Why?", answer="So.", state="agreed")
    kinds.add(actor=actor, draft=question)
    kinds.add(actor=actor, draft=StrategyQuestion(organization=organization, text="For whom?"))
    early_domains.consider_all_domains(actor=actor, organization=organization)

    context = why(discovery)

    assert context is not None
    printed = render_to_string("process/reports/why.html", context)
    assert "1 of 2 questions answered" in printed
    assert printed.index("Why?") < printed.index("So.") < printed.index("For whom?")
    assert printed.index("For whom?") < printed.index("No answer yet")
    assert context["check"] is None
    assert len(context["candidates"]) == 1


def test_a_needed_change_does_not_claim_what_is_not_so(actor, discovery):
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    for row in SuitabilityStatement.objects.all():
        suitability.rate_statement(actor=actor, statement=row, score=4 if row.aspect == "need" else 1)

    printed = render_to_string("process/reports/why.html", why(discovery))

    changes = printed[printed.index("Needed changes") : printed.index("<table")]
    assert changes.count("<li>") == changes.count("<li>Hardly true today: ") > 1


def test_principles_and_diamonds_show_where_the_discovery_is(actor, discovery):
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    for row in SuitabilityStatement.objects.all():
        suitability.rate_statement(actor=actor, statement=row, score=4)

    context = why(discovery)
    assert context is not None
    assert context["headline"] == "Data Mesh fits here"
    # What isn't there yet is not claimed.
    assert [each.here for each in context["principles"]] == [()] * len(PRINCIPLES)
    assert not overview(discovery).phases
    assert context["place"] == "", "there are no steps to count"
    organization = discovery.domain.organization
    make(Team, organization=organization, domain=discovery.domain, name="Customer data", is_today=False)

    context = why(discovery)
    assert context is not None
    ownership, *others = context["principles"]
    team = "1 team: 1 new, 0 changed, 0 ending"
    assert ownership.here == (f"Teams today and tomorrow ({team})",)
    assert not any(each.here for each in others)
    printed = " ".join(render_to_string("process/reports/why.html", context).split())
    assert f"Here: Teams today and tomorrow ({team})." in printed


@pytest.mark.parametrize(
    ("complete", "count", "part"),
    [(1, 24, "1 of 24 steps of the discovery is"), (2, 24, "2 of 24 steps of the discovery are"), (0, 0, "")],
)
def test_the_place_is_natural_with_nothing_one_and_many(monkeypatch, discovery, complete, count, part):
    steps = [
        SimpleNamespace(standing=SimpleNamespace(is_complete=place < complete)) for place in range(count)
    ]
    drawn = SimpleNamespace(phases=[SimpleNamespace(all=steps)])
    monkeypatch.setattr(report, "overview", lambda _discovery: drawn)

    place = report._place(discovery)

    assert f": {part} complete. " in place if part else place == ""


def test_the_introduction_to_product_thinking_is_ready_to_run(client_of, discovery):
    from workshops.workshop.services import add_workshop

    assert TEMPLATES["product_thinking"].minutes <= 45
    workshop = add_workshop(
        actor=Actor.system("test"), discovery=discovery, name="Introduction", template="product_thinking"
    )

    first = workshop.tracks.get(breakout=None).activities.first()

    assert first is not None
    assert first.kind == "presentation"
    assert first.settings["slides"].count("\n---\n") == 5


def test_sheets_and_slides_hold_the_same_or_nothing(actor, discovery, organization):
    sheets = (
        exports.strategy_sheet,
        exports.suitability_sheet,
        exports.onboarding_sheet,
        exports.learnings_sheet,
    )
    assert [sheet(discovery) for sheet in sheets] == [None] * 4
    assert list(exports.why_slides(discovery)) == []
    question = StrategyQuestion(organization=organization, text="Why?", answer="So.", state="agreed")
    kinds.add(actor=actor, draft=question)
    early_domains.consider_all_domains(actor=actor, organization=organization)
    kinds.add(actor=actor, draft=Learning(discovery=discovery, title="Terms first"))
    suitability.take_shipped_statements(actor=actor, discovery=discovery)
    for row in SuitabilityStatement.objects.all():
        suitability.rate_statement(actor=actor, statement=row, score=2)

    for table in (sheet(discovery) for sheet in sheets):
        assert table is not None
        assert all(len(row) == len(table.columns) for row in table.rows)
    assert [str(slide.title) for slide in exports.why_slides(discovery)] == [
        "The question about the data strategy is answered",
        plan_headlines.fit(check_of(discovery).judgment.verdict),
    ]
