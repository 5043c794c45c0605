"""Slides of what is built first, and what comes when."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.document_parts import Slide, SlideSet, Table, report_slides
from discovery.models import Discovery
from products import report_value
from products.selectors.roadmap import roadmap_of


def cut_line_slides(discovery: Discovery) -> list[Slide]:
    """Which use cases can be served with how many new products."""
    found = report_value.cut_line_section(discovery)
    steps = [step for step in found["line"].steps if step.added or step.dropped] if found else []
    if not steps:
        return []
    table = Table(
        (_("New products"), _("Total score"), _("Comes in"), _("Falls out")),
        [
            (step.limit, step.total, ", ".join(map(str, step.added)), ", ".join(map(str, step.dropped)))
            for step in steps
        ],
    )
    return [Slide(_("What new data products make possible"), table=table)]


def roadmap_slides(discovery: Discovery) -> list[Slide]:
    """What comes when."""
    roadmap = roadmap_of(discovery)
    rows = [
        (row.product.name, step.iteration.name, step.iteration.starts_on, step.iteration.ends_on)
        for row in (*roadmap.rows, *roadmap.undated)
        for step in row.steps
    ]
    if not rows:
        return []
    columns = (_("Data product"), _("Iteration"), _("From"), _("Until"))
    return [Slide(_("What comes when"), table=Table(columns, rows))]


def register_own() -> None:
    """Register the slides of this module."""
    for slides in (
        SlideSet(
            "products.cut_line",
            gettext_lazy("The cut line"),
            87,
            cut_line_slides,
            "product",
            is_executive=True,
        ),
        SlideSet(
            "products.roadmap",
            gettext_lazy("Roadmap"),
            125,
            roadmap_slides,
            "product",
            is_executive=True,
        ),
    ):
        report_slides.register(slides)
