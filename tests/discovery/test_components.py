"""The tags of the design system: what they draw, and that nothing typed becomes markup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from discovery import registries
from discovery.templatetags.components import initials, on_paper, toasts
from documents.charts import distribution_strip, ranking_bar
from tests import factories
from tests.apps import APPS
from workshops.registries import activity_kinds
from workshops.views import component_gallery

ROOT = Path(__file__).parents[2]
HOSTILE = "\"><script>alert(1)</script>'=1+1\x07\u202e"


def drawn(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


FIELD = ("label", "before", "mine", "theirs")


@pytest.mark.parametrize(
    "source",
    [
        "{% icon text %}",
        '{% icon "plus" label=text %}',
        "{% side text text %}",
        "{% avatar text text %}",
        "{% meter 1 2 text text %}",
        "<a {% in_dialog text text %}>{{ text }}</a>",
        "{% people_strip 1 2 text %}",
        "{% scale text 3 low=text high=text %}",
        "{% distribution strip text %}",
        "{% rank_bar bar text %}",
        '{% include "components/empty.html" with title=text body=text href=text action=text only %}',
        '{% include "components/toast.html" with text=text tone=text undo=text only %}',
        '{% include "components/versions.html" with stale=stale only %}',
        '{% include "components/agenda.html" with items=items only %}',
        '{% include "components/join_code.html" with address=text code=text only %}',
        '{% include "components/row_tools.html" with name=text key=text sortable=True edit_url=text '
        "title=text delete_url=text question=text detail=text ask=True only %}",
        "{% capture kept %}{{ text }}{% endcapture %}{{ kept }}",
        '{% explain "key" text %}{{ text }}{% endexplain %}',
    ],
)
def test_what_people_type_never_becomes_markup(source: str) -> None:
    html = drawn(
        source,
        text=HOSTILE,
        strip=distribution_strip([1, 0], [0, 2]),
        bar=ranking_bar(1, 2),
        stale={
            "who": HOSTILE,
            **{part: [dict.fromkeys(FIELD, HOSTILE)] for part in ("choices", "theirs", "mine")},
        },
        items=[{"title": HOSTILE, "state": "now", "planned": 5, "actual": None, "href": HOSTILE}],
    )
    assert "<script>" not in html
    assert '">' + "<script" not in html


def test_a_captured_block_is_escaped_once() -> None:
    assert (
        drawn("{% capture a %} {{ text }} {% endcapture %}[{{ a }}]", text="R&D <b>") == "[R&amp;D &lt;b&gt;]"
    )


def test_capture_needs_a_name() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn("{% capture %}{% endcapture %}")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Ruiz", "AR"),
        ("ana maria de la ruiz", "AR"),
        ("Cher", "C"),
        ("ana@example.com", "AE"),
        ("Ω Ψ", "ΩΨ"),
        ("(guest) 7", "7"),
        ("", "?"),
        ("   \u202e", "?"),
    ],
)
def test_initials_stand_for_any_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_bar_says_what_it_is_of_and_never_leaves_its_frame() -> None:
    assert 'value="40" max="40" aria-label="Rate"' in drawn("{% meter 99 40 'Rate' %}")
    assert 'value="0" max="1"' in drawn("{% meter -3 0 'Rate' %}")


def test_people_are_blocks_while_they_can_be_told_apart_and_a_bar_above() -> None:
    few = drawn("{% people_strip 18 22 %}")
    assert few.count("<i") == 22
    assert few.count('class="on"') == 18
    assert 'aria-label="18 of 22 done"' in few
    assert "<progress" in drawn("{% people_strip 18 200 %}")
    assert "<progress" in drawn("{% people_strip 0 0 %}")


def test_on_paper_a_mark_is_its_word() -> None:
    """The style sheet of reports gives a mark no size: it would fill the page."""
    with on_paper():
        assert drawn('{% mark "shared" 2 %}{% mark "product" alone=False %}') == ""
        assert drawn('{% mark "product" word=True %}') == "Data product"
    assert drawn('{% mark "shared" 2 alone=False %}').startswith('<svg class="mark-shape shared"')


def test_a_scale_marks_the_given_answer_and_only_it() -> None:
    html = drawn('{% scale "effort" 0 %}')
    assert html.count("<input") == 6
    assert re.findall(r'value="(\d)" checked', html) == ["0"]
    assert "checked" not in drawn('{% scale "effort" None %}')


def test_a_strip_tells_its_numbers_to_those_who_do_not_see_it() -> None:
    html = drawn("{% distribution strip %}", strip=distribution_strip([0, 3], [0, 0]))
    assert 'aria-label="Business: 3 gave 1. IT: no scores"' in html


def test_a_strip_says_how_many_people_are_behind_each_lane() -> None:
    few = distribution_strip([0, 3], [1, 0], [1, 4])
    words = re.findall(r"<span>([^<]+)</span>", drawn("{% strip_sides strip %}", strip=few))
    assert words == ["Business (3 people)", "IT (1 person)", "1 other, not shown"]
    assert "1 other, not shown" in drawn("{% distribution strip %}", strip=few)
    enough = distribution_strip([0, 3], [1, 0], [4, 3])
    assert "Other (3 people)" in drawn("{% strip_sides strip %}", strip=enough)
    assert "Other: 3 gave 0" in drawn("{% distribution strip %}", strip=enough)


def test_undo_is_offered_for_own_addresses_only() -> None:
    messages = [
        Message(constants.SUCCESS, "one", extra_tags="undo:/operations/7/undo/"),
        Message(constants.SUCCESS, "two", extra_tags="undo://evil.example/"),
        Message(constants.ERROR, "three", extra_tags="undo:https://evil.example/"),
    ]
    shown = toasts(messages)["toasts"]
    assert [toast["undo"] for toast in shown] == ["/operations/7/undo/", "", ""]
    assert [toast["tone"] for toast in shown] == ["good", "good", "bad"]


class _Card(forms.Form):
    name = forms.CharField(help_text="As people call it.")
    side = forms.ChoiceField(choices=[("b", "Business")], widget=forms.RadioSelect, required=False)
    language = forms.ChoiceField(choices=[("en", "English"), ("de", "German")], required=False)
    about_data = forms.BooleanField(required=False)


def test_a_field_points_to_its_help_and_to_its_error() -> None:
    html = drawn('{% include "components/form.html" with form=form only %}', form=_Card({}))
    (described,) = re.findall(r'name="name"[^>]*aria-describedby="([^"]+)"', html)
    for target in described.split():
        assert f'id="{target}"' in html
    assert "This field is required" in html
    assert html.count('class="optional"') == 1  # a box, and a list without an empty choice, need no such word


def test_every_icon_that_a_template_names_is_drawn() -> None:
    sprite = (ROOT / "static/img/icons.svg").read_text()
    drawn_icons = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert set(re.findall(r'{% icon "([\w-]+)"', templates)) <= drawn_icons
    shown = component_gallery._examples()["icons"]
    assert set(shown) | {"logo"} == drawn_icons


def test_every_icon_that_code_names_is_drawn() -> None:
    sprite = (ROOT / "static/img/icons.svg").read_text()
    drawn_icons = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    registered = {
        each.icon
        for registry in (activity_kinds, registries.actions, registries.areas, registries.navigation)
        for each in registry
    }
    named = registered | {
        str(value.value)
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for value in _icons(ast.parse(path.read_text()))
    }
    assert len(named) > 20
    assert named - {""} <= drawn_icons


def _icons(tree: ast.Module) -> Iterator[ast.Constant]:
    """The texts that a module gives to something named `icon`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "icon" and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and _is_icon(node.targets):
            yield node.value


def _is_icon(targets: list[ast.expr]) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "icon" for target in targets)


# Parts of the frame of every page, and what a tag or another component draws.
NOT_INCLUDED = {
    *("head", "overlays", "account_menu", "theme_switch", "toasts"),
    *(
        "distribution_strip",
        "ranking_bar",
        "field",
        "side_nav",
        "breadcrumb",
        "editing",
        "follow",
        "lines",
        "artifact_card",
        "artifact_row",
        "facts",
    ),
    "row_entries",  # in row_tools
}


def test_an_explanation_is_named_and_described_and_nothing_without_a_text() -> None:
    source = '{% explain "goals" label %} {{ why }} {% endexplain %}'
    html = drawn(source, label="About goals", why="They matter.")
    about = 'popovertarget="explanation-goals" aria-label="About goals" aria-describedby="explanation-goals"'
    assert about in html
    assert 'id="explanation-goals" popover>They matter.</span>' in html
    assert drawn(source, label="About goals", why="") == ""


@pytest.mark.django_db
def test_the_page_of_components_shows_each_with_its_source(rf: RequestFactory) -> None:
    request = rf.get("/developers/components/")
    request.user = factories.user()
    answer = component_gallery.components(request)
    assert isinstance(answer, HttpResponse)
    html = unescape(answer.content.decode())
    assert "<code><fieldset" in html
    for component in (ROOT / "templates/components").glob("*.html"):
        name = component.stem
        assert name in NOT_INCLUDED or f"components/{name}.html" in html or f"{{% {name} " in html, name


def test_no_template_needs_a_looser_content_security_policy() -> None:
    templates = {path: path.read_text() for path in sorted((ROOT / "templates").rglob("*.html"))}
    inline = re.compile(
        r"""\sstyle=|\shx-on|\son[a-z]+=["']|<style|javascript:|<script(?![^>]* src=)[^>]*>"""
    )
    inline_parts = {
        str(path.relative_to(ROOT)): [*inline.finditer(source)] for path, source in templates.items()
    }
    assert {path: parts for path, parts in inline_parts.items() if parts} == {}
    assert len(inline_parts) > 500, "the sweep finds the templates"
