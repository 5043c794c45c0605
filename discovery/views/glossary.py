"""What words mean: those of the method, for everybody who meets one, and those of a discovery."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery import permissions
from discovery.kinds.glossary import GLOSSARY_TERM
from discovery.models import Discovery, GlossaryTerm
from discovery.models.discovery import DiscoveryRole
from discovery.reports.glossary import TERMS, in_order
from discovery.selectors.operations import pulse_of
from discovery.web import access
from organizations.web.access import public
from organizations.web.in_place import PagePart
from organizations.web.kind_pages import InPlace
from organizations.web.pages import page
from organizations.web.requests import Request


@public
@require_safe
def glossary(request: Request) -> HttpResponse:
    """All terms that reports explain, by the alphabet."""
    return page(request, "discovery/glossary.html", {"terms": in_order(TERMS)})


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def discovery_glossary(request: Request, discovery: Discovery) -> HttpResponse:
    """The words of the discovery."""
    return _page(request, discovery)


def _page(request: Request, discovery: Discovery) -> HttpResponse:
    context = {
        "discovery": discovery,
        "pulse": pulse_of(discovery),
        "words": GlossaryTerm.objects.filter(discovery=discovery),
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "discovery/words.html", context, part="words")


class GlossaryTermPages(InPlace[GlossaryTerm]):
    """Forms of a word, where it stands in the glossary."""

    kind = GLOSSARY_TERM
    add_title = gettext_lazy("Explain a word")
    edit_title = gettext_lazy("Change the word")
    added = gettext_lazy("Word added")
    deleted = gettext_lazy("Word deleted")

    def part(self, request: Request, discovery: Discovery, artifact: GlossaryTerm) -> PagePart:
        address = reverse("discovery:discovery_glossary", args=[discovery.slug])
        return PagePart("words", address, lambda: _page(request, discovery))


GLOSSARY_TERM_PAGES = GlossaryTermPages()
