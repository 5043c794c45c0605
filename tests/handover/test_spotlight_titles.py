"""Each spotlight has the one head, and its title is a true sentence in every language, for each step of the
ladder and with nothing, one and many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from inspect import Parameter, signature
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.selectors.request_cache import one_reading
from discovery import appendix_headlines, operating_model_headlines, plan_headlines, spotlight_headlines
from discovery.headlines import LONGEST_NAME
from discovery.models import Discovery
from handover.models import Finding, Recommendation, RecommendationAction, RecommendationFinding
from lvt.models import UseCase
from operating_model.governance.selectors import governance_of
from operating_model.models import BusinessProcess, Guardrail, GuardrailState
from organizations.models import Team
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
        # German puts first place in a figure.
        bare = re.sub("Platz 1|[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", "", title)
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
    counts = (
        ("findings 0", _unused(on_rung), "Every finding"),
        ("recommendations 0", _late_or_bare(on_rung), "Every recommendation"),
        ("cards 0", UseCase.objects.filter(discovery=on_rung, hypothesis=None).count(), "Every use case"),
        ("processes 0", _undecided(on_rung), "Every business process"),
    )
    for key, count, none in counts:
        if (title := titles.get(key)) is not None:
            assert title.startswith(f"{count} " if count else none), (key, title)
    if (title := titles.get("guardrails 0")) is not None and title.startswith("Every"):
        rows = Guardrail.objects.filter(discovery=on_rung).exclude(state=GuardrailState.RETIRED)
        assert not rows.exclude(state=GuardrailState.AGREED).exists(), title


def _unused(discovery: Discovery) -> int:
    used = RecommendationFinding.objects.filter(recommendation__deleted_at=None).values("finding")
    return Finding.objects.filter(discovery=discovery).exclude(pk__in=used).count()


def _late_or_bare(discovery: Discovery) -> int:
    links = RecommendationAction.objects.filter(
        recommendation__discovery=discovery, recommendation__deleted_at=None, action__deleted_at=None
    )
    late = links.filter(action__state=ActionState.OPEN, action__due__lt=timezone.localdate())
    if count := late.values("action").distinct().count():
        return count
    rows = Recommendation.objects.filter(discovery=discovery)
    return rows.exclude(pk__in=links.values("recommendation")).count()


def _undecided(discovery: Discovery) -> int:
    rows = BusinessProcess.objects.filter(discovery=discovery).select_related("decider")
    return sum(row.decider is None or row.decider.deleted_at is not None for row in rows)


# --- Nothing, one and many ------------------------------------------------------------------------

SAID: dict[Callable[..., str], dict[tuple[Any, ...], str]] = {
    spotlight_headlines.readiness: {
        (0, 12): "Every check before the handover passed",
        (1, 12): "1 of 12 handover checks is open",
        (5, 12): "5 of 12 handover checks are open",
    },
    spotlight_headlines.findings: {
        (0,): "Every finding has a recommendation",
        (1,): "1 finding has no recommendation yet",
        (3,): "3 findings have no recommendation yet",
    },
    spotlight_headlines.recommendations: {
        (0, 0): "Every recommendation has a next step",
        (0, 1): "1 recommendation has no next step yet",
        (2, 1): "2 next steps are overdue",
    },
    appendix_headlines.quadrant: {
        ("Quick win", 1, 1): "The only ranked use case is in the “Quick win” quadrant",
        ("Quick win", 0, 3): "None of the 3 ranked use cases is in the “Quick win” quadrant",
        ("Quick win", 1, 3): "1 of 3 ranked use cases is in the “Quick win” quadrant",
        ("Quick win", 2, 2): "Both ranked use cases are in the “Quick win” quadrant",
        ("Quick win", 3, 3): "All 3 ranked use cases are in the “Quick win” quadrant",
    },
    spotlight_headlines.value: {
        (0, 0): "",
        (1, 1): "1 use case needs 1 data product",
        (2, 7): "2 use cases need 7 data products",
    },
    spotlight_headlines.what_if: {
        (0, 0, 0): "No changes yet",
        (1, 0, 0): "The cut line serves the same use cases as today",
        (1, 1, 0): "The cut line serves 1 more use case",
        (2, 0, 2): "The cut line serves 2 fewer use cases",
        (2, 3, 1): "Use cases above the cut line: 3 added, 1 dropped",
    },
    operating_model_headlines.guardrails: {
        ((), 0): "Every guardrail is agreed",
        ((), 1): "1 guardrail isn’t agreed yet",
        ((("Versions", ("A",)), ("Formats", ("B",))), 1): (
            "2 agreed guardrails aren’t followed by every data product"
        ),
        ((("Versions", ("Field visits",)),), 1): "Field visits doesn’t follow “Versions”",
        ((("Versions", ("A", "B")),), 1): "2 data products don’t follow “Versions”",
    },
    operating_model_headlines.roles: {
        ((),): "Every role is filled",
        (("Data steward",),): "1 role is open: Data steward",
        (("Data steward", "Domain owner"),): "2 roles are open: Data steward and Domain owner",
        (("A", "B", "C"),): "3 roles are open",
    },
    spotlight_headlines.thread: {
        ("Field visits", 0, 1, ()): "No use case needs Field visits yet",
        ("Field visits", 1, 1, ()): "Field visits serves 1 use case, and nothing is missing",
        ("Field visits", 2, 1, ("SLO",)): "Field visits serves 2 use cases; missing: SLO",
        (
            "Field visits",
            2,
            1,
            ("SLO", "Port", "Owner"),
        ): "Field visits serves 2 use cases; 3 parts are missing",
        ("Dashboard", None, 0, ()): "Dashboard has no data product yet",
        ("Dashboard", None, 2, ()): "Dashboard needs 2 data products, and nothing is missing",
        ("Dashboard", None, 1, ("SLO", "Port")): "Dashboard needs 1 data product; missing: SLO and Port",
    },
    operating_model_headlines.teams: {
        (0, 0, 0): "No team changes",
        (1, 1, 0): "1 team changes",
        (3, 0, 0): "3 teams change",
        (3, 3, 0): "3 teams change, 3 of them new",
        (3, 0, 1): "3 teams change, 1 of them ending",
        (5, 1, 1): "5 teams change, 1 of them new and 1 ending",
    },
    spotlight_headlines.use_case: {
        ("Dashboard", None): "Dashboard has no hypothesis yet",
        ("Dashboard", "Full shelves"): "Dashboard serves the goal “Full shelves”",
    },
    spotlight_headlines.today: {
        (0, 0, 0): "",
        (1, 0, 0): "Every source is in use today",
        (3, 1, 0): "Nothing reads 1 source today",
        (3, 0, 2): "Nothing reads 2 integration sources today",
        (4, 2, 1): "Nothing reads 2 sources and 1 integration source today",
    },
    spotlight_headlines.template: {
        ("Field visits", 0, 11): "0 of 11 parts of the template of Field visits are filled in",
        ("Field visits", 4, 11): "4 of 11 parts of the template of Field visits are filled in",
        ("Field visits", 11, 11): "Every part of the template of Field visits is filled in",
    },
    plan_headlines.delta: {
        (12, 0, ()): "All 12 scored dimensions have reached their target",
        (12, 3, ("Sharing",)): "“Sharing” is furthest below its target: 3 steps",
        (12, 1, ("Sharing", "Access")): "2 dimensions are one step below their targets",
        (12, 3, ("Sharing", "Access")): "2 dimensions are furthest below their targets: 3 steps each",
    },
    spotlight_headlines.decisions: {("One storage",): "Latest decision: One storage"},
    spotlight_headlines.checklists: {
        (0, ()): "Every checklist is complete",
        (1, ("Consent",)): "Only the checklist of Consent isn’t complete yet",
        (2, ("Consent", "Sales")): "2 checklists aren’t complete yet",
        (3, ("Consent",)): "3 checklists aren’t complete yet, and Consent lacks the most items",
    },
    spotlight_headlines.by_value: {
        ("", 0, "", "", True): "",
        ("Shelves fill.", 1, "28.0", "", True): "The hypothesis has a value of 28.0 points",
        ("Shelves fill.", 1, "28.0", "2.0", True): "“Shelves fill” leads by 2.0 points",
        ("Shelves fill.", 1, "28.0", "2.0", False): "Preliminary: “Shelves fill” leads by 2.0 points",
        ("Shelves fill.", 2, "28.0", "0.0", True): "2 hypotheses share the highest value",
    },
    appendix_headlines.capabilities: {
        (0, 1): "No capability needs to mature",
        (1, 1): "Every capability needs to mature",
        (1, 3): "1 of 3 capabilities needs to mature",
    },
    appendix_headlines.fitness: {
        (0, 1): "No data product passes all fitness checks",
        (1, 1): "Every data product passes all fitness checks",
        (2, 7): "2 of 7 data products pass all fitness checks",
    },
}


@pytest.mark.parametrize("title_of", SAID, ids=lambda each: each.__name__)
def test_a_title_is_natural_with_nothing_one_and_many(title_of: Callable[..., str]) -> None:
    parameters = signature(title_of).parameters.values()
    plain = sum(each.kind is not Parameter.KEYWORD_ONLY for each in parameters)
    names = [each.name for each in parameters][plain:]
    with translation.override("en"):
        for facts, words in SAID[title_of].items():
            assert title_of(*facts[:plain], **dict(zip(names, facts[plain:], strict=True))) == words


def test_a_title_of_governance_counts_only_members_that_are_known() -> None:
    def title(**members: int) -> str:
        return operating_model_headlines.governance(members=[*members.items()], domain="Sales")

    with translation.override("en"):
        assert title() == ""
        assert title(Council=1) == "Council has 1 member"
        assert title(Council=4) == "Council has 4 members"
        assert title(Council=4, Board=2) == "Both governance bodies of Sales have members"
        assert title(Council=4, Board=0) == "1 governance body has no members yet"


def test_the_title_of_governance_names_no_body_of_the_organization(demo: Discovery) -> None:
    context = spotlights.get("governance").context(demo, str(demo.uuid))
    assert context is not None
    names = [line.body.name for line in governance_of(demo).bodies]
    assert governance_of(demo).above, "bodies of the organization are in the drawing"
    with translation.override("en"):
        assert context["headline"] == f"{names[0]} has 4 members"


def test_a_long_title_of_a_goal_stands_alone() -> None:
    with translation.override("en"):
        assert spotlight_headlines.goal("Full shelves", hypotheses=0, bare=0) == "Full shelves"
        assert spotlight_headlines.goal("x" * 80, hypotheses=2, bare=1) == "x" * 80
        assert spotlight_headlines.goal("Full shelves", hypotheses=2, bare=1) == (
            "Full shelves: 1 hypothesis about data has no use case yet"
        )


def test_a_checklist_names_what_few_are_missing() -> None:
    with translation.override("en"):
        assert spotlight_headlines.checklist("Sales", missing=()) == "The checklist of Sales is complete"
        assert spotlight_headlines.checklist("Sales", missing=("SLO",)) == "Missing for Sales: SLO"
        assert spotlight_headlines.checklist("Sales", missing=("A", "B", "C")) == (
            "3 items are missing for Sales"
        )


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


def test_the_widest_gap_of_all_capabilities_is_marked(demo: Discovery) -> None:
    context = spotlights.get("capabilities").context(demo, str(demo.uuid))
    assert context is not None
    gaps = [line.gap for plane in context["planes"] for line in plane.lines if line.gap]
    assert context["largest_gap"] == max(gaps) > min(gaps)
    html = render_to_string(spotlights.get("capabilities").template, {**context, "audience": "stage"})
    assert html.count("is-largest") == gaps.count(max(gaps))


def test_all_open_checks_are_named_the_grave_ones_first(demo: Discovery) -> None:
    context = spotlights.get("readiness").context(demo, str(demo.uuid))
    assert context is not None
    html = render_to_string(spotlights.get("readiness").template, {**context, "audience": "stage"})
    checks = context["readiness"].checks.lacking
    assert html.count("<li>") == len(checks) > 6
    assert html.count("off-stage") == len(checks), "many have no reasons on a stage"
    bars = [float(each) for each in re.findall(r'<progress class="meter[^>]*value="([\d.]+)"', html)]
    passed = [len(group.ready) for group in context["readiness"].groups]
    assert bars == passed, "a longer bar is better, as everywhere"
    for group in context["readiness"].groups:
        graves = [line.is_grave for line in group.gravest]
        assert graves == sorted(graves, reverse=True)


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
