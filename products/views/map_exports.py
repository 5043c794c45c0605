"""Maps to take along, in every format of products.landscape.files."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from discovery.discoveries.selectors import seen_by
from discovery.models import Discovery
from documents.concurrency_limit import made_once, takes_turn
from organizations.web import AccountRequest
from products.landscape.files import FORMATS, MapFile, map_title
from products.landscape.map_filters import narrowed
from products.landscape.rules import Graph, services_of
from products.landscape.selectors import graph_of
from products.landscape.views import MapFilters
from products.selectors.landscape_file import with_footnotes
from products.selectors.map_focus_choices import focuses
from products.views.common import viewer

# `?of=organization` is the landscape across domains.
ORGANIZATION = "organization"


@viewer
@require_safe
@takes_turn
def landscape_export(request: AccountRequest, discovery: Discovery, format: str) -> HttpResponse:
    """The landscape, or what the query of its page narrows it down to, as a file."""
    filters = MapFilters.of(request)
    is_organization = request.GET.get("of") == ORGANIZATION
    place = discovery.domain.organization if is_organization else discovery
    everything = _organization(request, discovery) if is_organization else graph_of(discovery)
    choices = focuses(discovery, everything)
    focus = next((each for each in choices if each.key == filters.focus), None)
    middle = focus.middle if focus else frozenset({filters.focus} - {""})
    whole, part = narrowed(everything, middle=middle, state=filters.state, domain=filters.domain)
    export = FORMATS[format]
    file = MapFile(
        graph=part,
        services=services_of(whole),
        title=focus.title if focus else map_title(str(place)),
        place=str(place),
        by_domain=is_organization,
    )
    if not is_organization:
        file = with_footnotes(file, discovery)
    key = f"{get_language()}\0{format}\0{file!r}"
    content = made_once(request.account.pk, key, lambda: export.make(file))
    name = f"{place.slug}-map-{slugify(focus.name)}" if focus else f"{place.slug}-landscape"
    return HttpResponse(
        content,
        content_type=export.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name[:120]}.{export.suffix}"'},
    )


def _organization(request: AccountRequest, discovery: Discovery) -> Graph:
    organization = discovery.domain.organization
    visible = seen_by(request.account, organization)
    return graph_of(organization, among=visible)
