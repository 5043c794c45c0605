"""What the product stream adds to a discovery: navigation, and how far it is."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import (
    Checkpoint,
    NavigationItem,
    Standing,
    UseCaseStep,
    checkpoints,
    navigation,
    use_case_steps,
)
from products import interaction_map
from products.models import ProductState
from products.registries import ProductNotices, product_notices
from products.selectors import circles, findings
from products.selectors.checklist import checklists
from products.selectors.circles import circles_of
from products.selectors.coverage import coverage
from products.selectors.ends import consumers_working_on
from products.selectors.landscape import current_graph
from products.selectors.products import products_serving
from products.selectors.same_names import same_names


def register_own() -> None:
    """Register the entries of the navigation and the checkpoints of this app."""
    navigation.register(
        NavigationItem(
            "products", gettext_lazy("Data products"), "products:product_list", "product", 42, "streams"
        )
    )
    navigation.register(
        NavigationItem("landscape", gettext_lazy("Landscape"), "products:landscape", "map", 44, "streams")
    )
    product_notices.register(ProductNotices("circles", 5, circles.notices))
    use_case_steps.register(
        UseCaseStep(
            "product",
            gettext_lazy("Design a data product for it"),
            "product",
            _design_for,
            gettext_lazy("Data products"),
            _products_serving,
        )
    )
    use_case_steps.register(
        UseCaseStep(
            "users",
            gettext_lazy("Say who works on it"),
            "people",
            _users_of,
            gettext_lazy("Users"),
            _users_working_on,
        )
    )
    for order, (key, label, standing) in enumerate(
        (
            ("data_products", gettext_lazy("Data products"), designed),
            ("landscape", gettext_lazy("Landscape"), connected),
            ("promises", gettext_lazy("Promises"), promised),
            ("checklists", gettext_lazy("Checklists"), described),
            ("serving_goals", gettext_lazy("Goals served"), serving),
        ),
        start=1,
    ):
        # What is on the shortlist needs data products, whatever else is open before.
        follows = "shortlist" if key == "data_products" else ""
        checkpoints.register(
            Checkpoint(key, label, "discovery", "product", order * 10, standing, follows=follows)
        )


def designed(discovery: Discovery) -> Standing:
    """Complete when each use case has a product. Those of the shortlist are named first."""
    count = findings.current_products(discovery).count()
    bare = findings.to_design(discovery)
    url = reverse("products:product_list", args=[discovery.slug])
    missing, step = "", _("Open the data products")
    if bare:
        missing = ngettext(
            "No data product serves %(names)s yet.", "No data products serve %(names)s yet.", len(bare)
        ) % {"names": ", ".join(use_case.name for use_case in bare[:3]) + ("…" if len(bare) > 3 else "")}
        url, step = _design_for(discovery.slug, bare[0].uuid), _("Design it")
    elif not count:
        missing, step = _("There is no data product yet."), _("Add a data product")
    return Standing(_counted(count), missing, url, step)


def connected(discovery: Discovery) -> Standing:
    """Complete when every product is fed by something and leads to something, none feeds itself in a circle,
    and no two names look the same."""
    graph = current_graph(discovery)
    own = [node for node in graph.products if node.discovery == discovery.slug]
    sharing = interaction_map.shared(graph)
    shared = sum(node.id in sharing for node in own)
    fed, feeding = {edge.target for edge in graph.edges}, {edge.source for edge in graph.edges}
    loose = sum(node.id not in fed or node.id not in feeding for node in own)
    missing = []
    if not own:
        missing.append(_("Without data products there is nothing to draw."))
    elif loose:
        words = ngettext(
            "%(count)s data product has nothing that feeds it, or nothing that it feeds.",
            "%(count)s data products have nothing that feeds them, or nothing that they feed.",
            loose,
        )
        missing.append(words % {"count": loose})
    missing += [
        _("In a circle: %(names)s feed each other.") % {"names": names}
        for names in circles_of(discovery).names
    ]
    if names := same_names(discovery):
        missing.append(
            _("Several are called %(names)s.") % {"names": ", ".join(f"“{name}”" for name in names)}
        )
    summary = ngettext(
        "%(count)s product is shared by several use cases",
        "%(count)s products are shared by several use cases",
        shared,
    ) % {"count": shared}
    url = reverse("products:landscape", args=[discovery.slug])
    return Standing(summary if shared else "", " ".join(missing), url, _("Look at the landscape"))


def promised(discovery: Discovery) -> Standing:
    """Complete when every product has an objective."""
    count = findings.current_products(discovery).count()
    bare = findings.without_promise(discovery).count()
    missing = ""
    if not count:
        missing = _("Nothing is promised to anybody yet.")
    elif bare:
        missing = ngettext(
            "%(count)s data product promises nothing.", "%(count)s data products promise nothing.", bare
        ) % {"count": bare}
    summary = _("%(done)s of %(count)s with a promise (SLO)") % {"done": count - bare, "count": count}
    url = reverse("products:promises", args=[discovery.slug])
    return Standing(summary if count > bare else "", missing, url, _("Look at the promises"))


def described(discovery: Discovery) -> Standing:
    """Complete when the checklist of every product is."""
    lists = [each for each in checklists(discovery) if each.product.state != ProductState.RETIRED]
    lacking = sum(not each.is_complete for each in lists)
    missing = ""
    if not lists:
        missing = _("No data product is described yet.")
    elif lacking:
        missing = ngettext(
            "The checklist of %(count)s data product has gaps.",
            "The checklists of %(count)s data products have gaps.",
            lacking,
        ) % {"count": lacking}
    summary = _("%(done)s of %(count)s complete") % {"done": len(lists) - lacking, "count": len(lists)}
    url = reverse("products:checklists", args=[discovery.slug])
    return Standing(summary if len(lists) > lacking else "", missing, url, _("Look at the checklists"))


def serving(discovery: Discovery) -> Standing:
    """Complete when every product serves a goal, and every goal is served."""
    covered = coverage(discovery)
    own = [each for each in covered.products if each.is_from_here]
    useless, unserved = len(covered.products_without), len(covered.goals_without)
    missing = []
    if not own:
        missing.append(_("No data product serves a goal yet."))
    if useless:
        missing.append(
            ngettext(
                "%(count)s data product serves no goal.", "%(count)s data products serve no goal.", useless
            )
            % {"count": useless}
        )
    if own and unserved:
        missing.append(
            ngettext(
                "No data product serves %(count)s goal.", "No data product serves %(count)s goals.", unserved
            )
            % {"count": unserved}
        )
    served = len(covered.goals) - unserved
    summary = ngettext("%(count)s goal served", "%(count)s goals served", served) % {"count": served}
    url = reverse("products:value", args=[discovery.slug])
    return Standing(summary if served else "", " ".join(missing), url, _("Look at goals and products"))


def _counted(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)s data product", "%(count)s data products", count) % {"count": count}


def _design_for(slug: str, use_case: UUID) -> str:
    return reverse("products:product_for", args=[slug, use_case])


def _users_of(slug: str, use_case: UUID) -> str:
    return reverse("products:use_case_users", args=[slug, use_case])


def _products_serving(discovery: Discovery, use_case: UUID) -> list[tuple[str, str]]:
    """The products that serve the use case directly."""
    return [
        (product.name, reverse("products:product", args=[discovery.slug, product.uuid]))
        for product in products_serving(discovery, use_case)
    ]


def _users_working_on(discovery: Discovery, use_case: UUID) -> list[tuple[str, str]]:
    """The consumers that work on the use case, each on the page of all."""
    page = reverse("products:consumer_list", args=[discovery.slug])
    return [(consumer.name, page) for consumer in consumers_working_on(discovery, use_case)]
