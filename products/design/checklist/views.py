"""The MVP checklist: of one product, where it is filled, and of all."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from core.forms import form_of
from discovery.models import Discovery
from discovery.permissions import may_edit
from organizations.web import PagePart, Request, edit_in_place, form_methods, page, posted
from organizations.web.kind_pages import InPlace
from products.design.access.selectors import access_rules, who_may_use
from products.design.checklist import selectors
from products.design.product.forms import CHECKLIST
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.services import change_product
from products.kinds.access_rules import ACCESS_RULE
from products.models import AccessBasis, AccessEffect, AccessRule, DataProduct
from products.views.common import (
    PLAN,
    ProductPart,
    answer_part,
    editor,
    product_of,
    product_parts,
    viewer,
)


@viewer
@require_safe
def checklist_overview(request: Request, discovery: Discovery) -> HttpResponse:
    """All products and all attributes, as a matrix."""
    lists = selectors.checklists(discovery)
    context = {
        "discovery": discovery,
        "checklists": lists,
        "counts": selectors.attribute_counts(lists),
        "complete": sum(each.is_complete for each in lists),
        "is_regulated": discovery.domain.organization.is_regulated,
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "products/checklist/overview.html", context)


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    rules = access_rules(product)
    checklist = selectors.completeness(product)
    return {
        "product": checklist.product,
        "checklist": checklist,
        "rules": rules,
        "who_may_use": who_may_use(checklist.product, rules),
        "is_regulated": product.discovery.domain.organization.is_regulated,
        "editing": may_edit(request.actor, product.discovery),
    }


CHECKLIST_PART = ProductPart(
    "checklist",
    gettext_lazy("Checklist"),
    PLAN,
    20,
    "products:product_checklist",
    "products/checklist/product.html",
    _context,
    gettext_lazy("Information that the first version of a data product must include."),
    "MVP checklist",
)
product_parts.register(CHECKLIST_PART)


def _part(request: Request, discovery: Discovery, product: DataProduct) -> PagePart:
    args = [discovery.slug, product.uuid]
    url = reverse("products:product_checklist", args=args) + "#part-checklist"
    return PagePart("checklist", url, lambda: answer_part(request, product, CHECKLIST_PART))


@editor
@form_methods
def checklist_edit(request: Request, discovery: Discovery, uuid: UUID, attribute: str) -> HttpResponse:
    """One attribute, in its place."""
    product = product_of(discovery, uuid)
    form = form_of(DATA_PRODUCT, CHECKLIST[attribute])(posted(request), instance=product)
    label = next(each.label for each in selectors.ATTRIBUTES if each.key == attribute)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: change_product(actor=request.actor, product=product, **form.changes()),
        part=_part(request, discovery, product),
        slot=attribute,
        title=str(label),
        message=_("Saved"),
    )


class AccessRulePages(InPlace[AccessRule]):
    """Forms of a rule of access, in the checklist."""

    kind = ACCESS_RULE
    add_title = gettext_lazy("Add a rule")
    saved = gettext_lazy("Rule saved")

    def part(self, request: Request, discovery: Discovery, artifact: AccessRule) -> PagePart:
        return _part(request, discovery, product_of(discovery, artifact.product.uuid))

    def initial(self, request: Request, draft: AccessRule) -> dict[str, Any]:
        return {"effect": AccessEffect.ALLOW, "basis": AccessBasis.ROLE}

    def add_slot(self, draft: AccessRule) -> str:
        return "add-rule"

    def slot(self, artifact: AccessRule) -> str:
        return f"rule-{artifact.uuid}"


ACCESS_RULE_PAGES = AccessRulePages()
