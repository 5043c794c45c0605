"""Shows a piece of template and its source side by side, so that an example never differs from its code."""

from textwrap import dedent
from typing import cast

from django import template
from django.template.base import NodeList, Parser, Token, TokenType
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

_MARKS = {
    TokenType.TEXT: ("", ""),
    TokenType.VAR: ("{{ ", " }}"),
    TokenType.BLOCK: ("{% ", " %}"),
    TokenType.COMMENT: ("{# ", " #}"),
}


class ExampleNode(template.Node):
    """A titled example: what it looks like, and the source to copy."""

    child_nodelists = ("nodelist",)

    def __init__(self, title: template.base.FilterExpression, source: str, nodelist: NodeList) -> None:
        self.title = title
        self.source = source
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        values = {
            "title": self.title.resolve(context),
            "source": self.source,
            "shown": self.nodelist.render(context),
        }
        return render_to_string("developers/example.html", values)


@register.tag
def example(parser: Parser, token: Token) -> ExampleNode:
    """`{% example "Title" %}…{% endexample %}` renders its content, and prints it as source below."""
    _name, title = token.split_contents()
    parts = []
    # The parser keeps what is still to be read in reverse.
    upcoming = cast("list[Token]", parser.tokens)
    for ahead in reversed(upcoming):
        if ahead.token_type == TokenType.BLOCK and ahead.contents == "endexample":
            break
        before, after = _MARKS[ahead.token_type]
        parts.append(f"{before}{ahead.contents}{after}")
    nodelist = parser.parse(("endexample",))
    parser.delete_first_token()
    return ExampleNode(parser.compile_filter(title), dedent("".join(parts).strip("\n")).strip(), nodelist)
