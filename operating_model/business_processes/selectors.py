"""Business processes, and the ownership of data products that follows from the decisions in them."""

from collections import defaultdict
from dataclasses import dataclass

from core.models import if_there
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.models import Goal
from operating_model.models import BusinessProcess, ProcessProduct
from organizations.models import Person
from products.models import DataProduct
from products.selectors.stream_progress import current_products


@dataclass(frozen=True, slots=True)
class ProcessProductLine:
    """A product with data of a process. `is_with_decider` is True if its owner takes the decisions there;
    None while one of both is missing."""

    product: DataProduct
    owner: Person | None
    is_with_decider: bool | None


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A process with its goal and its decider, None without one or when they were deleted."""

    process: BusinessProcess
    goal: Goal | None
    decider: Person | None
    products: tuple[ProcessProductLine, ...]


@cached_per_request
def processes_of(discovery: Discovery) -> tuple[ProcessLine, ...]:
    """The processes of the discovery in their order, in two queries."""
    rows = list(BusinessProcess.objects.filter(discovery=discovery).select_related("goal", "decider"))
    products_of: dict[int, list[DataProduct]] = defaultdict(list)
    links = ProcessProduct.objects.filter(process__in=rows, product__in=current_products(discovery))
    for link in links.select_related("product__owner").order_by("product__position", "product"):
        products_of[link.process_id].append(link.product)
    return tuple(_line(row, products_of[row.pk]) for row in rows)


def deciders_of(discovery: Discovery) -> dict[int, ProcessLine]:
    """By the ids of data products: the first process with their data that has a decider."""
    deciders: dict[int, ProcessLine] = {}
    for line in processes_of(discovery):
        if line.decider is not None:
            for each in line.products:
                deciders.setdefault(each.product.pk, line)
    return deciders


def _line(row: BusinessProcess, products: list[DataProduct]) -> ProcessLine:
    goal = if_there(row.goal)
    decider = if_there(row.decider)
    return ProcessLine(row, goal, decider, tuple(_product_line(each, decider) for each in products))


def _product_line(product: DataProduct, decider: Person | None) -> ProcessProductLine:
    owner = if_there(product.owner)
    is_same = None if owner is None or decider is None else owner.pk == decider.pk
    return ProcessProductLine(product, owner, is_same)
