"""The six steps: each points at what answers it; in the report they stand as on the page."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from core.services import kinds
from discovery.discoveries.selectors import overview
from discovery.registries import checkpoints
from lvt.models import Vision
from operating_model import edge_framework_drawing
from operating_model.edge_framework import EVOLUTION, IN_COMMON
from operating_model.key_questions.services import add_shipped_questions
from operating_model.report import frame_section
from operating_model.six_steps.selectors import STEPS, frame_of
from process.models import StrategyQuestion
from process.strategy.services import take_shipped_questions
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


def test_there_are_six_and_all_that_answers_them_exists():
    assert len(STEPS) == 6
    assert [key for step in STEPS for key in step.answered_by if key not in checkpoints] == []


def test_what_is_answered_counts_and_what_is_missing_leads_on(discovery):
    before = {each.step.key: each for each in frame_of(discovery)}
    assert not before["vision"].answers.is_complete
    assert before["vision"].answers.lacking[0].key == "vision"
    make(Vision, discovery=discovery, statement="Everybody gets well sooner")
    after = frame_of(discovery)[0]
    assert (after.number, after.answers.done) == (1, before["vision"].answers.done + 1)
    assert after.answers.lacking[0].key == "goals"


def test_the_second_step_points_at_the_data_strategy_for_which_no_discovery_waits(discovery):
    organization = discovery.domain.organization

    def strategy():
        return next(each for each in frame_of(discovery)[1].answers.lines if each.key == "data_strategy")

    assert "doesn’t have a data strategy yet" in str(strategy().missing[0].words)
    take_shipped_questions(actor=SYSTEM, organization=organization)
    questions = list(StrategyQuestion.objects.filter(organization=organization))
    assert strategy().summary == f"0 of {len(questions)} questions answered, 0 agreed"
    for question in questions:
        kinds.change(actor=SYSTEM, artifact=question, answer="We know", state="agreed")
    assert strategy().is_complete
    assert strategy().url == reverse("process:organization_strategy", args=[organization.slug])
    assert all(
        step.checkpoint.key != "data_strategy" for phase in overview(discovery).phases for step in phase.steps
    )


def test_the_page_links_each_answer(client_of, account, discovery):
    page = client_of(account).get(reverse("operating_model:frame", args=[discovery.slug])).content.decode()
    for each in frame_of(discovery):
        assert str(each.step.title) in page
        for answer in each.answers.lines:
            assert f'href="{answer.url}"' in page


def test_an_empty_step_takes_one_line(client_of, account, discovery):
    address = reverse("operating_model:frame", args=[discovery.slug])
    empty = client_of(account).get(address).content.decode()
    assert "No vision yet" not in empty
    make(Vision, discovery=discovery, statement="Everybody gets well sooner")
    page = client_of(account).get(address).content.decode()
    assert page.count("Missing:") == empty.count("Missing:") - 1
    assert "No goals yet" in page


def test_it_is_edge_a_loop_whose_steps_lead_to_their_answers(client_of, account, discovery):
    page = client_of(account).get(reverse("operating_model:frame", args=[discovery.slug])).content.decode()
    for each in STEPS:
        assert f'href="#step-{each.key}"' in page
        assert f'id="step-{each.key}"' in page
    assert "measurements change goals and hypotheses" in page
    for point in (*IN_COMMON, *EVOLUTION):
        assert escape(str(point.name)) in page
        assert escape(str(point.meaning)) in page
    assert (len(IN_COMMON), len(EVOLUTION)) == (4, 3)


def test_the_report_has_it_with_something_of_this_stream(discovery):
    assert frame_section(discovery) is None
    add_shipped_questions(actor=SYSTEM, discovery=discovery)
    section = frame_section(discovery)
    assert section is not None
    drawn = render_to_string("operating_model/report/frame.html", section)
    assert "6. Measure value" in drawn
    assert "Key questions" in drawn
    assert section["headline"] == "0 of 6 steps of the operating model are fully answered"


def test_each_step_of_the_loop_has_room_for_its_answers():
    words = [("Measure value", "How do we know it pays off?")] * 6
    drawn = edge_framework_drawing.source(
        words, answer_counts=[f"{number} of 9 answered" for number in range(6)]
    )
    assert [drawn.count(f"{number} of 9 answered") for number in range(6)] == [1] * 6
    assert "answered" not in edge_framework_drawing.source(words)
