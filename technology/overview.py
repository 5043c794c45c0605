"""What the tech stream adds to a discovery: navigation, and how far it is."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import Checkpoint, NavigationItem, Standing, checkpoints, navigation
from products.models import DataProduct, OutputPort, ProductState
from technology.models import Capability, Plane
from technology.selectors.gaps import gap_analysis
from technology.selectors.today import today_of


def register_own() -> None:
    """Register the entry of the navigation and the checkpoints of this app."""
    navigation.register(
        NavigationItem(
            "technology", gettext_lazy("Technology"), "technology:overview", "monitor", 48, "streams"
        )
    )
    for order, (key, label, standing) in enumerate(
        (
            ("capabilities", gettext_lazy("Platform capabilities"), able),
            ("todays_architecture", gettext_lazy("Today's architecture"), surveyed),
            ("platform_gaps", gettext_lazy("Gaps"), analyzed),
            ("logical_architecture", gettext_lazy("Logical architecture"), drawn),
        ),
        start=1,
    ):
        checkpoints.register(Checkpoint(key, label, "discovery", "tech", order * 10, standing))


def able(discovery: Discovery) -> Standing:
    """Complete when each plane has capabilities, and today's maturity of each is said."""
    rows = list(Capability.objects.filter(discovery=discovery).values_list("plane", "today"))
    empty = [plane.label for plane in Plane if plane.value not in {row[0] for row in rows}]
    unsaid = sum(today is None for _plane, today in rows)
    missing = ""
    if not rows:
        missing = _("Nobody has said yet what the platform can do.")
    elif empty:
        missing = _("Nothing is named in the plane: %(planes)s.") % {"planes": ", ".join(map(str, empty))}
    elif unsaid:
        missing = ngettext(
            "Nobody has said how mature %(count)s capability is.",
            "Nobody has said how mature %(count)s capabilities are.",
            unsaid,
        ) % {"count": unsaid}
    summary = ngettext("%(count)s capability", "%(count)s capabilities", len(rows)) % {"count": len(rows)}
    url = reverse("technology:capability_list", args=[discovery.slug])
    return Standing(summary if rows else "", missing, url, _("Look at the capabilities"))


def surveyed(discovery: Discovery) -> Standing:
    """Complete when there is an asset, and each reads something or is read."""
    assets = today_of(discovery).assets
    count, alone = len(assets), sum(line.is_loose for line in assets)
    missing = ""
    if not count:
        missing = _("Nobody has said yet what holds data today.")
    elif alone:
        missing = ngettext(
            "%(count)s data asset reads nothing, and nobody reads it.",
            "%(count)s data assets read nothing, and nobody reads them.",
            alone,
        ) % {"count": alone}
    summary = ngettext("%(count)s data asset", "%(count)s data assets", count) % {"count": count}
    url = reverse("technology:today", args=[discovery.slug])
    return Standing(summary if count else "", missing, url, _("Look at today's architecture"))


def analyzed(discovery: Discovery) -> Standing:
    """Complete when it is said what each product that comes first needs, and how each gap is closed."""
    analysis = gap_analysis(discovery)
    unsaid, unplanned = len(analysis.unsaid), len(analysis.unplanned)
    missing = []
    if not analysis.rows:
        missing.append(_("No data product comes first yet: gaps are what they need."))
    if unsaid:
        missing.append(
            ngettext(
                "Nobody has said what %(count)s data product needs.",
                "Nobody has said what %(count)s data products need.",
                unsaid,
            )
            % {"count": unsaid}
        )
    if unplanned:
        missing.append(
            ngettext(
                "%(count)s gap lacks an effort, somebody who closes it, or a date.",
                "%(count)s gaps lack an effort, somebody who closes them, or a date.",
                unplanned,
            )
            % {"count": unplanned}
        )
    said = len(analysis.rows) - unsaid
    summary = ngettext("%(count)s gap", "%(count)s gaps", len(analysis.lines)) % {
        "count": len(analysis.lines)
    }
    url = reverse("technology:gaps", args=[discovery.slug])
    return Standing(summary if said else "", " ".join(missing), url, _("Look at the gaps"))


def drawn(discovery: Discovery) -> Standing:
    """Complete when there are products to draw, each with an output port, and capabilities under them."""
    ports = OutputPort.objects.filter(product=OuterRef("pk"))
    rows = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
    bare = rows.exclude(Exists(ports)).count()
    count = rows.count()
    missing = ""
    if not count:
        missing = _("Without data products there is nothing to draw.")
    elif bare:
        missing = ngettext(
            "%(count)s data product has no output port.", "%(count)s data products have no output port.", bare
        ) % {"count": bare}
    elif not Capability.objects.filter(discovery=discovery).exists():
        missing = _("The platform is not in it yet.")
    summary = ngettext("%(count)s data product drawn", "%(count)s data products drawn", count) % {
        "count": count
    }
    url = reverse("technology:architecture", args=[discovery.slug])
    return Standing(summary if count else "", missing, url, _("Look at the architecture"))
