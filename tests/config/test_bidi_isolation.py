"""What people typed from right to left, within texts of ours."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

SENTENCE = Template(
    "{% load i18n %}{% blocktranslate with who=name|isolated %}Answer from {{ who }}{% endblocktranslate %}"
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana <b>", "Ana &lt;b&gt;"),
        ("לאה <b>", "<bdi>לאה &lt;b&gt;</bdi>"),
        ("Dr. مريم", "<bdi>Dr. مريم</bdi>"),
        (mark_safe("לאה<br>"), "<bdi>לאה<br></bdi>"),
        ("Ana\u200f", "<bdi>Ana\u200f</bdi>"),
        ("\U0001e900", "<bdi>\U0001e900</bdi>"),
        (7, "7"),
        (None, ""),
        ("", ""),
    ],
)
def test_it_is_isolated_only_where_its_direction_differs(name: object, shown: str) -> None:
    assert SENTENCE.render(Context({"name": name})) == f"Answer from {shown}"
    assert Template("{{ name|isolated }}").render(Context({"name": name})) == shown
