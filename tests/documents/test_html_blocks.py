"""HTML of ours as plain blocks, and as Markdown."""

from __future__ import annotations

import pytest

from documents import markdown_writer
from documents.blocks_from_html import Heading, ListItem, Paragraph, TableRows, blocks_of, lines_of

BARS = """<p>Where do <b>we</b> stand?</p>
<ol class="bars">
  <li><span>Far</span> <span><b>5</b> · 40%</span><svg aria-hidden="true"><text>5</text></svg></li>
  <li><div><p>Group</p><ul><li>one</li><li hidden>two</li></ul></div><span>3 dots</span></li>
</ol>"""


def test_a_list_has_its_items_on_one_line_and_lists_within_below() -> None:
    assert blocks_of(BARS) == [
        Paragraph("Where do we stand?"),
        ListItem("Far 5 · 40%"),
        ListItem("Group · 3 dots"),
        ListItem("one", 1),
    ]


def test_a_drawing_is_its_description_and_what_only_a_screen_has_is_left_out() -> None:
    body = """<form><button>Go</button></form>
    <svg role="img" aria-label="3 people gave 4"><text>3</text></svg>
    <script>1</script><!-- no --><p aria-hidden="true">no</p><svg><title>A curve</title></svg>"""
    assert blocks_of(body) == [Paragraph("3 people gave 4 A curve")]
    assert blocks_of("") == []


def test_what_only_looks_keep_apart_is_apart() -> None:
    assert blocks_of("<ul><li><span>1.</span><b>Fresh</b></li></ul>") == [ListItem("1. Fresh")]
    assert blocks_of('<p><span class="label">Dissent</span> None</p>') == [Paragraph("Dissent: None")]


def test_tables_and_terms_keep_their_heads() -> None:
    body = """<h3>Risks</h3><table><thead><tr><th>Name</th><th>Score</th></tr></thead>
    <tbody><tr><th>Late<br>data</th><td><p>7</p><p>of 9</p></td></tr><tr><td></td></tr></tbody></table>
    <dl><div><dt>People</dt><dd>8</dd></div></dl>"""
    assert blocks_of(body) == [
        Heading("Risks", 3),
        TableRows(("Name", "Score"), (("Late data", "7 of 9"),)),
        ListItem("People: 8"),
    ]
    assert lines_of(body) == ["Risks", "Late data · 7 of 9", "People: 8"]


def test_markdown_has_headings_lists_and_tables_apart() -> None:
    table = "<table><thead><tr><th>Name</th><th>Score</th></tr></thead><tr><td>A</td></tr></table>"
    blocks = blocks_of(f"{BARS}<h2>Totals</h2>{table}")
    assert markdown_writer.document(markdown_writer.of_blocks(blocks, level=3)) == (
        "Where do we stand?\n"
        "\n"
        "- Far 5 · 40%\n"
        "- Group · 3 dots\n"
        "  - one\n"
        "\n"
        "### Totals\n"
        "\n"
        "| Name | Score |\n"
        "| --- | --- |\n"
        "| A |  |\n"
    )
    assert markdown_writer.document([]) == ""


def test_headings_follow_each_other_without_a_gap() -> None:
    blocks = blocks_of("<h3>Round</h3><h6>Open</h6><h3>Round</h3>")
    assert markdown_writer.of_blocks(blocks, level=3) == ["### Round", "#### Open", "### Round"]
    assert markdown_writer.of_blocks(blocks, level=6) == ["###### Round", "###### Open", "###### Round"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("# not a title", r"\# not a title"),
        ("- not an item", r"\- not an item"),
        ("12. not the twelfth", r"12\. not the twelfth"),
        ("v1.2 is out", "v1.2 is out"),
        ("a|b", r"a\|b"),
        (
            "*so* [it](https://example.org) <b>_is_</b>",
            r"\*so\* \[it\](https://example.org) \<b\>\_is\_\</b\>",
        ),
        ("two\nlines", "two lines"),
    ],
)
def test_what_people_typed_means_nothing_in_markdown(typed: str, written: str) -> None:
    assert markdown_writer.escaped(typed) == written
