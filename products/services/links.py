"""What a product serves and is judged by: one link at a time, so that two who add do not undo each other."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from lvt.models import Measure, UseCase
from lvt.selectors.tree import measures_of
from products.models import DataProduct, ProductMeasure, ProductUseCase
from products.permissions import check_edit_products


def serve(*, actor: Actor, product: DataProduct, use_case: UseCase) -> ProductUseCase:
    """The product serves the use case; the link there is when it does already. Raises Invalid for a use case
    of another discovery."""
    check_edit_products(actor, product.discovery)
    if use_case.discovery_id != product.discovery_id:
        raise Invalid(_("A data product can only serve use cases of its own discovery."))
    with operation(actor, "product.linked", summary=product.name, discovery=product.discovery):
        artifacts.locked(product)
        link = ProductUseCase.objects.filter(product=product, use_case=use_case).first()
        return link or artifacts.add(ProductUseCase, product=product, use_case=use_case)


def judge_by(*, actor: Actor, product: DataProduct, measure: Measure) -> ProductMeasure:
    """The product is judged by the measure; the link there is when it is already. Raises Invalid for a
    measure of another discovery's tree."""
    check_edit_products(actor, product.discovery)
    if not measures_of(product.discovery).filter(pk=measure.pk).exists():
        raise Invalid(_("A data product can only name measures of its own discovery's tree."))
    with operation(actor, "product.linked", summary=product.name, discovery=product.discovery):
        artifacts.locked(product)
        link = ProductMeasure.objects.filter(product=product, measure=measure).first()
        return link or artifacts.add(ProductMeasure, product=product, measure=measure)


def unlink(
    *, actor: Actor, product: DataProduct, links: Iterable[ProductMeasure | ProductUseCase]
) -> Operation:
    """The links of the product go to the trash; returns the operation, for undo."""
    check_edit_products(actor, product.discovery)
    with operation(actor, "product.unlinked", summary=product.name, discovery=product.discovery) as done:
        artifacts.trash(*links)
    return done
