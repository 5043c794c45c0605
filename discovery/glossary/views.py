"""Glossaries: the words of the method, for everyone who meets one, and those of a discovery."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.glossary.kinds import GLOSSARY_TERM
from discovery.glossary.reports import TERMS, in_order
from discovery.models import Discovery, DiscoveryRole, GlossaryTerm
from discovery.web import access
from discovery.web.single_part_pages import OnPartPage, PartPage
from organizations.web import Request, page
from organizations.web.access import public
from organizations.web.languages import for_guests


@for_guests
@public
@require_safe
def glossary(request: Request) -> HttpResponse:
    """All terms that reports explain, by the alphabet."""
    return page(request, "discovery/glossary.html", {"terms": in_order(TERMS)})


def _words(_request: Request, discovery: Discovery) -> dict[str, Any]:
    return {"words": GlossaryTerm.objects.filter(discovery=discovery)}


WORDS = PartPage("words", "discovery:discovery_glossary", "discovery/words.html", _words)
discovery_glossary = access.discovery(DiscoveryRole.VIEWER)(require_safe(WORDS.show))


class GlossaryTermPages(OnPartPage[GlossaryTerm]):
    """Forms of a word, in its place in the glossary."""

    kind = GLOSSARY_TERM
    on = WORDS
    add_title = gettext_lazy("Add a term")
    words = ("add word", "define", "definition")


GLOSSARY_TERM_PAGES = GlossaryTermPages()
