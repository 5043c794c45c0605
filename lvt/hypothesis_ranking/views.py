"""The hypotheses by their value, beside the ranking of the use cases."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.discoveries.selectors import asks_for
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from lvt.hypothesis_ranking.selectors import heard_by_value, next_of
from lvt.tree.selectors import hypotheses_of
from organizations.web import Request, page


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def hypotheses(request: Request, discovery: Discovery) -> HttpResponse:
    """The value of each hypothesis, by the method, and the hypotheses to begin next."""
    return by_value_page(request, discovery)


def by_value_page(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of the hypotheses by value."""
    results = heard_by_value(discovery)
    context = {
        "discovery": discovery,
        "results": results,
        "next": next_of(results),
        "hypothesis_count": hypotheses_of(discovery).count(),
        "views": views_of(discovery, "lvt:hypotheses"),
    }
    return page(request, "lvt/prioritization/hypotheses.html", context)


def views_of(discovery: Discovery, current: str) -> list[dict[str, object]]:
    """Tabs of things with a priority; none in a discovery that asks for no use cases."""
    if not asks_for(discovery, "use_cases"):
        return []
    tabs = (("lvt:prioritization", _("Use cases")), ("lvt:hypotheses", _("Hypotheses")))
    return [
        {"words": words, "href": reverse(name, args=[discovery.slug]), "current": name == current}
        for name, words in tabs
    ]
