"""The product stream in a discovery: navigation and checkpoints."""

from dataclasses import replace
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.labels import ngettext_lazy, quoted
from core.models import Artifact
from discovery import registries
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis
from lvt.registries import (
    BuildItem,
    LineCosts,
    TreeTier,
    line_costs,
    portfolio_pages,
    tree_tiers,
    weights_pages,
)
from organizations.actors import Actor
from organizations.registries import Action, AddedPage
from products.design.checklist.selectors import checklists
from products.design.product.selectors import products_serving
from products.design.sources_and_consumers.selectors import consumers_working_on
from products.landscape import rules as interaction_map
from products.landscape.selectors import current_graph
from products.models import (
    Consumer,
    ConsumerUseCase,
    DataProduct,
    InputPort,
    ProductUseCase,
    Slo,
    Source,
)
from products.promises.access_requests import selectors as access_requests
from products.registries import ProductNotices, product_notices
from products.selectors import product_cycles, stream_progress
from products.selectors.asked_rows import effort_for
from products.selectors.goal_coverage import coverage_of
from products.selectors.product_cycles import circles_of
from products.selectors.same_names import same_names
from products.selectors.value_tree_products import names_of, needed_products, serving_no_goal
from workshops.registries import AgendaGroup, agenda_groups

# What the method calls what these pages show, by their keys.
NAMED = {
    "value_sheet": ("LVT extension",),
    "promises": ("Error budget",),
    "products": ("Architectural quantum",),
    "checklists": ("MVP checklist",),
}
# Other words by which they are looked up, by their keys: those of the method, and those that we used before,
# as they were.
WORDS = {
    "value_sheet": ("LVT extension", "Goals and data products"),
    "sources": ("Producers",),
    "products": (
        "Product stream",
        gettext_lazy("Six questions"),
        gettext_lazy("Why it exists"),
        "Red thread",
        gettext_lazy("Impact if a data product fails"),
        gettext_lazy("Data sharing workflow: requests for access"),
        gettext_lazy("Repository and policy as code"),
        gettext_lazy("Data contracts"),
        gettext_lazy("Product thinking"),
    ),
    "landscape": (
        gettext_lazy("Interaction map"),
        gettext_lazy("Integrated landscape"),
        gettext_lazy("Source-aligned and consumer-aligned data products"),
        "Map of the data products",
    ),
    "promises": (gettext_lazy("Error budgets, SLOs and SLIs"),),
    "checklists": (gettext_lazy("Metamodel of data products"), gettext_lazy("Data sharing agreement")),
}


# From what follows which data products a use case needs (selectors.coverage).
_NEEDS: frozenset[type[Artifact]] = frozenset(
    {Goal, Hypothesis, DataProduct, ProductUseCase, InputPort, Consumer, ConsumerUseCase}
)
ALSO = {"cut_line": ("products:what_if",), "promises": ("products:slo_add",)}
"""Views elsewhere that belong to a page of the navigation, by the key of the page."""


def register_own() -> None:
    """Register the areas and pages of the navigation, and the checkpoints of this app."""
    reuse = AddedPage("reuse", gettext_lazy("Reuse"), "products:portfolio_reuse", 20)
    portfolio_pages.register(reuse)
    network = (gettext_lazy("Network effect"), gettext_lazy("Shared across domains"))
    alike = (gettext_lazy("Nearly the same"),)
    registries.found_pages.register(
        registries.FoundPage(reuse.key, reuse.label, reuse.url_name, words=network, of_organization=True),
        registries.FoundPage("what_if", gettext_lazy("What if?"), "products:what_if", "priorities"),
        registries.FoundPage("scenarios", gettext_lazy("Scenarios"), "products:scenarios", "priorities"),
        registries.FoundPage(
            "overlaps", gettext_lazy("Overlaps"), "products:landscape_overlaps", "products", alike
        ),
    )
    weights_pages.register(
        AddedPage("scenario", gettext_lazy("Save as a scenario"), "products:scenario_add", 10)
    )
    agenda_groups.register(AgendaGroup("products", gettext_lazy("Data products"), 20, "product"))
    used_by = (DataProduct, Source, Consumer)
    registries.areas.register(
        registries.NavigationArea("products", gettext_lazy("Products"), "product", 50, filled_by=used_by)
    )
    for key, label, name, area, order in (
        ("value_sheet", gettext_lazy("Value sheet"), "value", "value", 30),
        ("cut_line", gettext_lazy("The cut line"), "cut_line", "priorities", 40),
        ("products", gettext_lazy("Data products"), "product_list", "products", 10),
        ("landscape", gettext_lazy("Landscape"), "landscape", "products", 20),
        ("roadmap", gettext_lazy("Roadmap"), "roadmap", "products", 30),
        ("promises", gettext_lazy("Promises"), "promises", "products", 40),
        ("sources", gettext_lazy("Sources"), "source_list", "products", 50),
        ("consumers", gettext_lazy("Consumers"), "consumer_list", "products", 60),
        ("checklists", gettext_lazy("Checklists"), "checklists", "products", 70),
    ):
        registries.navigation.register(
            registries.NavigationPage(
                key,
                label,
                f"products:{name}",
                area,
                order,
                "data_products",
                used_by,
                terms=NAMED.get(key, ()),
                words=WORDS.get(key, ()),
                also=ALSO.get(key, ()),
            )
        )
    registries.added_parts.register(
        registries.AddedPart("map", 20, "products/overview.html", _map, page="first")
    )
    tree_tiers.register(
        TreeTier(
            "products",
            10,
            gettext_lazy("Data products"),
            "products/value/_tier.html",
            needed_products,
            serving_no_goal,
            names_of,
        )
    )
    line_costs.register(LineCosts("products", 10, _NEEDS, _products_to_build, _without_effort))
    registries.findables.register(
        registries.Findable(Slo, "sentence", _promises, _promise_url, attrgetter("product"))
    )
    registries.actions.register(
        Action("product", gettext_lazy("Add a data product"), "products:product_add", icon="plus"),
        Action(
            "what_if",
            gettext_lazy("Try a what-if"),
            "products:what_if",
            ("simulate", "experiment", "change an assumption"),
            icon="bulb",
        ),
        Action(
            "measurement_key",
            gettext_lazy("Create a key for measurements"),
            "products:measurement_key_add",
            ("key", "measurement", "monitoring", "send measurements", "telemetry"),
            icon="lock",
        ),
    )
    product_notices.register(
        ProductNotices("circles", 5, product_cycles.notices),
        ProductNotices("requests", 20, access_requests.notices),
    )
    registries.use_case_steps.register(
        registries.UseCaseStep(
            "product",
            gettext_lazy("Design a data product"),
            "product",
            _design_for,
            gettext_lazy("Data products"),
            _products_serving,
        )
    )
    registries.use_case_steps.register(
        registries.UseCaseStep(
            "users",
            gettext_lazy("Assign people"),
            "people",
            _users_of,
            gettext_lazy("Users"),
            _users_working_on,
        )
    )
    for order, (key, label, standing_of) in enumerate(
        (
            ("data_products", gettext_lazy("Data products"), data_products_standing),
            ("landscape", gettext_lazy("Landscape"), landscape_standing),
            ("promises", gettext_lazy("Promises"), promises_standing),
            ("checklists", gettext_lazy("Checklists"), checklists_standing),
            ("serving_goals", gettext_lazy("Goals served"), serving_goals_standing),
        ),
        start=1,
    ):
        # What is on the shortlist needs data products, whatever else is open before.
        follows = "shortlist" if key == "data_products" else ""
        registries.checkpoints.register(
            registries.Checkpoint(
                key, label, "discovery", "product", order * 10, standing_of, follows=follows
            )
        )


def _map(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    count = stream_progress.count_products(discovery)
    return {"count": count} if count else None


def _promises(discovery: Discovery) -> QuerySet[Slo]:
    return Slo.objects.filter(product__discovery=discovery, product__deleted_at=None).select_related(
        "product"
    )


def _promise_url(discovery: Discovery, slo: Slo) -> str:
    return reverse("products:slo", args=[discovery.slug, slo.uuid])


def data_products_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when each use case has a product. While those of the shortlist wait for theirs, only they are
    named."""
    count = stream_progress.count_products(discovery)
    shortlisted, others = stream_progress.unserved(discovery)
    bare = shortlisted or others
    missing, step = "", _("Open the data products")
    if bare:
        missing = ngettext(
            "No data product serves %(names)s yet.", "No data products serve %(names)s yet.", len(bare)
        ) % {"names": ", ".join(use_case.name for use_case in bare[:3]) + ("…" if len(bare) > 3 else "")}
    elif not count:
        missing, step = _("No data products yet."), _("Add a data product")
    products = ngettext_lazy("%(count)s data product", "%(count)s data products", "count")
    result = checkpoint_standing(
        discovery, "products:product_list", step, with_count(products, count), missing
    )
    if not bare:
        return result
    url = _design_for(discovery.slug, bare[0].uuid)
    return replace(result, url=url, step=_("Design it"), is_due=bool(shortlisted))


def landscape_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every product is fed by something and leads to something, none feeds itself in a circle,
    and no two names look the same."""
    graph = current_graph(discovery)
    own = [node for node in graph.products if node.discovery == discovery.slug]
    sharing = interaction_map.shared(graph)
    fed, feeding = {edge.target for edge in graph.edges}, {edge.source for edge in graph.edges}
    same = ", ".join(quoted(name) for name in same_names(discovery))
    shared = ngettext_lazy(
        "%(count)s product is shared by several use cases",
        "%(count)s products are shared by several use cases",
        "count",
    )
    loose = ngettext_lazy(
        "%(count)s data product has no input or feeds nothing.",
        "%(count)s data products have no input or feed nothing.",
        "count",
    )
    return checkpoint_standing(
        discovery,
        "products:landscape",
        _("View the landscape"),
        with_count(shared, sum(node.id in sharing for node in own)),
        "" if own else _("No data products to draw yet."),
        with_count(loose, sum(node.id not in fed or node.id not in feeding for node in own)),
        *(
            _("%(names)s feed each other in a circle.") % {"names": names}
            for names in circles_of(discovery).names
        ),
        _("Names used more than once: %(names)s.") % {"names": same} if same else "",
    )


def promises_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every product has an objective."""
    count = stream_progress.count_products(discovery)
    bare = stream_progress.without_promise(discovery).count()
    summary = _("%(done)s of %(count)s with a promise (SLO)") % {"done": count - bare, "count": count}
    promising_nothing = ngettext_lazy(
        "%(count)s data product has no promise.", "%(count)s data products have no promise.", "count"
    )
    return checkpoint_standing(
        discovery,
        "products:promises",
        _("View the promises"),
        summary if count > bare else "",
        "" if count else _("No promises yet."),
        with_count(promising_nothing, bare),
    )


def checklists_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when the checklist of every product is."""
    lists = checklists(discovery)
    lacking = sum(not each.is_complete for each in lists)
    summary = _("%(done)s of %(count)s complete") % {"done": len(lists) - lacking, "count": len(lists)}
    with_gaps = ngettext_lazy(
        "%(count)s data product has gaps in its checklist.",
        "%(count)s data products have gaps in their checklists.",
        "count",
    )
    return checkpoint_standing(
        discovery,
        "products:checklists",
        _("View the checklists"),
        summary if len(lists) > lacking else "",
        "" if lists else _("No data products described yet."),
        with_count(with_gaps, lacking),
    )


def serving_goals_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when every product serves a goal, and every goal is served."""
    coverage = coverage_of(discovery)
    is_here = any(each.is_from_here for each in coverage.products)
    unserved = len(coverage.goals_without)
    goals = ngettext_lazy("%(count)s goal served", "%(count)s goals served", "count")
    useless = ngettext_lazy(
        "%(count)s data product serves no goal.", "%(count)s data products serve no goal.", "count"
    )
    without = ngettext_lazy(
        "%(count)s goal has no data product.", "%(count)s goals have no data product.", "count"
    )
    return checkpoint_standing(
        discovery,
        "products:value",
        _("View the value sheet"),
        with_count(goals, len(coverage.goals) - unserved),
        "" if is_here else _("No data product serves a goal yet."),
        with_count(useless, len(coverage.products_without)),
        with_count(without, unserved if is_here else 0),
    )


def _products_to_build(discovery: Discovery) -> dict[UUID, list[BuildItem]]:
    """The data products that each use case needs and that are not live, as the cut line counts them."""
    return {
        each.use_case.uuid: [
            BuildItem(product.key, product.product.effort) for product in each.products if not product.is_live
        ]
        for each in coverage_of(discovery).pursued
    }


def _without_effort(discovery: Discovery) -> set[UUID]:
    """The use cases without a data product, or with one to build that isn't estimated."""
    return {
        each.use_case.uuid
        for each in coverage_of(discovery).pursued
        if not each.products or effort_for([each]).unknown
    }


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
