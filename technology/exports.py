"""Sheets and slides of the tech stream."""

import contextlib
from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import DrawingFailed
from core.kinds import field_names
from discovery import appendix_headlines
from discovery.document_parts import (
    Sheet,
    SlideSet,
    report_sheets,
    report_slides,
)
from discovery.kinds.artifact_content import listed
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from discovery.reports.kind_sheets import kind_sheet
from documents import diagrams
from documents.table_and_slide_parts import Cell, Slide, Table, exact
from technology import exports_fitness
from technology.architecture.drawing import architecture_source
from technology.architecture.selectors import architecture_of
from technology.capabilities.selectors import capabilities_headline, lines_of, needs_of, planes_of
from technology.gaps.selectors import gap_analysis
from technology.platforms.kinds import ABILITY, CAPABILITY, GAP, PLATFORM
from technology.today.kinds import ASSET
from technology.today.selectors import today_of


def capabilities_sheet(discovery: Discovery) -> Table | None:
    """A row for each capability, with how its gap is closed."""
    rows = (
        (line.capability, line.number, line.needed, line.known_gap)
        for plane in planes_of(discovery)
        for line in plane.lines
    )
    return listed(CAPABILITY, rows, _("Number"), _("Highest maturity needed"), _("Gap"))


def needs_sheet(discovery: Discovery) -> Table | None:
    """A row for each capability that a product needs."""
    rows: list[Sequence[Cell]] = [
        (need.product.name, need.capability.name, need.level, need.capability.today, need.reason)
        for need in needs_of(discovery)
    ]
    columns = (_("Data product"), _("Capability"), _("Needed level"), _("Maturity today"), _("Reason"))
    return Table(columns, rows) if rows else None


def gaps_sheet(discovery: Discovery) -> Table | None:
    """The gaps in the order of closing them."""
    analysis = gap_analysis(discovery)
    return Table.of(
        (
            (_("Place"), each.place),
            (_("Gap"), each.line.capability.name),
            (_("Maturity today"), each.gap.today),
            (_("Maturity needed"), each.gap.needed),
            (_("Blocks"), "\n".join(product.product.name for product in each.blocks)),
            (_("Data products blocked"), len(each.blocks)),
            (_("Goals blocked"), len(each.goals)),
            (_("Unlocks"), "\n".join(product.product.name for product in each.unlocks)),
            (_("Person-weeks"), exact(each.gap.effort)),
            (_("Remark"), _("assumed") if each.gap.is_assumed else ""),
            (_("Done after"), exact(each.done_after)),
            (_("Gap owner"), str(each.line.capability.gap_closer or "")),
            (_("Until"), each.line.capability.gap_until),
            (_("Order proven"), analysis.is_proven),
            (_("Maximum possible improvement"), exact(analysis.cost.slack, is_share=True)),
        )
        for each in analysis.lines
    )


def assets_sheet(discovery: Discovery) -> Table | None:
    """The sheet of today's data assets, with the reads between them; None without any."""
    rows = (
        (line.asset, "\n".join(line.reads), "\n".join(line.read_by)) for line in today_of(discovery).assets
    )
    return listed(ASSET, rows, _("Reads"), _("Read by"))


def reads_sheet(discovery: Discovery) -> Table | None:
    """The sheet of today's reads, each with its reader and its origin; None without any."""
    lines = today_of(discovery)
    rows: list[Sequence[Cell]] = [(line.reader, line.origin, line.how) for line in lines.reads]
    columns = (_("Reader"), _("Reads from"), _("Method"))
    return Table(columns, rows) if rows and not lines.is_empty else None


def gaps_slides(discovery: Discovery) -> Sequence[Slide]:
    """The gaps in the order in which to close them."""
    analysis = gap_analysis(discovery)
    if not analysis.lines:
        return ()
    rows = [
        (
            each.line.capability,
            each.place,
            each.line.capability.name,
            f"{each.gap.today} → {each.gap.needed}",
            ", ".join(product.product.name for product in each.unlocks) or "–",
            each.weeks,
        )
        for each in analysis.lines
    ]
    columns = (_("Place"), _("Gap"), _("Maturity"), _("Unlocks"), _("Person-weeks"))
    table = brief_table(CAPABILITY, columns, rows, (*field_names(ABILITY), "gap_effort"))
    return (Slide(analysis.headline, (analysis.certainty,), table=table),)


def capabilities_slides(discovery: Discovery) -> Sequence[Slide]:
    """Slides of the platform's maturity today, and of the maturity that it needs."""
    lines = lines_of(discovery)
    if not lines:
        return ()
    title = capabilities_headline(lines)
    rows = [
        (
            line.capability,
            line.capability.name,
            line.capability.get_plane_display(),
            line.today,
            line.needed,
            line.known_gap,
        )
        for line in lines
    ]
    columns = (_("Capability"), _("Plane"), _("Today"), _("Needed"), _("Gap"))
    exclude = ("name", "plane", "today", "needed", *field_names(GAP))
    return (Slide(title, table=brief_table(CAPABILITY, columns, rows, exclude)),)


def architecture_slides(discovery: Discovery) -> Sequence[Slide]:
    """The logical architecture as a picture."""
    architecture, rows = architecture_of(discovery)
    if not rows:
        return ()
    title = appendix_headlines.architecture(len(rows))
    described = "; ".join(
        f"{row.product.name}: {', '.join(row.ports) or '–'} → {', '.join(row.users) or '–'}" for row in rows
    )
    # If it can't be drawn, the other slides are made all the same.
    with contextlib.suppress(DrawingFailed):
        picture = diagrams.draw_png(architecture_source(architecture), timeout=60)
        return (Slide(title, picture=picture, described=described),)
    return ()


def register_own() -> None:
    """Register the sheets and slides of the tech stream."""
    report_sheets.register(
        kind_sheet(PLATFORM, gettext_lazy("Platforms"), 140),
        Sheet(
            "technology.capabilities",
            gettext_lazy("Capabilities"),
            141,
            capabilities_sheet,
            (CAPABILITY.key,),
        ),
        Sheet("technology.needs", gettext_lazy("Needs of products"), 142, needs_sheet),
        Sheet("technology.gaps", gettext_lazy("Platform gaps"), 143, gaps_sheet),
        Sheet("technology.data_assets", gettext_lazy("Data assets"), 144, assets_sheet, (ASSET.key,)),
        Sheet("technology.reads", gettext_lazy("Data flows"), 145, reads_sheet),
    )
    for order, (key, title, slides) in enumerate(
        (
            ("gaps", gettext_lazy("Platform gaps"), gaps_slides),
            ("capabilities", gettext_lazy("Capabilities"), capabilities_slides),
            ("architecture", gettext_lazy("Logical architecture"), architecture_slides),
        )
    ):
        report_slides.register(SlideSet(f"technology.{key}", title, 140 + order, slides, stream="tech"))
    exports_fitness.register_own()
