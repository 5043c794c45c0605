"""Agenda points of domain governance: promises, use cases, data products and their owners."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from operating_model.ownership.selectors import ownership_gaps
from operating_model.web.agenda_points import AgendaPoint, AgendaTopic, point_of, promises_point
from products.models import ProductState
from products.selectors.stream_progress import current_products, to_design


def domain_points(discoveries: Sequence[Discovery], today: date) -> Iterable[AgendaPoint | None]:
    """The points of the first discovery: a domain governs only itself."""
    discovery = discoveries[0]
    yield promises_point(discovery)
    yield point_of(
        "use_cases",
        _("Use cases without a data product"),
        _("Which data product comes next?"),
        (
            AgendaTopic(
                use_case.name,
                _("No data product yet."),
                reverse("lvt:use_case", args=[discovery.slug, use_case.uuid]),
                "warn",
            )
            for use_case in to_design(discovery)
        ),
    )
    yield point_of(
        "proposed",
        _("Proposed data products"),
        _("Do we plan them or drop them?"),
        (
            AgendaTopic(
                product.name,
                product.job or _("No job described yet."),
                reverse("products:product", args=[discovery.slug, product.uuid]),
            )
            for product in current_products(discovery).filter(state=ProductState.PROPOSED)
        ),
    )
    yield point_of(
        "ownership",
        _("Ownership gaps"),
        _("Who takes responsibility?"),
        (AgendaTopic(gap.product.name, gap.words, gap.url, "warn") for gap in ownership_gaps(discovery)),
    )
