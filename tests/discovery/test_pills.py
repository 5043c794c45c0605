"""States in words have one look on all screens: discovery.state_looks.RecordState, drawn by `pill`."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.template import engines

from discovery.state_looks import RecordState
from lvt.models import BetState, Hypothesis
from lvt.templatetags.bet_tags import bet_tone

TEMPLATES = Path(__file__).parents[2] / "templates"
_PILL = re.compile(r'{% pill "(\w+)" _\("([^"]+)"\)')


def drawn(state: str, words: str = "Words", label: str = "") -> str:
    source = "{% pill state words label=label %}"
    return engines["django"].from_string(source).render({"state": state, "words": words, "label": label})


@pytest.mark.parametrize("state", RecordState, ids=lambda each: each.name)
def test_a_state_has_the_color_and_the_icon_of_the_table(state: RecordState) -> None:
    html = drawn(state.name.lower())
    classes = re.findall(r'class="chip ([^"]*)"', html)[0].split()
    assert classes == state.value.tone.split()
    assert re.findall(r"#([a-z-]+)", html) == ([state.value.icon] if state.value.icon else [])
    assert "Words" in html


def test_an_icon_is_named_where_the_words_do_not_tell_the_state() -> None:
    assert 'aria-label="Passed"' in drawn("done", "5/5", "Passed")
    assert "&lt;b&gt;" in drawn("open", "<b>")


def test_spotlights_take_every_state_from_the_table() -> None:
    """A hypothesis has more states than these, and a tone for each."""
    by_hand = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.glob("*/spotlights/*.html")
        if 'class="chip' in path.read_text()
    }
    assert by_hand == {"lvt/spotlights/goal.html"}
    assert bet_tone(Hypothesis(state=BetState.PROPOSED)) == RecordState.PROPOSED.value.tone


def test_the_same_words_have_the_same_state_everywhere() -> None:
    states = defaultdict(set)
    for path in TEMPLATES.rglob("*.html"):
        for state, words in _PILL.findall(path.read_text()):
            states[words].add(state)
    assert {words: each for words, each in states.items() if len(each) > 1} == {}
    assert {"Not filled", "Not set", "Missing", "Overdue", "Decided"} <= states.keys()
