"""Each spotlight has the one head, and its title is a true sentence in every language, for each step of the
ladder and with nothing, one and many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.selectors.request_cache import one_reading
from discovery.checklist import CheckLine, MissingPiece
from discovery.headlines import LONGEST_NAME, MOST_NAMES, brief
from discovery.models import Discovery
from handover.models import Finding, Recommendation, RecommendationAction, RecommendationFinding
from lvt.models import UseCase
from operating_model.governance.selectors import governance_of
from operating_model.models import BusinessProcess, Guardrail, GuardrailState
from organizations.models import Team
from technology.gaps.selectors import GapAnalysis, gap_analysis
from tests.demo import loaded
from tests.factories import make
from tests.handover.ladder import RUNGS, standing_on
from workshops.demo import SLUG
from workshops.models import ActionState
from workshops.registries import Spotlight, spotlights

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LANGUAGES = [key for key, _name in settings.LANGUAGES]
# A sentence, and a name that is cut, or two of them.
MOST_LETTERS = 40 + 2 * LONGEST_NAME
# What is shown is a thing with its own name, explains the method, or is another one's work.
NOUNS = {"result", "note_group", "decision", "worked_cards", "ranking_moves"}
_HEAD = '<header class="spotlit-head">'
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield Discovery.objects.get(slug=SLUG)


@pytest.mark.sweep(sample=8)
@pytest.mark.parametrize("spotlight", spotlights, ids=lambda each: each.key)
def test_every_spotlight_has_the_one_head(demo: Discovery, spotlight: Spotlight) -> None:
    for uuid, _label in spotlight.choices(demo)[:3]:
        context = spotlight.context(demo, uuid)
        assert context is not None
        for audience in ("stage", "room"):
            html = render_to_string(spotlight.template, {**context, "audience": audience, "discovery": demo})
            assert html.count(_HEAD) == 1, spotlight.key
            before, _head, below = html.partition(_HEAD)
            head, _end, _rest = below.partition("</header>")
            assert not re.search(r"<h\d", before), "nothing is titled before it"
            assert re.search(r"<h2[^>]*>\s*\S", head), "it has no title"
            if spotlight.key not in NOUNS:
                assert '<p class="kicker">' in head, "the title of a finding has the name of its kind above"


@pytest.fixture(scope="module")
def on_rung(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Discovery]:
    with standing_on(request.param, django_db_blocker) as discovery:
        yield discovery


def titles_of(discovery: Discovery, language: str) -> dict[str, str]:
    """The findings of the first things of each spotlight, by key and place."""
    titles = {}
    with one_reading(), translation.override(language):
        for spotlight in spotlights:
            if spotlight.key in NOUNS:
                continue
            for place, (uuid, _label) in enumerate(spotlight.choices(discovery)[:4]):
                context = spotlight.context(discovery, uuid)
                if context is not None:
                    titles[f"{spotlight.key} {place}"] = str(context.get("headline", ""))
    return titles


Titles = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def titles_in(on_rung: Discovery) -> Titles:
    return cache(partial(titles_of, on_rung))


@pytest.mark.sweep(sample=("half scored", "full"))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
def test_every_title_is_a_short_sentence_with_the_same_numbers_in_every_language(titles_in: Titles) -> None:
    def numbers(title: str) -> list[str]:
        # German puts first place in a figure. No-break spaces are in figures, and in dates.
        bare = re.sub("Platz 1|(?<=\\d)[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}](?=\\d)", "", title)
        return sorted(re.sub(r"[.,]", ".", each).removesuffix(".0") for each in _NUMBER.findall(bare))

    english = titles_in("en")
    for language in LANGUAGES:
        titles = titles_in(language)
        assert titles.keys() == english.keys()
        for key, title in titles.items():
            assert bool(title) == bool(english[key])
            assert not re.search(r"None|%\(|\{|\}|  |\(\)|“”|: $|\.$", title), (key, title)
            assert len(title) <= MOST_LETTERS + 60 * (language != "en"), (key, title)
            assert numbers(title) == numbers(english[key]), (key, language)


@pytest.mark.sweep(sample=("half scored", "full"))
@pytest.mark.parametrize("on_rung", RUNGS, indirect=True)
def test_titles_say_what_the_rows_say(on_rung: Discovery, titles_in: Titles) -> None:
    """Each number, counted again from the rows, without the selectors of the titles."""
    titles = titles_in("en")
    bare = UseCase.objects.filter(discovery=on_rung, hypothesis=None)
    lists = (
        ("recommendations 0", _late_or_bare(on_rung), "Every recommendation"),
        ("cards 0", [each.name for each in bare], ""),
        ("processes 0", _undecided(on_rung), "Every business process"),
    )
    for key, names, none in lists:
        if (title := titles.get(key)) is None:
            continue
        if not names:
            assert title.startswith(none), (key, title)
        elif len(names) <= MOST_NAMES:
            assert all(brief(name) in title for name in names), (key, title)
        else:
            assert title.startswith((f"{len(names)} ", f"None of the {len(names)} ")), (key, title)
    if (title := titles.get("findings 0")) is not None:
        count, unused = Finding.objects.filter(discovery=on_rung).count(), _unused(on_rung)
        assert ("yet" in title) is (count == unused), title
        assert not unused or unused == count or title.startswith(f"{count - unused} of {count} "), title
    if (title := titles.get("guardrails 0")) is not None and title.startswith("Every"):
        rows = Guardrail.objects.filter(discovery=on_rung).exclude(state=GuardrailState.RETIRED)
        assert not rows.exclude(state=GuardrailState.AGREED).exists(), title


def _unused(discovery: Discovery) -> int:
    used = RecommendationFinding.objects.filter(recommendation__deleted_at=None).values("finding")
    return Finding.objects.filter(discovery=discovery).exclude(pk__in=used).count()


def _late_or_bare(discovery: Discovery) -> list[str]:
    links = RecommendationAction.objects.filter(
        recommendation__discovery=discovery, recommendation__deleted_at=None, action__deleted_at=None
    )
    late = links.filter(action__state=ActionState.OPEN, action__due__lt=timezone.localdate())
    if names := {each.action_id: each.action.title for each in late.select_related("action")}:
        return [*names.values()]
    rows = Recommendation.objects.filter(discovery=discovery)
    return [each.title for each in rows.exclude(pk__in=links.values("recommendation"))]


def _undecided(discovery: Discovery) -> list[str]:
    rows = BusinessProcess.objects.filter(discovery=discovery).select_related("decider")
    return [row.name for row in rows if row.decider is None or row.decider.deleted_at is not None]


# --- On a stage -------------------------------------------------------------------------------------


def test_the_title_of_governance_names_no_body_of_the_organization(demo: Discovery) -> None:
    context = spotlights.get("governance").context(demo, str(demo.uuid))
    assert context is not None
    names = [line.body.name for line in governance_of(demo).bodies]
    assert governance_of(demo).above, "bodies of the organization are in the drawing"
    with translation.override("en"):
        assert context["headline"].startswith(f"{names[0]} decides on ")


def test_a_late_step_and_a_finding_without_a_recommendation_are_marked(demo: Discovery) -> None:
    def drawn(key: str) -> str:
        context = spotlights.get(key).context(demo, str(demo.uuid))
        assert context is not None
        return render_to_string(spotlights.get(key).template, {**context, "audience": "stage"})

    links = RecommendationAction.objects.filter(recommendation__discovery=demo)
    late = links.filter(action__state=ActionState.OPEN, action__due__lt=timezone.localdate())
    assert drawn("recommendations").count("Overdue") == late.count() > 0
    bare = Finding.objects.filter(discovery=demo, recommendation_links=None)
    assert drawn("findings").count("No recommendation yet") == bare.count() > 0


def test_totals_that_the_curve_of_the_cut_line_has_are_not_repeated_on_a_stage(demo: Discovery) -> None:
    context = spotlights.get("cut_line").context(demo, str(demo.uuid))
    assert context is not None
    numbers = {step.limit for step in context["steps"]}
    assert context["has_totals"] is (numbers <= {point.number for point, _total in context["labels"]})
    html = render_to_string(spotlights.get("cut_line").template, {**context, "audience": "stage"})
    assert html.count("num muted off-stage") == (len(context["steps"]) if context["has_totals"] else 0)


def test_the_gap_to_close_first_is_marked_or_else_the_widest(
    demo: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn() -> tuple[dict[str, Any], str]:
        context = spotlights.get("capabilities").context(demo, str(demo.uuid))
        assert context is not None
        template = spotlights.get("capabilities").template
        return context, render_to_string(template, {**context, "audience": "stage"})

    analysis = gap_analysis(demo)
    context, html = drawn()
    first = analysis.lines[0].line
    assert context["marked"] == {first.number}
    assert first.number in {plane.lines[0].number for plane in context["planes"]}
    assert context["headline"] == "7 of 14 capabilities need to mature"
    assert html.count("is-largest") == 1
    assert "First gap to close<" in html

    monkeypatch.setattr(GapAnalysis, "is_proven", False)
    context, html = drawn()
    gaps = {line.number: line.gap for plane in context["planes"] for line in plane.lines if line.gap}
    assert {gaps[number] for number in context["marked"]} == {max(gaps.values())}
    assert html.count("is-largest") == len(context["marked"])
    assert "Largest gap" in html
    assert context["headline"] == "“Measured promises” needs 3 more levels"


def test_all_open_checks_are_named_the_grave_ones_first(demo: Discovery) -> None:
    context = spotlights.get("readiness").context(demo, str(demo.uuid))
    assert context is not None
    html = render_to_string(spotlights.get("readiness").template, {**context, "audience": "stage"})
    checks = context["readiness"].checks.lacking
    assert html.count("<li>") == len(checks) > 6
    for line in checks:
        assert line.brief_words in [each.words for each in line.missing], "what is missing, not its label"
    bars = [float(each) for each in re.findall(r'<progress class="meter[^>]*value="([\d.]+)"', html)]
    passed = [len(group.ready) for group in context["readiness"].groups]
    assert bars == passed, "a longer bar is better, as everywhere"
    for group in context["readiness"].groups:
        graves = [line.is_grave for line in group.gravest]
        assert graves == sorted(graves, reverse=True)


def test_a_check_is_said_by_the_gravest_short_sentence_of_what_is_missing() -> None:
    missing = (MissingPiece("“A” has no date.", ""), MissingPiece("“B” has no owner.", "", is_grave=True))
    assert CheckLine("actions", "Actions", missing).brief_words == "“B” has no owner."
    long = MissingPiece(f"“{'A name of many words ' * 9}” has no owner.", "", is_grave=True)
    assert CheckLine("actions", "Actions", (long, *missing[:1])).brief_words == "“A” has no date."
    assert CheckLine("actions", "Actions", (long,)).brief_words == "Actions"


def test_a_check_counts_all_that_its_words_leave_out() -> None:
    long = MissingPiece("Data" * 30, "")
    short = MissingPiece("“A” has no date.", "")
    assert CheckLine("actions", "Actions", (long, long, long)).beyond_brief_words == 3
    assert CheckLine("actions", "Actions", (long, short, long)).beyond_brief_words == 2
    assert CheckLine("actions", "Actions", (short,)).beyond_brief_words == 0
    assert CheckLine("actions", "Actions", ()).beyond_brief_words == 0
    group = SimpleNamespace(
        name="Findings", ready=(), lacking=(1,), total=1, gravest=[CheckLine("x", "Evidence", (long, long))]
    )
    context = {"readiness": SimpleNamespace(groups=[group]), "headline": "Open"}
    template = spotlights.get("readiness").template
    stage = render_to_string(template, {**context, "audience": "stage"})
    assert 'Evidence <span class="muted num">+2</span>' in stage
    room = render_to_string(template, {**context, "audience": "room"})
    assert '</span> <span class="muted num">+1</span>' in room


def test_rows_that_a_title_counts_come_first(demo: Discovery) -> None:
    def flags(key: str, rows: str, flag: Callable[[Any], bool]) -> list[bool]:
        context = spotlights.get(key).context(demo, str(demo.uuid))
        assert context is not None
        return [flag(row) for row in context[rows]]

    for marked in (
        flags("checklists", "checklists", lambda row: row.is_complete),
        flags("processes", "lines", lambda row: row.decider is not None),
        flags("guardrails", "lines", lambda row: not row.is_broken),
    ):
        assert marked == sorted(marked)
        assert marked[0] != marked[-1], "the demo has rows of both sorts"
    organization = demo.domain.organization
    team = make(Team, organization=organization, name="Always there", is_today=True, is_tomorrow=True)
    context = spotlights.get("teams").context(demo, str(demo.uuid))
    assert context is not None
    assert [*context["lines"]][-1].team == team
    assert {line.change.record_state.name for line in context["lines"]} == {"ADDED", "ENDED", "PROPOSED"}


def test_the_best_score_has_no_needless_decimal(demo: Discovery) -> None:
    context = spotlights.get("method").context(demo, str(demo.uuid))
    assert context is not None
    assert context["headline"] == "7 criteria give a use case up to 35 points"


def test_what_a_title_names_is_not_repeated_below(demo: Discovery) -> None:
    def drawn(key: str, name: str = "") -> str:
        spotlight = spotlights.get(key)
        uuid = next(uuid for uuid, label in spotlight.choices(demo) if name in label)
        context = spotlight.context(demo, uuid)
        assert context is not None
        html = render_to_string(spotlight.template, {**context, "audience": "stage", "discovery": demo})
        return html.replace("\N{NO-BREAK SPACE}", " ")

    with translation.override("en"):
        guardrails = drawn("guardrails")
        assert "1 exception to “Denied by default”: Digital Engagement" in guardrails
        assert guardrails.count("Digital Engagement") == 1, "its end alone is in its row"
        assert "Exception ends on " in guardrails
        promise = drawn("slo", "Field visits")
        assert "Visits of the previous day can be read before 9:00" in promise
        assert promise.count("99.5%") == 1, "the targets are in the cards"
        template = drawn("data_product", "Field visits")
        assert "Who uses it, and whom does it serve?" in template
        assert "Not filled in" not in template
        assert "of the way" not in drawn("measure", "Engagement rate").partition("</header>")[2]
