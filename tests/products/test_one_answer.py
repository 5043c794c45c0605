"""One answer everywhere: page, PDF, slides, spreadsheet, API and stage show the same totals with the same
bounds, while the worker has no processor time and once it has had some."""

from __future__ import annotations

import io
import random
import re
import time
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pptx import Presentation

from api.selectors.spreadsheet_tables import table_record
from core.selectors.request_cache import one_reading
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from handover.reports.report_files import make_report_file
from products import cut_line_answers, solver_result
from products.models import AnswerRequest, DataProduct, KeptAnswer
from products.planning.cut_line.optimal_choice import Candidate, CutLineQuestion, first_answer, prove
from products.planning.cut_line.selectors import cut_line_of
from products.planning.cut_line_answers import services as kept_answers
from products.planning.cut_line_answers.selectors import SearchProgress
from products.planning.what_if.forms import asked_by, compared
from products.planning.what_if_scenarios.selectors import scenarios_of
from tests import factories, workbooks
from tests.factories import SYSTEM, make
from tests.products import answers_world
from tests.sending import HTMX
from workshops.models import Workshop
from workshops.registries import spotlights
from workshops.workshop.models import WorkshopState

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SECTION = "products.cut_line"


@pytest.fixture
def world(discovery: Any) -> SimpleNamespace:
    return answers_world.built(discovery)


@pytest.fixture
def starved(monkeypatch: pytest.MonkeyPatch) -> Any:
    """No search has any processor time, until the fixture is called."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(solver_result.Budget, "left", property(lambda _budget: 0.0))
        yield patched.undo


def _expected(discovery: Any) -> dict[int, str]:
    return {step.limit: str(step.reached) for step in cut_line_of(discovery).steps}


def _words(text: str) -> str:
    return " ".join(text.split())


def _on_page(discovery: Any, client: Any) -> tuple[dict[int, str], dict[int, str]]:
    """What the page says for each number of products, and what its table says of all."""
    url = reverse("products:cut_line", args=[discovery.slug])
    said, table = {}, {}
    for limit in _expected(discovery):
        text = _words(unescape(client.get(url, {"k": limit}).content.decode()))
        (said[limit],) = re.findall(r"(?:total score|with a score) of (.*?) of [\d.,]+</h2>", text)
        rows = re.findall(r'<a href="\?k=(\d+)".*?data-label="Total score">(.*?)</td>', text)
        table = {int(number): total for number, total in rows}
    return said, table


def _everywhere(discovery: Any, client: Any) -> dict[str, dict[int, str]]:
    """The totals by number of products on each surface, in words."""
    said, table = _on_page(discovery, client)
    pdf = pypdfium2.PdfDocument(make_report_file(discovery, "pdf", {"sections": [SECTION]}))
    paper = _words(" ".join(page.get_textpage().get_text_range() for page in pdf))
    slides = Presentation(io.BytesIO(make_report_file(discovery, "pptx", {"sections": [SECTION]}))).slides
    cells = [
        [cell.text for cell in row.cells]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    stage = spotlights.get("cut_line")
    shown = stage.context(discovery, str(discovery.uuid))
    spotlit = _words(unescape(render_to_string(stage.template, shown)))
    rows = re.findall(
        r'<li><b class="num">(\d+)</b>.*?<span class="num muted(?: off-stage)?">(.*?)</span></li>', spotlit
    )
    sheet = workbooks.read(make_report_file(discovery, "xlsx"))["Cut line"]
    told = table_record(SECTION, discovery)
    return {
        "page": said,
        "table of the page": table,
        "paper": {
            limit: words for limit, words in _expected(discovery).items() if f"{limit} {words}" in paper
        },
        "slides": {int(row[0]): row[1] for row in cells if row[0].isdigit()},
        "stage": {int(limit): total for limit, total in rows},
        "spreadsheet": {
            int(row["New products"]): _in_words(row["Total score"], row["At most"], row["Proven"] == "Yes")
            for row in sheet
        },
        "API": {int(str(row[0])): _in_words(row[3], row[4], row[5] is True) for row in told.rows},
    }


def _in_words(total: Any, bound: Any, is_proven: bool) -> str:
    assert (Fraction(str(total)) == Fraction(str(bound))) == is_proven
    if is_proven:
        return f"{Decimal(str(total)):.1f}"
    # The scores of one person are whole, and so are their sums and bounds.
    return f"at least {Decimal(str(total)):.1f}, at most {Decimal(str(bound)):.1f}"


def test_all_surfaces_say_one_answer_without_processor_time_and_with_it(
    world: SimpleNamespace, client_of: Any, starved: Any
) -> None:
    discovery = world.discovery
    client = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    for is_starved in (True, False):
        if not is_starved:
            starved()
            cut_line_answers.work_out(discovery)
        line = cut_line_of(discovery)
        expected = _expected(discovery)
        assert all("at least" not in words for words in expected.values()) == (not is_starved)
        telling = {step.limit for step in line.telling_steps}
        for surface, totals in _everywhere(discovery, client).items():
            shown = {
                "page": expected.keys(),
                "table of the page": expected.keys(),
                "spreadsheet": expected.keys(),
                "API": expected.keys(),
                "paper": telling | {0},
                "slides": telling,
            }.get(surface, totals.keys())
            assert totals == {limit: expected[limit] for limit in shown}, (surface, is_starved)
            assert totals, surface


def test_only_proofs_say_that_a_number_brings_nothing_more(world: SimpleNamespace, starved: Any) -> None:
    left_out = "Rows that would serve no further use case are left out."
    line = cut_line_of(world.discovery)
    text = render_to_string("products/report/cut_line.html", {"line": line, "scenarios": ()})
    shown = {int(limit) for limit in re.findall(r'<th scope="row" class="number">(\d+)</th>', text)}
    for step in line.steps:
        assert step.limit in shown or step.reached.is_proven
    starved()
    cut_line_answers.work_out(world.discovery)
    proven = cut_line_of(world.discovery)
    gains = [step for step in proven.steps if not step.limit or step.newly_served or step.dropped]
    assert list(proven.report_steps) == gains
    after = render_to_string("products/report/cut_line.html", {"line": proven, "scenarios": ()})
    assert (left_out in after) == (len(gains) < len(proven.steps))
    assert line.spare == 0


def test_scenarios_and_weeks_say_one_answer(world: SimpleNamespace, client_of: Any, starved: Any) -> None:
    discovery = world.discovery
    client = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    seen = set()
    for is_starved in (True, False):
        if not is_starved:
            starved()
            cut_line_answers.work_out(discovery)
        page = client.get(reverse("products:scenarios", args=[discovery.slug]))
        compared = page.context["compared"]
        totals = [str(world.line.reached) for _name, world in compared.worlds]
        assert compared.is_proven == (not is_starved)
        assert any("at least" in total for total in totals) == is_starved
        text = _words(unescape(page.content.decode()))
        ((uuid, _pair), *_more) = spotlights.get("scenarios").choices(discovery)
        stage = spotlights.get("scenarios")
        spotlit = _words(unescape(render_to_string(stage.template, stage.context(discovery, uuid) or {})))
        pdf = pypdfium2.PdfDocument(make_report_file(discovery, "pdf", {"sections": [SECTION]}))
        paper = _words(" ".join(page.get_textpage().get_text_range() for page in pdf))
        weeks = client.get(reverse("products:cut_line", args=[discovery.slug]), {"weeks": "17"})
        assert str(weeks.context["line"].reached) in totals
        for name, world_of in compared.worlds:
            total = str(world_of.line.reached)
            assert f'<b class="num">{total}</b>' in text, name
            assert f">{total}<" in spotlit, name
            assert total in paper, name
        seen.add(tuple(totals))
    assert len(seen) == 2


# --- Keeping --------------------------------------------------------------------------------------


def _task_count() -> int:
    return DBTaskResult.objects.filter(task_path=cut_line_answers.work_on.module_path).count()


def test_changes_are_waited_for_until_they_pause(
    world: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    discovery = world.discovery
    for number in range(3):
        with (
            django_capture_on_commit_callbacks(execute=True),
            operation(SYSTEM, "test.done", place=discovery),
        ):
            make(
                DataProduct,
                discovery=discovery,
                domain=discovery.domain,
                name=f"New {number}",
                kind="consumer_oriented",
            )
    request = AnswerRequest.objects.get()
    assert (request.changes, _task_count()) == ("", 1)
    assert request.due_at > timezone.now()
    cut_line_answers.work_on.call(request.pk)
    assert not KeptAnswer.objects.exists(), "changes still come in"
    assert _task_count() == 2, "it is tried again when they have paused"
    AnswerRequest.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    cut_line_answers.work_on.call(request.pk)
    assert KeptAnswer.objects.count() == 3, "what is recorded, and two scenarios"
    assert not AnswerRequest.objects.exists()
    cut_line_answers.work_on.call(request.pk)  # somebody else has worked on it


def test_rooms_that_show_an_answer_are_told_of_another_one(
    world: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    shows, other = (factories.workshop(world.discovery, state=WorkshopState.LIVE) for _room in range(2))
    Workshop.objects.filter(pk=shows.pk).update(spotlight_kind="cut_line")

    def revisions() -> list[int]:
        return [Workshop.objects.get(pk=room.pk).live_revision for room in (shows, other)]

    before = revisions()
    for _twice in range(2):  # the second time nothing is new
        with django_capture_on_commit_callbacks(execute=True):
            cut_line_answers.work_out(world.discovery)
        assert revisions() == [before[0] + 1, before[1]]


def test_a_small_budget_ends_a_search() -> None:
    """Processor time counts, of the thread that searches."""
    chance = random.Random(2)
    products = [f"p{number}" for number in range(45)]
    candidates = tuple(
        Candidate(f"u{number}", Fraction(chance.randint(100, 300), 7), frozenset(chance.sample(products, 5)))
        for number in range(40)
    )
    question = CutLineQuestion.of(candidates)
    known = first_answer(question)
    started = time.thread_time()
    choices = prove(question, known, 0.3)
    assert 0.3 <= time.thread_time() - started < 3
    assert not all(choice.is_settled for choice in choices)
    for first, choice in zip(known, choices, strict=True):
        assert choice.reached.value >= first.reached.value
        assert choice.reached.bound <= first.reached.bound


def test_what_answers_do_not_rest_on_asks_for_nothing(
    world: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        operation(SYSTEM, "test.done", place=world.discovery),
    ):
        factories.activity(factories.workshop(world.discovery), "talk")
    assert not AnswerRequest.objects.exists()


def test_a_page_asks_the_worker_once(world: SimpleNamespace, client_of: Any) -> None:
    client = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    url = reverse("products:work_out", args=[world.discovery.slug])
    for _twice in range(2):
        answer = client.post(f"{url}?weeks=17&drop=nobody")
        assert answer.status_code == 302
    (request,) = AnswerRequest.objects.all()
    assert (request.changes, _task_count()) == ("weeks=17", 1)
    assert client.get(url).status_code == 405
    for number in range(kept_answers.MOST_ASKED):
        AnswerRequest.objects.create(
            discovery=world.discovery, key=str(number), changes="", due_at=timezone.now()
        )
    assert client.post(url).status_code == 409


def test_what_cannot_be_read_asks_for_what_is_recorded(world: SimpleNamespace, client_of: Any) -> None:
    client = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    url = reverse("products:work_out", args=[world.discovery.slug])
    for query in ("weeks=NaN", "weeks=-1", "weeks=%00", "drop=%ff&out=x", "then=" + "9" * 400, "=&&;"):
        assert client.post(f"{url}?{query}", headers=HTMX).status_code == 204, query
    assert [request.changes for request in AnswerRequest.objects.all()] == [""]
    # Nothing is scored elsewhere: the worker finds nothing to do.
    empty = factories.discovery(slug="empty")
    cut_line_answers.work_out(empty)
    cut_line_answers.work_out(empty, "weeks=7")
    assert not KeptAnswer.objects.filter(discovery=empty).exists()


def test_a_search_without_time_goes_on_with_the_next_one(world: SimpleNamespace, starved: Any) -> None:
    question = cut_line_of(world.discovery).question
    assert not kept_answers.keep(discovery=world.discovery, question=question, seconds=0.0)
    ended = cut_line_of(world.discovery)
    assert ended.progress is SearchProgress.ENDED
    starved()
    assert kept_answers.keep(discovery=world.discovery, question=question, seconds=60.0)
    assert cut_line_of(world.discovery).progress.is_settled
    kept = KeptAnswer.objects.get()
    assert kept_answers.keep(discovery=world.discovery, question=question, seconds=0.0), (
        "it is not searched again"
    )
    assert KeptAnswer.objects.get().choices == kept.choices


def test_old_answers_give_way(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST_KEPT", 3)
    candidates = (
        Candidate("one", Fraction(3), frozenset("ab")),
        Candidate("two", Fraction(4), frozenset("bc")),
    )
    questions = [CutLineQuestion.of(candidates, limit) for limit in range(5)]
    for question in questions:
        kept_answers.keep(discovery=world.discovery, question=question, seconds=60.0)
    keys = {each.key for each in questions[-3:]}
    assert set(KeptAnswer.objects.values_list("key", flat=True)) == keys
    kept_answers.keep(discovery=world.discovery, question=questions[2], seconds=60.0)  # needed again
    kept_answers.keep(discovery=world.discovery, question=questions[0], seconds=60.0)
    keys = {questions[place].key for place in (0, 2, 4)}
    assert set(KeptAnswer.objects.values_list("key", flat=True)) == keys
    KeptAnswer.objects.filter(key=questions[0].key).update(kept_at=timezone.now() - kept_answers.OLD * 2)
    assert kept_answers._delete_old(timezone.now()) == 1


def test_the_exact_answer_is_kept_without_names(world: SimpleNamespace) -> None:
    cut_line_answers.work_out(world.discovery)
    for kept in KeptAnswer.objects.all():
        assert not re.search("Case|Product", str(kept.choices))


def test_a_report_of_scenarios_goes_on_with_the_proven_answers(world: SimpleNamespace) -> None:
    """Nothing was kept before: the first answers are asked for, and then proven, in one reading."""
    with one_reading():
        (scenario, *_others) = scenarios_of(world.discovery)
        first = asked_by(scenario.changes, world.discovery)
        assert first is not None
        assert not first.is_proven
        cut_line_answers.work_out(world.discovery)
        shown = compared(world.discovery, scenarios_of(world.discovery))

    assert shown is not None
    assert all(each.comparison.is_proven for each in shown.scenarios)
