"""Checkpoints of fitness, data sharing and access, and the page of supervision."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import ngettext_lazy
from discovery import product_headlines
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.models import Discovery
from discovery.registries import Checkpoint, CheckpointStanding, checkpoints
from organizations.registries import AddedPage, organization_pages
from products.models import DataProduct
from technology.port_sharing_pattern.selectors import sharing_in
from technology.selectors.fitness import fitness_of


def register_own() -> None:
    """Register supervision in the navigation and the checkpoints of fitness."""
    organization_pages.register(
        AddedPage(
            "supervision",
            gettext_lazy("Supervision"),
            "technology:organization_supervision",
            25,
            about=gettext_lazy("The checks of all data products"),
            rows=lambda organization: DataProduct.objects.filter(
                discovery__domain__organization=organization
            ),
        )
    )
    checkpoints.register(
        Checkpoint(
            "data_sharing", gettext_lazy("Data sharing"), "discovery", "tech", 70, data_sharing_standing
        )
    )
    checkpoints.register(
        Checkpoint("fitness", gettext_lazy("Supervision"), "discovery", "tech", 80, fitness_standing)
    )


def data_sharing_standing(discovery: Discovery) -> CheckpointStanding:
    """Complete when each output port has a sharing method."""
    ports = sharing_in(discovery)
    open_ones = [each for each in ports if each.choice is None]
    url = reverse("products:product_list", args=[discovery.slug])
    if open_ones:
        url = reverse("technology:product_sharing", args=[discovery.slug, open_ones[0].port.product.uuid])
        url += "#part-sharing"
    missing = "" if ports else _("No output ports to share yet.")
    words = ngettext_lazy(
        "%(count)s output port has no sharing method.",
        "%(count)s output ports have no sharing method.",
        "count",
    )
    ready = len(ports) - len(open_ones)
    summary = product_headlines.sharing(with_method=ready, ports=len(ports)) if ready else ""
    return CheckpointStanding(
        summary, missing or with_count(words, len(open_ones)), url, _("Choose a sharing method")
    )


def fitness_standing(discovery: Discovery) -> CheckpointStanding:
    """Complete when all products pass all checks."""
    fitness = fitness_of(discovery)
    green = sum(each.is_green for each in fitness)
    numbers = {"done": green, "count": len(fitness)}
    return checkpoint_standing(
        discovery,
        "technology:supervision",
        _("Open the supervision dashboard"),
        _("%(done)s of %(count)s pass all checks") % numbers if green else "",
        "" if fitness else _("No data products to check yet."),
        with_count(
            ngettext_lazy(
                "%(count)s data product does not pass all checks.",
                "%(count)s data products do not pass all checks.",
                "count",
            ),
            len(fitness) - green,
        ),
    )
