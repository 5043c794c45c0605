"""Django's tag `url`, with addresses that are found once for each pattern (core.url_cache)."""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from core.url_cache import reverse

register = template.Library()


class _Url(URLNode):
    def render(self, context: Context) -> str:
        args = [each.resolve(context) for each in self.args]
        kwargs = {name: each.resolve(context) for name, each in self.kwargs.items()}
        try:
            address = reverse(self.view_name.resolve(context), args, kwargs, _app(context))
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


def _app(context: Any) -> str | None:
    """The namespace of the page, as Django's own tag finds it."""
    request = getattr(context, "request", None)
    otherwise = getattr(getattr(request, "resolver_match", None), "namespace", None)
    return getattr(request, "current_app", otherwise)


@register.tag("url")
def _url(parser: Parser, token: Token) -> URLNode:
    node = url(parser, token)
    return _Url(node.view_name, node.args, node.kwargs, node.asvar)
