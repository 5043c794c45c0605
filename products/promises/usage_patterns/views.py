"""The usage of a product: patterns, their groups, and the way from either to a promise."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from core.kinds import Layout
from core.models import Operation
from discovery.models import Discovery
from discovery.permissions import may_edit
from organizations.actors import Actor
from organizations.web import PagePart, Request, find, sent_order
from organizations.web.kind_pages import Dialog
from products.models import DataProduct, UsageGroup, UsagePattern
from products.promises.usage_patterns import services
from products.promises.usage_patterns.forms import UsageGroupForm
from products.promises.usage_patterns.kinds import USAGE_GROUP, USAGE_PATTERN
from products.promises.usage_patterns.selectors import groups_of, usage_of
from products.views.common import (
    PROMISE,
    ProductPart,
    answer_part,
    editor,
    product_parts,
)

_PART_URL = "products:product_usage"


def _url(discovery: Discovery, product: DataProduct) -> str:
    return reverse(_PART_URL, args=[discovery.slug, product.uuid]) + "#part-usage"


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    cards = usage_of(product)
    return {
        "cards": cards,
        "groups": [card.group for card in cards if card.group is not None],
        "editing": may_edit(request.actor, product.discovery),
    }


USAGE = ProductPart(
    "usage", gettext_lazy("Usage"), PROMISE, 20, _PART_URL, "products/promises/usage.html", _context
)
product_parts.register(USAGE)


def _part(request: Request, discovery: Discovery, product: DataProduct) -> PagePart:
    return PagePart("usage", _url(discovery, product), lambda: answer_part(request, product, USAGE))


# --- Patterns -------------------------------------------------------------------------------------


def _pattern(discovery: Discovery, uuid: UUID) -> UsagePattern:
    rows = UsagePattern.objects.select_related("product", "activity__track__workshop")
    return find(rows, uuid=uuid, product__discovery=discovery, product__deleted_at=None)


class PatternPages(Dialog[UsagePattern]):
    """Forms of a usage pattern."""

    kind = USAGE_PATTERN
    add_title = gettext_lazy("How is it used?")
    edit_title = gettext_lazy("How is it used?")
    saved = gettext_lazy("Usage pattern saved")

    def draft(self, request: Request, discovery: Discovery, *names: Any) -> UsagePattern:
        draft = super().draft(request, discovery, *names)
        draft.author = request.actor.author
        return draft

    def back(self, discovery: Discovery, artifact: UsagePattern) -> str:
        return _url(discovery, artifact.product)

    def show_deleted(
        self,
        request: Request,
        discovery: Discovery,
        artifact: UsagePattern,
        message: str,
        deleted: Operation,
    ) -> HttpResponse:
        return _part(request, discovery, artifact.product).answer(request, message, undoes=deleted)


PATTERN_PAGES = PatternPages()


@editor
@require_POST
def pattern_group(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put the pattern into the group that the field `group` names, or into none."""
    pattern = _pattern(discovery, uuid)
    uuids = sent_order(request, "group") if request.POST.get("group") else []
    group = find(groups_of(pattern.product), uuid=uuids[0]) if uuids else None
    operation = services.group_patterns(
        actor=request.actor, product=pattern.product, group=group, patterns=[pattern]
    )
    return _part(request, discovery, pattern.product).answer(
        request,
        _("Moved to “%(group)s”") % {"group": group} if group else _("Removed from its group"),
        undoes=operation,
    )


# --- Groups ---------------------------------------------------------------------------------------


class GroupPages(Dialog[UsageGroup]):
    """Forms of a group of usage patterns that ask for the same."""

    kind = USAGE_GROUP
    form = UsageGroupForm
    layout = Layout("name", "patterns")
    add_title = edit_title = gettext_lazy("Group similar patterns")
    saved = gettext_lazy("Group saved")

    def back(self, discovery: Discovery, artifact: UsageGroup) -> str:
        return _url(discovery, artifact.product)

    def save_new(self, actor: Actor, draft: UsageGroup, **links: Any) -> UsageGroup:
        return services.add_usage_group(actor=actor, draft=draft, **links)


GROUP_PAGES = GroupPages()
