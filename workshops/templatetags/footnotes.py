"""Footnotes of a page: what the words of the discovery mean that stand on it."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from discovery.models import Discovery
from discovery.reports.glossary import own_terms, standing_in

register = template.Library()


class FootnotesNode(template.Node):
    """What is inside, and below it the words of the discovery that stand there."""

    def __init__(self, discovery: str, nodelist: NodeList) -> None:
        self.discovery = template.Variable(discovery)
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        discovery: Discovery = self.discovery.resolve(context)
        if not getattr(discovery, "has_words", False):
            return html
        terms = standing_in(html, own_terms(discovery))
        return html + render_to_string("workshops/parts/footnotes.html", {"terms": terms})


@register.tag
def footnotes(parser: Parser, token: Token) -> FootnotesNode:
    """`{% footnotes discovery %}…{% endfootnotes %}`. A discovery that was not read with words of its own is
    asked nothing."""
    _name, discovery = token.split_contents()
    inside = parser.parse(("endfootnotes",))
    parser.delete_first_token()
    return FootnotesNode(discovery, inside)
