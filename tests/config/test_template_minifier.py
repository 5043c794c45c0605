"""Templates are sent without their indentation, but where blanks count (config.template_minifier)."""

from __future__ import annotations

import pytest
from django.template.loader import get_template, render_to_string

from config.template_minifier import tight


def test_indentation_goes_and_lines_stay() -> None:
    assert tight("<ul>\n    <li>\n\t\tOne  two\n  </li>\n</ul>") == "<ul>\n<li>\nOne  two\n</li>\n</ul>"


@pytest.mark.parametrize(
    "source",
    [
        "<pre>\n  kept</pre>",
        '<textarea name="a">\n  kept</textarea>',
        "{% verbatim %}\n  kept{% endverbatim %}",
        "{% blocktranslate with a=b %}\n  kept{% endblocktranslate %}",
    ],
)
def test_where_blanks_count_they_stay(source: str) -> None:
    assert tight(source) == source


def test_a_trimmed_text_is_the_same_text() -> None:
    source = "{% blocktranslate trimmed with a=b %}\n  One\n  two{% endblocktranslate %}"
    assert tight(source) == "{% blocktranslate trimmed with a=b %}\nOne\ntwo{% endblocktranslate %}"


def test_pages_and_their_partials_come_this_way() -> None:
    page = render_to_string("components/empty.html", {"title": "Nothing", "body": "Yet"})
    assert "\n " not in page
    assert get_template("lvt/prioritization/parts/shortlist.html#list")
