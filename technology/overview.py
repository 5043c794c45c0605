"""The tech stream's entries in a discovery's navigation, and its checkpoints."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text, ngettext_lazy
from discovery import registries
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.models import Discovery
from products.models import OutputPort
from products.registries import Blockers, ChangedPart, Lacking, blockers, changed_parts, lacking
from products.selectors import stream_progress
from technology.capabilities.selectors import capabilities_of
from technology.gaps.selectors import blockers_by_product, gap_analysis, gaps_by_product
from technology.models import Capability, DataAsset, Plane, Platform
from technology.selectors.what_if_gaps import changed_gaps
from technology.today.selectors import today_of
from workshops.registries import AgendaGroup, agenda_groups

# The method's terms for these pages, and other words by which people look them up, by their keys.
NAMED = {"supervision": ("Fitness function",)}
WORDS: dict[str, tuple[Text, ...]] = {
    "technology": ("Technology", "Tech stream", gettext_lazy("Platform stream, technology stream")),
    "capabilities": (
        gettext_lazy("Self-service platform"),
        gettext_lazy("Developer experience"),
        gettext_lazy("Maturity"),
    ),
    "gaps": (gettext_lazy("Gap analysis"),),
    "architecture": (gettext_lazy("Polyglot output ports"),),
    "supervision": (gettext_lazy("Fitness functions"),),
}


def register_own() -> None:
    """Register the area and pages of the navigation, and the checkpoints of this app."""
    lacking.register(Lacking("gaps", 10, gaps_by_product))
    blockers.register(Blockers("gaps", 10, blockers_by_product))
    changed_parts.register(ChangedPart("gaps", 10, "technology/gaps/changed.html", changed_gaps))
    agenda_groups.register(AgendaGroup("technology", gettext_lazy("Platform"), 40, "tech"))
    used_by = (Capability, Platform, DataAsset)
    registries.areas.register(
        registries.NavigationArea("platform", gettext_lazy("Platform"), "monitor", 70, filled_by=used_by)
    )
    for order, (key, label, name) in enumerate(
        (
            ("technology", gettext_lazy("Overview"), "overview"),
            ("capabilities", gettext_lazy("Platform capabilities"), "capability_list"),
            ("today", gettext_lazy("Today’s architecture"), "today"),
            ("gaps", gettext_lazy("Gaps"), "gaps"),
            ("architecture", gettext_lazy("Logical architecture"), "architecture"),
            ("supervision", gettext_lazy("Supervision"), "supervision"),
        ),
        start=1,
    ):
        registries.navigation.register(
            registries.NavigationPage(
                key,
                label,
                f"technology:{name}",
                "platform",
                order * 10,
                "capabilities",
                used_by,
                terms=NAMED.get(key, ()),
                words=WORDS.get(key, ()),
                also=("technology:product_needs",) if key == "gaps" else (),
            )
        )
    for order, (key, label, measure) in enumerate(
        (
            ("capabilities", gettext_lazy("Platform capabilities"), capabilities_standing),
            ("todays_architecture", gettext_lazy("Today’s architecture"), todays_architecture_standing),
            ("platform_gaps", gettext_lazy("Gaps"), platform_gaps_standing),
            ("logical_architecture", gettext_lazy("Logical architecture"), logical_architecture_standing),
        ),
        start=1,
    ):
        registries.checkpoints.register(
            registries.Checkpoint(key, label, "discovery", "tech", order * 10, measure)
        )


def capabilities_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when each plane has capabilities, and today's maturity of each is recorded."""
    rows = [(each.plane, each.today) for each in capabilities_of(discovery)]
    empty = [str(plane.label) for plane in Plane if plane.value not in {row[0] for row in rows}]
    missing = ""
    if not rows:
        missing = _("No platform capabilities yet.")
    elif empty:
        missing = _("Planes without capabilities: %(planes)s.") % {"planes": ", ".join(empty)}
    else:
        words = ngettext_lazy(
            "%(count)s capability has no maturity rating.",
            "%(count)s capabilities have no maturity rating.",
            "count",
        )
        missing = with_count(words, sum(today is None for _plane, today in rows))
    return checkpoint_standing(
        discovery,
        "technology:capability_list",
        _("View capabilities"),
        with_count(ngettext_lazy("%(count)s capability", "%(count)s capabilities", "count"), len(rows)),
        missing,
    )


def todays_architecture_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when there is an asset, and each reads something or is read."""
    assets = today_of(discovery).assets
    return checkpoint_standing(
        discovery,
        "technology:today",
        _("View today’s architecture"),
        with_count(ngettext_lazy("%(count)s data asset", "%(count)s data assets", "count"), len(assets)),
        "" if assets else _("No data assets yet."),
        with_count(
            ngettext_lazy(
                "%(count)s data asset isn’t linked to anything.",
                "%(count)s data assets aren’t linked to anything.",
                "count",
            ),
            sum(line.is_loose for line in assets),
        ),
    )


def platform_gaps_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when the needs of each product that comes first are recorded, and a plan for each gap: one
    that closes it in time."""
    analysis = gap_analysis(discovery)
    has_needs = len(analysis.rows) > len(analysis.without_needs) or (
        not analysis.rows and analysis.prioritized.live
    )
    gaps = ngettext_lazy("%(count)s gap", "%(count)s gaps", "count")
    return checkpoint_standing(
        discovery,
        "technology:gaps",
        _("View gaps"),
        gaps % {"count": len(analysis.lines)} if has_needs else "",
        ""
        if analysis.rows or has_needs
        else _("No data products prioritized yet. Gaps come from their needs."),
        with_count(
            ngettext_lazy(
                "%(count)s data product has no needs entered.",
                "%(count)s data products have no needs entered.",
                "count",
            ),
            len(analysis.without_needs),
        ),
        with_count(
            ngettext_lazy(
                "%(count)s gap has no realistic date.", "%(count)s gaps have no realistic date.", "count"
            )
            if all(line.has_plan for line in analysis.unplanned)
            else ngettext_lazy(
                "%(count)s gap lacks an effort, an owner or a realistic date.",
                "%(count)s gaps lack an effort, an owner or a realistic date.",
                "count",
            ),
            len(analysis.unplanned),
        ),
    )


def logical_architecture_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when there are products to draw, each with an output port, and capabilities under them."""
    ports = OutputPort.objects.filter(product=OuterRef("pk"))
    count = stream_progress.count_products(discovery)
    missing = "" if count else _("No data products to draw yet.")
    missing = missing or with_count(
        ngettext_lazy(
            "%(count)s data product has no output port.",
            "%(count)s data products have no output port.",
            "count",
        ),
        stream_progress.current_products(discovery).exclude(Exists(ports)).count() if count else 0,
    )
    if not missing and not capabilities_of(discovery):
        missing = _("The platform isn’t included yet.")
    drawn_products = ngettext_lazy("%(count)s data product drawn", "%(count)s data products drawn", "count")
    return checkpoint_standing(
        discovery,
        "technology:architecture",
        _("View architecture"),
        with_count(drawn_products, count),
        missing,
    )
